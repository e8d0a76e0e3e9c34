import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { bareNodeMb } from './meters.ts'
import { measurePanel } from './panel/panel.ts'
import { withSection } from './panel/section.ts'
import type { Options } from './plan.ts'
import { isMet, page, reportOn } from './report.ts'
import { run } from './run.ts'
import { Stage } from './stage.ts'
import { fixed } from './tables.ts'

const usage = `npm run bench [-- --json] [--rounds 5] [--exchange binance]… [--growth 100000] [--panel]
Measures this gateway beside the floor and a gateway on ccxt, and writes docs/benchmarks.md (with --json: prints everything instead).
With --panel: the panel alone, and its section of that page.`

/** `npm run bench`. Exits 0 whatever was measured: figures are for people, and for the ratios that the tests hold. */
function optionsOf(words: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      exchange: { type: 'string', multiple: true },
      growth: { type: 'string', default: '100000' },
      panel: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const exchanges = values.exchange ?? exchangeNames
  const known = (name: string): name is ExchangeName => (exchangeNames as readonly string[]).includes(name)
  if (!exchanges.every(known)) throw new Error(`there are ${exchangeNames.join(', ')}`)
  return {
    json: values.json,
    panelAlone: values.panel,
    rounds: Number(values.rounds),
    exchanges: exchanges.filter(known),
    growth: Number(values.growth),
  }
}

const benchmarks = join(import.meta.dirname, '../../docs/benchmarks.md')
const say = (line: string): void => console.error(line)
const options = optionsOf(process.argv.slice(2))
if (options === null) console.log(usage)
else {
  const stage = await Stage.set()
  try {
    if (options.panelAlone) {
      const panel = await measurePanel(stage, say)
      if (options.json) console.log(JSON.stringify(panel))
      else await writeFile(benchmarks, withSection(await readFile(benchmarks, 'utf8'), panel))
    } else {
      const measured = await run(stage, options, say)
      const report = reportOn(measured, await bareNodeMb(), await measurePanel(stage, say))
      if (options.json) console.log(JSON.stringify(report))
      else {
        await writeFile(benchmarks, page(report, options))
        for (const ratio of report.ratios)
          console.log(
            `${isMet(ratio) ? 'met    ' : 'not met'}  ${ratio.name}: ${fixed(ratio.value)} (${ratio.atLeast ? '≥' : '≤'} ${ratio.target})`,
          )
      }
    }
  } finally {
    await stage.close()
  }
}

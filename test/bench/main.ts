import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { bareNodeMb } from './meters.ts'
import type { Options } from './plan.ts'
import { fixed, isMet, page, reportOn } from './report.ts'
import { run } from './run.ts'
import { runScale } from './scale/scale.ts'
import { Stage } from './stage.ts'

const usage = `npm run bench [-- --json] [--rounds 5] [--exchange binance]… [--growth 100000] [--scale]
Measures this gateway beside the floor and a gateway on ccxt, and writes docs/benchmarks.md (with --json: prints everything instead).
--scale: several gateways, many accounts, many markets instead; writes its section of docs/scaling.md.`

/** `npm run bench`. Exits 0 whatever was measured: figures are for people, and for the ratios that the tests hold. */
function optionsOf(words: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      exchange: { type: 'string', multiple: true },
      growth: { type: 'string', default: '100000' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const exchanges = values.exchange ?? exchangeNames
  const known = (name: string): name is ExchangeName => (exchangeNames as readonly string[]).includes(name)
  if (!exchanges.every(known)) throw new Error(`there are ${exchangeNames.join(', ')}`)
  return {
    json: values.json,
    rounds: Number(values.rounds),
    exchanges: exchanges.filter(known),
    growth: Number(values.growth),
  }
}

const words = process.argv.slice(2)
const isScale = words.includes('--scale')
const options = isScale ? null : optionsOf(words)
if (isScale) await runScale(words.includes('--json'), (line) => console.error(line))
else if (options === null) console.log(usage)
else {
  const stage = await Stage.set()
  try {
    const measured = await run(stage, options, (line) => console.error(line))
    const report = reportOn(measured, await bareNodeMb())
    if (options.json) console.log(JSON.stringify(report))
    else {
      await writeFile(join(import.meta.dirname, '../../docs/benchmarks.md'), page(report, options))
      for (const ratio of report.ratios)
        console.log(
          `${isMet(ratio) ? 'met    ' : 'not met'}  ${ratio.name}: ${fixed(ratio.value)} (${ratio.atLeast ? '≥' : '≤'} ${ratio.target})`,
        )
    }
  } finally {
    await stage.close()
  }
}

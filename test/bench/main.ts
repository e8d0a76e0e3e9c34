import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { measureLine } from './line/line.ts'
import { lineSection } from './line/section.ts'
import { measureLive } from './live/live.ts'
import { liveSection } from './live/section.ts'
import { bareNodeMb } from './meters.ts'
import { measurePanel } from './panel/panel.ts'
import { panelSection } from './panel/section.ts'
import type { Options } from './plan.ts'
import { isMet, page, reportOn } from './report.ts'
import { run } from './run.ts'
import { runScale } from './scale/scale.ts'
import { withSection, withSectionsOf } from './sections.ts'
import { Stage } from './stage.ts'
import { fixed } from './tables.ts'
import { watchSection } from './watch/section.ts'
import { measureWatching } from './watch/watching.ts'

const parts = ['gateways', 'line', 'panel', 'live', 'watch', 'scale'] as const
type Part = (typeof parts)[number]

const usage = `npm run bench [-- --json] [--only ${parts.join('|')}]… [--rounds 5] [--exchange binance]… [--growth 100000]
Measures this gateway beside the floor and a gateway on ccxt (gateways), orders over a slow line with TLS (line), the panel, what exchanges push (live)
and what watching brackets asks of them (watch), and writes docs/benchmarks.md; only when asked for, several gateways, many accounts and markets (scale), into docs/scaling.md.
With --json nothing is written but everything printed.`

/** `npm run bench`. Exits 0 whatever was measured: figures are for people, and for the ratios that the tests hold. */
function optionsOf(words: readonly string[]): (Options & { readonly only: readonly Part[] }) | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '5' },
      exchange: { type: 'string', multiple: true },
      growth: { type: 'string', default: '100000' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  return {
    json: values.json,
    only: among(parts, values.only ?? ['gateways', 'line', 'panel', 'live', 'watch']),
    rounds: Number(values.rounds),
    exchanges: among<ExchangeName>(exchangeNames, values.exchange ?? exchangeNames),
    growth: Number(values.growth),
  }
}

function among<T extends string>(known: readonly T[], words: readonly string[]): readonly T[] {
  return words.map((word) => {
    const found = known.find((each) => each === word)
    if (found === undefined) throw new Error(`there are ${known.join(', ')}`)
    return found
  })
}

const benchmarks = join(import.meta.dirname, '../../docs/benchmarks.md')
const say = (line: string): void => console.error(line)
const options = optionsOf(process.argv.slice(2))
if (options === null) console.log(usage)
else {
  const stage = await Stage.set()
  try {
    for (const part of options.only) await measure(part, options, stage)
  } finally {
    await stage.close()
  }
}

async function measure(part: Part, options: Options, stage: Stage): Promise<void> {
  const tell = async (figures: unknown, pageOf: (before: string) => string): Promise<void> => {
    if (options.json) console.log(JSON.stringify({ [part]: figures }))
    else await writeFile(benchmarks, pageOf(await readFile(benchmarks, 'utf8')))
  }
  switch (part) {
    case 'gateways': {
      const report = reportOn(await run(stage, options, say), await bareNodeMb())
      await tell(report, (before) => withSectionsOf(before, page(report, options)))
      for (const ratio of report.ratios)
        say(
          `${isMet(ratio) ? 'met    ' : 'not met'}  ${ratio.name}: ${fixed(ratio.value)} (${ratio.atLeast ? '≥' : '≤'} ${ratio.target})`,
        )
      return
    }
    case 'line': {
      const line = await measureLine(stage, say)
      await tell(line, (before) => withSection(before, lineSection(line)))
      return
    }
    case 'panel': {
      const panel = await measurePanel(stage, say)
      await tell(panel, (before) => withSection(before, panelSection(panel)))
      return
    }
    case 'live': {
      const live = await measureLive(stage, say)
      await tell(live, (before) => withSection(before, liveSection(live)))
      return
    }
    case 'watch': {
      say('watch: ten brackets on each exchange')
      const watching = await measureWatching()
      await tell(watching, (before) => withSection(before, watchSection(watching)))
      return
    }
    case 'scale':
      await runScale(options.json, say)
  }
}

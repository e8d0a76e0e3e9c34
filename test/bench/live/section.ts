import { type Latency } from '../figures.ts'
import { fixed, table } from '../tables.ts'
import type { FillFigures } from './fills.ts'
import type { BusyFigures } from './many-orders.ts'
import type { TriggerFigures } from './triggers.ts'

/** What lives on the exchanges' streams. */
export interface LiveFigures {
  readonly fills: FillFigures
  readonly busy: BusyFigures
  readonly triggers: TriggerFigures
}

const shares = ({ p50, p95, p99 }: Latency): string => [p50, p95, p99].map((each) => fixed(each, 1)).join(' / ')

/** The part of docs/benchmarks.md about what exchanges push. */
export function liveSection({ fills, busy, triggers }: LiveFigures): string {
  const rows: readonly (readonly [string, number, number])[] = [
    ['fill at the exchange to painted in the window, p95, ms', fills.painted.p95, 200],
    ['price traded to exit sent, p95, ms', triggers.sent.p95, 50],
    ['calls a minute of an idle window', fills.idleCalls, 10],
  ]
  return `## Live

What lives on what exchanges push, with the built product, its window in the browser of the tests and practice exchanges in a
process of their own. Times include the request over HTTP by which the practice exchange is told to move its price.

${table(
  ['', 'Value', 'Target', ''],
  rows.map(([name, value, target]) => [name, fixed(value, 1), `≤ ${target}`, value <= target ? 'met' : '**not met**']),
)}

${fills.fills} limit orders at Binance filled one by one, until the table of open orders has been painted without each, ms, p50 / p95 / p99:
${shares(fills.painted)}. ${triggers.brackets} brackets of a unified account at Bitget, whose exits the application holds and all of which it watches,
each reached in its turn, until the row of its order is in the journal, right before it is sent: ${shares(triggers.sent)}.

A window with ${busy.orders} open orders, of which ${fixed(busy.changes, 0)} a second come and go: it reads the list of them ${fixed(busy.reads, 1)} times a second,
${fixed(busy.kbPerSecond, 0)} kB; its page takes ${fixed(busy.windowPercent, 0)} % of a core, the gateway ${fixed(busy.gatewayPercent, 0)} %.
`
}

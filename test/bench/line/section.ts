import { fixed, table } from '../tables.ts'
import type { LineFigures } from './line.ts'

/** What an order may take beyond the line's own time, ms. */
const mostMs = 5

/** The part of docs/benchmarks.md about orders over a line that takes its time. */
export function lineSection({ roundTripMs, idleS, orders, redis }: LineFigures): string {
  const rows = orders.map(({ name, warmMs, afterIdleMs }) => [name, fixed(warmMs, 1), fixed(afterIdleMs, 1)])
  const ours = orders.filter(({ name }) => name.startsWith('ours'))
  const judged = ([what, ms]: readonly [string, number]): readonly string[] => [
    what,
    fixed(ms - roundTripMs, 1),
    `≤ ${mostMs}`,
    ms - roundTripMs <= mostMs ? 'met' : '**not met**',
  ]
  const targets = ours.flatMap(({ name, warmMs, afterIdleMs }) => [
    judged([`${name}, warm`, warmMs]),
    judged([`${name}, after ${idleS} s`, afterIdleMs]),
  ])
  const isFast = redis.ticker >= mostAsked
  return `## Over a line

Binance behind TLS and a line of ${roundTripMs / 2} ms each way, so a round trip takes ${roundTripMs} ms; TCP and TLS take two more where no
socket is open. An order’s answer, ms: the middle of many in a row, and the first after ${idleS} s of quiet. *By socket*: orders go over
Binance’s WebSocket API.

${table(['', 'warm', `after ${idleS} s`], rows)}

${table(['beyond one round trip, ms', 'Value', 'Target', ''], targets)}

With Redis at the end of a line with a round trip of ${redis.roundTripMs} ms, ${redis.callers} callers get ${fixed(redis.ticker, 0)} tickers a second (target ≥ ${mostAsked}:
${isFast ? 'met' : '**not met**'}), or ${fixed(redis.orders, 0)} placements and cancellations.
`
}

const mostAsked = 500

import { fixed, table } from '../tables.ts'
import type { WatchFigures, WatchRow } from './watching.ts'

const names: Readonly<Record<string, string>> = {
  binance: 'Binance',
  bitgetClassic: 'Bitget, classic',
  bitgetUnified: 'Bitget, unified',
  kucoin: 'KuCoin',
  kraken: 'Kraken',
}

const columnsOf = ({ idle, idlePrivate, fill, endedMs }: WatchFigures): readonly string[] => [
  `${idle} (${idlePrivate})`,
  String(fill),
  fixed(endedMs / 1_000, 1),
]

/** The part of docs/benchmarks.md about what watching brackets costs. */
export function watchSection(rows: readonly WatchRow[]): string {
  return `## Watching brackets

Requests that each practice exchange had of an account with ten open brackets on five symbols (exits for coins that are held), of which nothing
else is asked: in a minute in which nothing happens (in brackets: those that count for the account), and in the 15 s from the price that fires one exit on,
with the time until its bracket is known to be over. *Asked*: nothing is pushed, as it was before there were streams, and as it is while they are down.

${table(
  ['', 'Asked: a minute', 'one exit', 'known after, s', 'Pushed: a minute', 'one exit', 'known after, s'],
  rows.map(({ column, asked, pushed }) => [names[column] ?? column, ...columnsOf(asked), ...columnsOf(pushed)]),
)}
`
}

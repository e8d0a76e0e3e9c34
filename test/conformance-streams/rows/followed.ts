import assert from 'node:assert/strict'
import type { BookView } from '../../../src-main/exchange/streams/book-view.ts'
import type { PublicTrade, Ticker } from '../../../src-shared/market.ts'
import { until } from '../../support/until.ts'
import type { StreamHarness } from '../harness.ts'
import { eventually, type Heard, listening } from './listening.ts'

/** What is watched of a market. */
export interface Followed {
  readonly ticker: Heard<Ticker>
  readonly trades: Heard<readonly PublicTrade[]>
  readonly book: Heard<BookView>
  readonly stops: readonly (() => void)[]
}

/** A ticker, trades and a book, live. */
export async function followed({ market, column: { symbol } }: StreamHarness): Promise<Followed> {
  const all = { ticker: listening<Ticker>(), trades: listening<readonly PublicTrade[]>(), book: listening<BookView>() }
  const stops = [market.ticker(symbol, all.ticker), market.trades(symbol, all.trades), market.book(symbol, all.book)]
  await Promise.all([all.ticker.ready(), all.book.ready(), eventually('trades are live', all.trades.isLive)])
  return { ...all, stops }
}

let lastPrice = 61_000

/** Whether all of them tell what happens now, within that time. */
async function isTold({ setPrice, column }: StreamHarness, all: Followed, withinMs: number): Promise<boolean> {
  const { ticker, trades } = all
  lastPrice += 7
  const price = String(lastPrice)
  setPrice(column.symbol, price)
  const isNow = (): boolean =>
    ticker.latest()?.last?.toString() === price && trades.values.flat().at(-1)?.price.toString() === price
  return until(isNow, withinMs).then(
    () => true,
    () => false,
  )
}

const areLive = ({ ticker, trades, book }: Followed): boolean => [ticker, trades, book].every((each) => each.isLive())

/** After many breaks new sockets wait for the exchange's leave to connect. */
const untilConnectedMs = 60_000

/** All of them tell what happens now. */
export async function follows(harness: StreamHarness, all: Followed): Promise<void> {
  await eventually('all are live', () => areLive(all), untilConnectedMs)
  assert.ok(await isTold(harness, all, 10_000), 'ticker and trades tell the price')
  await harness.drift(2)
  await eventually('the book is live', () => all.book.latest()?.best() !== null)
}

/** As {@link follows}, some time after trouble: what happens while they are away is told by none. */
export async function followsAgain(harness: StreamHarness, all: Followed): Promise<void> {
  await eventually('ticker and trades tell the price again', () => isTold(harness, all, 300), untilConnectedMs)
  await follows(harness, all)
}

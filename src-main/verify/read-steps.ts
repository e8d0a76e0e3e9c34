import { randomBytes } from 'node:crypto'
import type { KeyReport } from '../../src-shared/account.ts'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import type { Candle, Market, OrderBook, Ticker } from '../../src-shared/market.ts'
import type { Balance } from '../../src-shared/market.ts'
import { message } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { isFinal, type LimitOrderRequest, type Order } from '../../src-shared/order.ts'
import { dayMs } from '../exchange/orders/exchange-memory.ts'
import { chooseMarket } from './choosing.ts'
import {
  ask,
  type ChosenMarket,
  done,
  failed,
  note,
  noteStatuses,
  type Observing,
  shownBy,
  type StepEnd,
} from './observing.ts'

const cannot = (): StepEnd => failed(message('verify.step.no_answer'))

/** What the key may do. */
export async function readRights(run: Observing): Promise<StepEnd & { readonly report: KeyReport | null }> {
  const mark = run.answers.count
  const report = await ask(run, 'key.accepted', () => run.client.checkCredentials())
  if (report === null) return { ...cannot(), report }
  note(run, 'key.trade_right_told', report.canTrade === null ? null : true, mark)
  const rights = message(report.canTrade === false ? 'verify.step.reads_only' : 'verify.step.may_trade')
  return { ...done(rights), report }
}

/** How far the exchange's clock is from ours. */
export function readClock(run: Observing): StepEnd {
  const clock = run.clockOf()
  return clock === null ? cannot() : done(message('verify.step.clock', { offset: String(Math.round(clock.offsetMs)) }))
}

/** Every market, and among them the one that the rest of the run is about. */
export async function readMarkets(
  run: Observing,
  balances: readonly Balance[],
  wanted: string | null,
): Promise<StepEnd & { readonly market: Market | null }> {
  const markets = await ask(run, 'markets.readable', () => run.client.getMarkets({ refresh: true }))
  if (markets === null) return { ...cannot(), market: null }
  const market = chooseMarket(markets, balances, wanted, run.client.exchange)
  return market === null
    ? { ...failed(message('verify.step.no_market')), market }
    : {
        ...done(message('verify.step.markets', { count: String(markets.size), symbol: market.symbol })),
        market,
      }
}

export async function readBalances(run: Observing): Promise<StepEnd & { readonly balances: readonly Balance[] }> {
  const balances = await ask(run, 'balances.readable', () => run.client.getBalance())
  if (balances === null) return { ...cannot(), balances: [] }
  return { ...done(message('verify.step.balances', { count: String(balances.length) })), balances }
}

/** Ticker, book and candles of one market. */
export async function readPrices(
  run: Observing,
  market: Market,
): Promise<StepEnd & { readonly chosen: ChosenMarket | null }> {
  const { symbol, tickSize } = market
  const mark = run.answers.count
  const ticker = await ask(run, 'ticker.readable', () => run.client.fetchTicker(symbol))
  if (ticker !== null) {
    const prices = [ticker.bid, ticker.ask].filter((price) => price !== null)
    const off = prices.find((price) => !price.isMultipleOf(tickSize))
    note(run, 'prices.on_step', prices.length === 0 ? null : off === undefined, mark)
  }
  const beforeBook = run.answers.count
  const book = await ask(run, 'book.readable', () => run.client.fetchOrderBook(symbol, 20))
  if (book !== null) note(run, 'book.sorted', isSorted(book), beforeBook)
  const beforeCandles = run.answers.count
  const candles = await ask(run, 'candles.readable', () => run.client.fetchCandles(symbol, '1h', 48))
  if (candles !== null) note(run, 'candles.in_order', candles.length === 0 ? null : areInOrder(candles), beforeCandles)
  if (ticker === null) return { ...cannot(), chosen: null }
  const price = lastOf(ticker)?.toString() ?? '–'
  return { ...done(message('verify.step.prices', { symbol, price })), chosen: { market, ticker } }
}

/** A price to reckon from, where there is any. */
export function lastOf({ last, bid, ask: offer }: Ticker): Money | null {
  return last ?? bid ?? offer
}

function isSorted({ bids, asks }: OrderBook): boolean | null {
  if (bids.length + asks.length === 0) return null
  const falls = bids.every(({ price }, index) => index === 0 || price.atMost(bids[index - 1]?.price ?? price))
  const rises = asks.every(({ price }, index) => index === 0 || price.atLeast(asks[index - 1]?.price ?? price))
  const [bid, offer] = [bids[0]?.price, asks[0]?.price]
  return falls && rises && (bid === undefined || offer === undefined || bid.atMost(offer))
}

/** Oldest first, and no column taken for another: the high is nowhere below, the low nowhere above. */
function areInOrder(candles: readonly Candle[]): boolean {
  return candles.every(({ time, open, high, low, close }, index) => {
    const before = candles[index - 1]
    return (
      (before === undefined || before.time < time) &&
      high.atLeast(Money.max(open, close)) &&
      low.atMost(Money.min(open, close))
    )
  })
}

const tenPercent = Money.parse('0.1')

export async function readFees(run: Observing, { symbol }: Market): Promise<StepEnd> {
  const mark = run.answers.count
  const fees = await ask(run, 'fees.readable', () => run.client.fetchFees(symbol))
  if (fees === null) return cannot()
  const { maker, taker } = fees
  // Per cent taken for a fraction would be a hundred times too much: no spot fee is 10 %.
  const areFractions = [maker, taker].every((fee) => fee.abs().lessThan(tenPercent))
  note(run, 'fees.fractions', areFractions, mark)
  const params = { maker: maker.times(hundred).toString(), taker: taker.times(hundred).toString() }
  return done(message('verify.step.fees', params))
}

const hundred = Money.parse('100')

export async function readOpenOrders(
  run: Observing,
  { symbol }: Market,
): Promise<StepEnd & { readonly orders: readonly Order[] | null }> {
  const mark = run.answers.count
  const orders = await ask(run, 'open_orders.readable', () => run.client.fetchOpenOrders(null))
  if (orders !== null) noteStatuses(run, orders, mark)
  await ask(run, 'open_orders.one_symbol', () => run.client.fetchOpenOrders(symbol))
  if (orders === null) return { ...cannot(), orders }
  return { ...done(message('verify.step.open_orders', { count: String(orders.length) })), orders }
}

/** Finished orders: the newest, a day long ago, and one of them by its id. */
export async function readHistory(run: Observing, { symbol }: Market): Promise<StepEnd> {
  const mark = run.answers.count
  const query = { symbol, symbols: [symbol], since: null, until: null, limit: 30 }
  const orders = await ask(run, 'history.readable', () => run.client.fetchClosedOrders(query))
  if (orders !== null) {
    noteStatuses(run, orders, mark)
    note(run, 'history.all_ended', orders.length === 0 ? null : orders.every(hasEnded), mark)
  }
  const days = Math.min(80, Math.floor(run.client.memory.byOrderId.untilMs / dayMs))
  const since = run.now() - days * dayMs
  await ask(run, 'history.looks_back', () => run.client.fetchClosedOrders({ ...query, since, until: since + dayMs }))
  const newest = orders?.[0]
  if (newest !== undefined)
    await ask(run, 'history.found_by_id', () => run.client.fetchOrder({ symbol, orderId: newest.id }))
  if (orders === null) return cannot()
  return done(message('verify.step.history', { count: String(orders.length), symbol }))
}

const hasEnded = ({ status }: Order): boolean => isFinal(status)

/** An id that no order has: whether the exchange says so is what the settling of orders in doubt hangs on. */
export async function lookUpUnknown(run: Observing, { market, ticker }: ChosenMarket): Promise<StepEnd> {
  const { symbol } = market
  const clientOrderId = `xgc${randomBytes(12).toString('hex')}`
  const mark = run.answers.count
  try {
    await run.client.fetchOrder({ symbol, clientOrderId })
    note(run, 'lookup.unknown_by_client_id', false, mark)
  } catch (thrown) {
    const error = toGatewayError(thrown)
    const isSaid = error.class === 'not-found'
    note(run, 'lookup.unknown_by_client_id', isSaid ? true : shownBy(error), mark, isSaid ? null : error.text)
  }
  const before = run.answers.count
  const request = anOrder(market, lastOf(ticker) ?? Money.one)
  try {
    const found = await run.client.findOrder(request, clientOrderId)
    note(run, 'lookup.unknown_is_none', found === null, before)
  } catch (thrown) {
    const error = thrown instanceof GatewayError ? thrown : toGatewayError(thrown)
    note(run, 'lookup.unknown_is_none', shownBy(error), before, error.text)
  }
  return done()
}

/** What is looked for; nothing is ever sent of it. */
function anOrder({ symbol, lotStep, tickSize }: Market, price: Money): LimitOrderRequest {
  return {
    kind: 'limit',
    symbol,
    side: 'buy',
    quantity: lotStep.isZero() ? Money.one : lotStep,
    price: price.floorToStep(tickSize),
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
  }
}

import { noAnswer } from '../core/classify.ts'
import { type Operations, sharedMarkets } from '../core/native-client.ts'
import { armSeconds, type DeadMansSwitch } from '../orders/dead-man.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { meaningOf } from './error-table.ts'
import { fetchFills } from './fills.ts'
import { find, fetchOrder } from './find.ts'
import { closedOrders, tradedSymbols } from './history.ts'
import { reportOn } from './key-report.ts'
import { balancesFrom } from './map-market-data.ts'
import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { normalise } from './normalise.ts'
import { openOrders } from './open-orders.ts'
import { dryRun, place } from './place.ts'
import { tellsField } from './price-words.ts'
import { latestArrivalMs } from './raw-client.ts'
import { type KuCoinSession, sessionAs } from './session.ts'

/** After the latest moment at which an order may arrive, how long KuCoin may take to show it everywhere. */
const visibilityMs = 10_000

/** Whether it touches stop orders KuCoin does not say. Source: docs/exchanges/kucoin.md §6.2. */
const deadMan: DeadMansSwitch = { minSeconds: 5, maxSeconds: 86_400, coversStops: null }

/**
 * Cancelled orders of the high-frequency engine are kept for two days, filled ones for seven (three by its older
 * pages): the shortest counts.
 */
const rememberedMs = 2 * dayMs

/**
 * Spot trading on KuCoin for one classic account, on the high-frequency engine: production and the practice exchange.
 */
export const operations: Operations<KuCoinSession> = {
  exchange: 'kucoin',
  memory: remembers({ fromMs: latestArrivalMs + visibilityMs, untilMs: rememberedMs }),
  as: sessionAs,
  /** A page of fills costs two of four thousand units in half a minute. */
  fillsEveryMs: 100,

  /** Source: GET /v2/symbols, shared by every account of the venue. */
  ...sharedMarkets,
  meaningOf,
  tells: tellsField,

  fetchTicker: ticker,
  fetchTickers: tickers,
  fetchCandles: candles,
  fetchOrderBook: orderBook,

  /**
   * Source: GET /accounts. What lies outside the trading account is told apart, assets that are only there with a total
   * of zero.
   */
  getBalance: async ({ raw }) => balancesFrom(await raw.accounts()),

  /** Source: GET /trade-fees. */
  async fetchFees({ raw, shared }, symbol) {
    const nativeId = await shared.markets.nativeIdOf(symbol)
    const found = (await raw.tradeFees(nativeId)).find((each) => each.symbol === nativeId)
    if (found !== undefined) return { maker: found.makerFeeRate, taker: found.takerFeeRate }
    throw noAnswer('kucoin', 'no such fees')
  },

  /** Source: GET /user/api-key; GET /accounts for what lies where orders cannot use it. */
  async checkCredentials({ raw }) {
    const key = await raw.apiKey()
    return reportOn(key, await raw.accounts().catch(() => null))
  },

  fetchOpenOrders: async (session, symbol) =>
    openOrders(session, symbol === null ? null : await session.shared.markets.nativeIdOf(symbol)),
  fetchClosedOrders: closedOrders,
  /** Source: GET /hf/fills, symbol by symbol. */
  fetchFills,
  fillSymbols: tradedSymbols,
  hasRoomForFills: ({ raw }) => raw.hasRoom(0.5),
  fetchOrder: fetchOrder,
  findOrder: find,

  normalise,
  placeOrder: place,
  /** Source: POST /hf/orders/test, for market and limit orders; balances are not proved. */
  testOrder: dryRun,
  editOrder: edit,
  cancelOrder: cancel,

  deadMansSwitch: () => Promise.resolve(deadMan),
  /** Source: POST /hf/orders/dead-cancel-all, over every symbol. */
  armDeadMansSwitch: async ({ raw }, seconds) => raw.deadCancelAll(armSeconds(seconds, deadMan, 'kucoin') ?? -1),
}

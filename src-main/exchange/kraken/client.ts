import { noAnswer } from '../core/classify.ts'
import { type Operations, sharedMarkets } from '../core/native-client.ts'
import { armSeconds, type DeadMansSwitch } from '../orders/dead-man.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { cancel, fetchOrder } from './cancel.ts'
import { edit } from './edit.ts'
import { meaningOfCode } from './errors.ts'
import { fetchFills } from './fills.ts'
import { find } from './find.ts'
import { closedOrders } from './history.ts'
import { checkCredentials } from './key-report.ts'
import { feesFrom } from './map-market-data.ts'
import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { normalise } from './normalise.ts'
import { openOrders } from './open-orders.ts'
import { balancesFrom } from './own/balances.ts'
import { closeOf } from './own/close-text.ts'
import { fetchOrders } from './own/query-orders.ts'
import { dryRun, place } from './place.ts'
import { tellsField } from './price-words.ts'
import { closeSchema } from './schemas.ts'
import type { KrakenSession } from './session.ts'
import { deadlineMs } from './transport.ts'

/** Kraken's lists were seen to show an order this long after it was executed. Source: docs/exchanges/kraken.md §11. */
const visibilityMs = 60_000
/** What we know of Kraken's clock is this good: whole seconds, and half the way there and back. */
const clockMarginMs = 2_000

/** Kraken takes any time below a day, stop-losses along with the rest. Source: docs/exchanges/kraken.md §8.2. */
const deadMan: DeadMansSwitch = { minSeconds: 5, maxSeconds: 86_399, coversStops: true }

/**
 * Kraken names no end of what ClosedOrders and QueryOrders know. So long their word is taken; an older order is left to
 * a person.
 */
const rememberedMs = 90 * dayMs

/** Spot trading on Kraken for one account: production, and the practice exchange, which differs in its address only. */
export const operations: Operations<KrakenSession> = {
  exchange: 'kraken',
  memory: remembers({ fromMs: deadlineMs + visibilityMs + clockMarginMs, untilMs: rememberedMs }),
  /**
   * A look costs one or two calls of a counter that lets one pass every two or three seconds. Source:
   * docs/exchanges/kraken.md §4.
   */
  watchEveryMs: 8_000,
  /** Public questions are good for one a second, whatever they are about. Source: docs/exchanges/kraken.md §4. */
  priceEveryMs: 2_000,
  /** A page counts as four calls, and the lowest tier has one back every three seconds. */
  fillsEveryMs: 15_000,
  as: (session, urgency) => ({ ...session, raw: session.raw.as(urgency), urgency }),

  /** Source: Assets, AssetPairs and SystemStatus, shared by every account of the venue. */
  ...sharedMarkets,
  meaningOf: meaningOfCode,
  tells: tellsField,

  fetchTicker: ticker,
  fetchTickers: tickers,
  fetchCandles: candles,
  fetchOrderBook: orderBook,

  /** Source: BalanceEx. */
  async getBalance({ raw, shared }) {
    const { assets } = await shared.markets.all()
    return balancesFrom(await raw.balances(), assets)
  },

  /** Source: TradeVolume. */
  async fetchFees({ raw, shared }, symbol) {
    const nativeId = await shared.markets.nativeIdOf(symbol)
    const fees = feesFrom(await raw.tradeVolume(nativeId), nativeId)
    if (fees !== null) return fees
    throw noAnswer('kraken', 'no such fees')
  },

  checkCredentials,
  fetchOpenOrders: openOrders,
  /** Of all symbols; fees included. Source: ClosedOrders. */
  fetchClosedOrders: closedOrders,
  /** Of all symbols. Source: TradesHistory. */
  fetchFills,
  /** The same counter lets through what orders wait for: most of it stays free. */
  hasRoomForFills: ({ raw }) => raw.hasRoom(1 / 3),
  /** Source: QueryOrders; by client id OpenOrders and ClosedOrders. */
  fetchOrder,
  /** Orders keep their ids, also when they trigger. Source: QueryOrders. */
  fetchOrders: (session, orders) =>
    fetchOrders(
      session,
      orders.map(({ id }) => id),
    ),

  /** An entry's exits are legs: one for each fill. */
  async findOrder(session, request, clientOrderId) {
    const found = await find(session, request, clientOrderId)
    return found && { ...found, notes: [] }
  },

  normalise,
  placeOrder: place,
  testOrder: dryRun,
  /** In place only, so no replacement needs a client id. */
  editOrder: (session, reference, change, _clientOrderId, permit) => edit(session, reference, change, permit),
  cancelOrder: cancel,

  /** The conditional close of an entry, of which every fill makes an order of its own. */
  exitsOf: (_session, { raw }) => closeOf(closeSchema.safeParse(raw).data?.descr.close ?? ''),

  /**
   * The number (`userref`) that stands for a client order id, both ways. The mapping on disk is the truth; Django reads
   * these.
   */
  crossReferences({ shared }, clientOrderId) {
    const userref = String(shared.ids.userref(clientOrderId))
    return [
      { key: `kraken_userref:${userref}`, value: clientOrderId },
      { key: `kraken_client_order_id:${clientOrderId}`, value: userref },
    ]
  },

  deadMansSwitch: () => Promise.resolve(deadMan),
  /** Source: CancelAllOrdersAfter, over all of the account's orders on every pair. */
  armDeadMansSwitch: async ({ raw }, seconds) => raw.cancelAllOrdersAfter(armSeconds(seconds, deadMan, 'kraken') ?? 0),
}

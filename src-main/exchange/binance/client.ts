import type { Order } from '../../../src-shared/order.ts'
import { type Operations, sharedMarkets } from '../core/native-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { attachedExits } from '../orders/exits.ts'
import { aboutOrder } from '../orders/references.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { hasWalletEndpoints } from './endpoints.ts'
import { meaningOf } from './error-table.ts'
import { fetchFills } from './fills.ts'
import { find, orderParams } from './find.ts'
import { closedOrders, tradedSymbols } from './history.ts'
import { reportOn } from './key-report.ts'
import { balanceFrom, feesFrom } from './map-market-data.ts'
import { feesOf, orderFrom } from './map-orders.ts'
import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { normalise } from './normalise.ts'
import { openOrders } from './open-orders.ts'
import { withLimit } from './own/open-counts.ts'
import { dryRun, place } from './place.ts'
import { tellsField } from './price-words.ts'
import type { BinanceSession } from './session.ts'
import { recvWindowMs } from './transport.ts'

/** Binance's engine may take this long before it answers "unknown" (-1007). */
const engineWaitMs = 10_000
const settleMarginMs = 2_000

/**
 * Orders that ended unfilled are archived after 90 days (-2026); Binance tells fills of any age. Source:
 * docs/exchanges/binance.md §10.
 */
const rememberedMs = 90 * dayMs

/**
 * Spot trading on Binance for one account: production, testnet, demo mode and the practice exchange, which differ in
 * their address only.
 */
export const operations: Operations<BinanceSession> = {
  exchange: 'binance',
  memory: remembers({ fromMs: recvWindowMs + engineWaitMs + settleMarginMs, untilMs: rememberedMs }),
  as: (session, urgency) => ({ ...session, raw: session.raw.as(urgency), urgency }),

  /** Source: GET /exchangeInfo, shared by every account of the venue. */
  ...sharedMarkets,
  meaningOf,
  tells: tellsField,

  fetchTicker: ticker,
  fetchTickers: tickers,
  fetchCandles: candles,
  fetchOrderBook: orderBook,

  /** Source: GET /account. */
  async getBalance({ raw }) {
    const { balances } = await raw.account()
    return balances.map(balanceFrom).filter(({ total }) => !total.isZero())
  },

  /** Source: GET /account/commission. */
  fetchFees: async ({ raw, shared }, symbol) => feesFrom(await raw.commission(await shared.markets.nativeIdOf(symbol))),

  /** Source: GET /account and, where it exists, GET /sapi/v1/account/apiRestrictions. */
  async checkCredentials({ raw, environment }) {
    const account = await raw.account()
    const restrictions = hasWalletEndpoints(environment) ? await raw.apiRestrictions().catch(() => null) : null
    return reportOn(account, restrictions)
  },

  fetchOpenOrders: openOrders,
  fetchClosedOrders: closedOrders,
  /** Source: GET /myTrades, of any age, symbol by symbol. */
  fetchFills,
  fillSymbols: tradedSymbols,

  /** Source: GET /order; for a finished one its fees by GET /myTrades. */
  async fetchOrder({ raw, shared, fees }, reference) {
    const nativeId = await shared.markets.nativeIdOf(reference.symbol)
    try {
      const record = await raw.queryOrder(orderParams(reference, nativeId))
      const order: Order = orderFrom(record, await shared.markets.all())
      return (await fees.on([order], raw))[0] ?? order
    } catch (error) {
      throw aboutOrder(error, reference)
    }
  },

  /** Source: GET /myTrades of one order. */
  async fetchOrderFees({ raw, shared }, { symbol, id: orderId }) {
    return feesOf(await raw.myTrades({ symbol: await shared.markets.nativeIdOf(symbol), orderId }))
  },

  async findOrder(session, request, clientOrderId) {
    const symbol = await session.shared.markets.nativeIdOf(request.symbol)
    const isList = request.kind === 'oco' || attachedExits(request) !== null
    return find(session, { symbol }, clientOrderId, isList)
  },

  normalise,

  placeOrder: (session, request, clientOrderId, permit) =>
    writing(session, request.symbol, () => place(session, request, clientOrderId, permit)),

  /** Source: POST /order/test for each order of the request; balances are not proved. */
  testOrder: dryRun,

  editOrder: (session, reference, change, clientOrderId, permit) =>
    writing(session, reference.symbol, () => edit(session, reference, change, clientOrderId, permit)).catch(
      (error: unknown) => {
        throw aboutOrder(error, reference)
      },
    ),

  cancelOrder: (session, reference) => writing(session, reference.symbol, () => cancel(session, reference)),
}

/** What every write stands in, however it ends: the symbol's history has changed, and so have its open orders. */
async function writing<T>(
  { shared, recent, counts }: BinanceSession,
  symbol: string,
  write: () => Promise<T>,
): Promise<T> {
  const on = (await shared.markets.all()).bySymbol.get(symbol) ?? null
  try {
    return await write()
  } catch (error) {
    throw withLimit(error, on)
  } finally {
    recent.sentOn(symbol)
    if (on !== null) counts.forget(on.market.nativeId)
  }
}

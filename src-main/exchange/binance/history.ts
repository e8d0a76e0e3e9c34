import type { Order } from '../../../src-shared/order.ts'
import type { HistoryQuery } from '../core/base-exchange-client.ts'
import type { Trades } from '../orders/traded-symbols.ts'
import { balanceFrom } from './map-market-data.ts'
import { openOrders } from './open-orders.ts'
import { finishedOrders, ordersOf } from './own/symbol-orders.ts'
import type { OrderRecord } from './schemas.ts'
import type { BinanceSession } from './session.ts'

/**
 * Finished orders, newest first, with their fees. Binance answers per symbol only, so this asks for the symbols named,
 * those of open orders, and the pairs of which both sides are held: a bounded number (see TradedSymbols), in this
 * order. `since` and `until` bound the time of creation. The newest orders of every symbol, which Django asks for again
 * and again, are read only where something can have happened (see RecentOrders).
 */
export async function closedOrders(session: BinanceSession, query: HistoryQuery): Promise<readonly Order[]> {
  const { raw, shared, recent, fees } = session
  const { symbol, since, until, limit } = query
  if (limit <= 0) return []
  const symbols = symbol === null ? await tradedSymbols(session, query.symbols) : [symbol]
  if (symbol !== null) await shared.markets.of(symbol)
  const markets = await shared.markets.all()
  const listed = symbols.flatMap((each) => markets.bySymbol.get(each) ?? [])
  const enough = (records: readonly OrderRecord[]): boolean => finishedOrders(records, markets, limit).length >= limit
  const newest = symbol === null && since === null && until === null
  const records = newest
    ? await recent.of(listed, markets, limit)
    : (await Promise.all(listed.map(({ market }) => ordersOf(raw, market.nativeId, query, enough)))).flat()
  return fees.on(finishedOrders(records, markets, limit), raw)
}

/** The symbols named, and those that the account itself shows. */
export function tradedSymbols(session: BinanceSession, named: readonly string[]): Promise<readonly string[]> {
  const { raw, shared, traded } = session
  const trades: Trades = {
    openOrders: () => openOrders(session, null),
    balances: async () => (await raw.account()).balances.map(balanceFrom).filter(({ total }) => !total.isZero()),
    markets: async () => (await shared.markets.all()).markets,
  }
  return traded.with(named, trades)
}

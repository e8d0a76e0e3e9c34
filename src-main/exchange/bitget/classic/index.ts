import { credentialsReport } from '../key-report.ts'
import type { AccountDialect } from '../own/account-dialect.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { fetchFills } from './fills.ts'
import { findPlaced } from './find-placed.ts'
import { fetchLocated } from './find.ts'
import { closedOrders } from './history.ts'
import { balanceFrom } from './map-orders.ts'
import { openOrders } from './open-orders.ts'
import { place } from './place.ts'
import type { ClassicSession } from './session.ts'

/** A classic account, over v2. */
export function classicDialect(session: ClassicSession): AccountDialect {
  const { raw } = session
  return {
    async balances() {
      return (await raw.assets()).map(balanceFrom).filter(({ total }) => !total.isZero())
    },
    openOrders: async (symbol) =>
      openOrders(session, symbol === null ? null : await session.markets.nativeIdOf(symbol)),
    closedOrders: (query) => closedOrders(session, query),
    fills: (query) => fetchFills(session, query),
    async order(reference) {
      const { market } = await session.markets.of(reference.symbol)
      return (await fetchLocated(session, market, reference)).order
    },
    place: (request, clientOrderId, permit) => place(session, request, clientOrderId, permit),
    find: (request, clientOrderId) => findPlaced(session, request, clientOrderId),
    edit: (reference, change, clientOrderId, permit) => edit(session, reference, change, clientOrderId, permit),
    cancel: (reference) => cancel(session, reference),
    async credentials() {
      const { authorities, ips, userId } = await raw.accountInfo()
      return credentialsReport({
        rights: authorities,
        ips,
        readOnly: null,
        accountKind: 'classic',
        uid: userId,
      })
    },
    deadMan: null,
    async fees(symbol) {
      const { makerFeeRate, takerFeeRate } = await raw.tradeRate(await session.markets.nativeIdOf(symbol))
      return { maker: makerFeeRate, taker: takerFeeRate }
    },
  }
}

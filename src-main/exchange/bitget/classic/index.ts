import type { BitgetVenue } from '../venue.ts'
import { credentialsReport } from '../key-report.ts'
import type { AccountDialect } from '../own/account-dialect.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { locateOrThrow } from './find.ts'
import { closedOrders } from './history.ts'
import { balanceFrom } from './map-orders.ts'
import { openOrders } from './open-orders.ts'
import { place } from './place.ts'
import { PlanSymbols } from './own/plan-symbols.ts'
import type { ClassicRawClient } from './raw-client.ts'
import { type ClassicSession, marketOf, nativeIdOf } from './session.ts'
import { findPlaced } from './find-placed.ts'

/** A classic account, over v2. */
export function classicDialect(
  shared: BitgetVenue,
  raw: ClassicRawClient,
  memory: OrderMemory,
): AccountDialect {
  const session: ClassicSession = { shared, raw, memory, plans: new PlanSymbols() }
  return {
    async balances() {
      return (await raw.assets()).map(balanceFrom).filter(({ total }) => !total.isZero())
    },
    openOrders: async (symbol) =>
      openOrders(session, symbol === null ? null : await nativeIdOf(session, symbol)),
    closedOrders: (query) => closedOrders(session, query),
    async order(reference) {
      const { market } = await marketOf(session, reference.symbol)
      return (await locateOrThrow(session, market, reference)).order
    },
    place: (request, clientOrderId) => place(session, request, clientOrderId),
    find: (request, clientOrderId) => findPlaced(session, request, clientOrderId),
    edit: (reference, change, clientOrderId) => edit(session, reference, change, clientOrderId),
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
      const { makerFeeRate, takerFeeRate } = await raw.tradeRate(await nativeIdOf(session, symbol))
      return { maker: makerFeeRate, taker: takerFeeRate }
    },
  }
}

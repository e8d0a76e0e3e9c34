import { GatewayError } from '../../../../src-shared/errors.ts'
import { armSeconds, type DeadMansSwitch } from '../../orders/dead-man.ts'
import { credentialsReport } from '../key-report.ts'
import type { AccountDialect } from '../own/account-dialect.ts'
import { cancel } from './cancel.ts'
import { edit } from './edit.ts'
import { fetchFills } from './fills.ts'
import { findPlaced, fetchLocated } from './find.ts'
import { closedOrders } from './history.ts'
import { balancesFrom } from './map-orders.ts'
import { openOrders } from './open-orders.ts'
import { place } from './place.ts'
import type { UnifiedSession } from './session.ts'

/** Whether it touches strategy orders Bitget does not say. Source: docs/exchanges/bitget.md §7. */
const deadMan: DeadMansSwitch = { minSeconds: 5, maxSeconds: 60, coversStops: null }

/** A unified account, over v3. */
export function unifiedDialect(session: UnifiedSession): AccountDialect {
  const { raw } = session
  return {
    async balances() {
      const [assets, funding] = await Promise.all([raw.assets(), raw.fundingAssets().catch(noneOnError)])
      return balancesFrom(assets, funding)
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
    edit: (reference, change, _clientOrderId, permit) => edit(session, reference, change, permit),
    cancel: (reference) => cancel(session, reference),
    async credentials() {
      const { permissions, ips, permType, userId } = await raw.accountInfo()
      const readOnly = permType === '' ? null : /^read[-_ ]?only$/i.test(permType)
      return credentialsReport({ rights: permissions, ips, readOnly, accountKind: 'unified', uid: userId })
    },
    deadMan: {
      range: deadMan,
      arm: (seconds) => raw.countdownCancelAll(armSeconds(seconds, deadMan, 'bitget') ?? 0),
    },
    async fees(symbol) {
      const { makerFeeRate, takerFeeRate } = await raw.feeRate(await session.markets.nativeIdOf(symbol))
      return { maker: makerFeeRate, taker: takerFeeRate }
    },
  }
}

/** The funding wallet is told for information: want of it hides no balance. */
function noneOnError(error: unknown): readonly never[] {
  if (error instanceof GatewayError) return []
  throw error
}

import type { Order } from '../../../../src-shared/order.ts'
import { tellCut } from '../../orders/search.ts'
import type { CallOptions } from '../transport.ts'
import type { Sighting } from './map-orders.ts'
import { allPages } from './own/paging.ts'
import { ordersFrom } from './own/reading.ts'
import { pageSize, type TpslType } from './raw-client.ts'
import type { ClassicSession } from './session.ts'

/** 2000 orders a list. */
const maxPages = 20

/**
 * Every open order: the unfilled normal ones, the unfilled TP/SL ones, and the current plan orders, which are three
 * lists.
 * @param nativeId null: of every symbol (see PlanSymbols for what that means for plan orders).
 */
export async function openOrders(session: ClassicSession, nativeId: string | null): Promise<readonly Order[]> {
  const whenCut = (): void => tellCut(session.shared.venue, maxPages)
  const [normal, tpsl] = await Promise.all([
    unfilled(session, 'normal', nativeId, whenCut),
    unfilled(session, 'tpsl', nativeId, whenCut),
  ])
  const others = [...normal, ...tpsl]
  const symbols =
    nativeId === null
      ? await session.plans.toAsk(
          session,
          others.map(({ row }) => row.symbol),
        )
      : [nativeId]
  const plans = (await Promise.all(symbols.map((symbol) => currentPlans(session, symbol, whenCut)))).flat()
  const orders = await ordersFrom(session, [...others, ...plans])
  return orders.filter(({ status }) => status === 'open' || status === 'partially_filled' || status === 'unknown')
}

export async function unfilled(
  { raw }: ClassicSession,
  list: TpslType,
  symbol: string | null,
  whenCut: () => void,
  options: Pick<CallOptions, 'mustRead'> = {},
): Promise<readonly Extract<Sighting, { unfilled: boolean }>[]> {
  const rows = await allPages(
    (idLessThan) => raw.unfilledOrders(list, { symbol: symbol ?? undefined, idLessThan }, options),
    pageSize,
    maxPages,
    whenCut,
  )
  return rows.map((row) => ({ list, unfilled: true, row }))
}

export async function currentPlans(
  { raw }: ClassicSession,
  symbol: string,
  whenCut: () => void,
  options: Pick<CallOptions, 'mustRead'> = {},
): Promise<readonly Extract<Sighting, { list: 'plan' }>[]> {
  const rows = await allPages(
    (idLessThan) => raw.currentPlanOrders({ symbol, idLessThan }, options),
    pageSize,
    maxPages,
    whenCut,
  )
  return rows.map((row) => ({ list: 'plan', row }))
}

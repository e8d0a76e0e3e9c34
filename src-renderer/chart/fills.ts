import { useMemo } from 'react'
import type { DecimalText } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import { useHistory } from '../query.ts'
import type { OrderView } from '../views.ts'

/** Something bought or sold, to be marked on the chart. `time`: epoch ms; decimal texts, base units. */
export interface ChartFill {
  readonly time: number
  readonly side: Side
  readonly price: DecimalText
  readonly quantity: DecimalText
}

/** The fills that finished orders tell of: one an order, at its average price, when it was last heard of. */
export function fillsOf(orders: readonly OrderView[], symbol: string): readonly ChartFill[] {
  return orders
    .filter((order) => order.symbol === symbol && order.filled !== '0')
    .flatMap(({ updatedAt, side, averagePrice, filled }) =>
      averagePrice === null ? [] : [{ time: updatedAt, side, price: averagePrice, quantity: filled }],
    )
    .toSorted((one, other) => one.time - other.time)
}

/** The fills of an account on a market, as far as the exchange's order history goes. */
export function useFills(accountId: string, symbol: string | null): readonly ChartFill[] {
  const { data } = useHistory(accountId, symbol, symbol !== null)
  return useMemo(() => (symbol === null ? [] : fillsOf(data?.orders ?? [], symbol)), [data, symbol])
}

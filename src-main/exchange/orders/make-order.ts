import { averagePrice } from '../../../src-shared/average-price.ts'
import { Money } from '../../../src-shared/money.ts'
import { type Order, withoutContradiction } from '../../../src-shared/order.ts'

/** What every exchange tells of every order. */
type Essentials = Pick<
  Order,
  'id' | 'symbol' | 'nativeSymbol' | 'side' | 'terms' | 'status' | 'nativeStatus' | 'createdAt' | 'raw'
>

/**
 * An order with what is told of it; what is not is as in an order that stands by itself and has not begun to fill. The
 * average price is reckoned where it is not given, and what the status rules out is left out. Pure.
 */
export function makeOrder(told: Essentials & Partial<Order>): Order {
  const { filled = Money.zero, quoteFilled = Money.zero } = told
  return withoutContradiction({
    clientOrderId: null,
    listId: null,
    role: 'single',
    endReason: null,
    waiting: false,
    quantity: null,
    quoteQuantity: null,
    averagePrice: averagePrice(quoteFilled, filled),
    fees: null,
    updatedAt: told.createdAt,
    ...told,
    filled,
    quoteFilled,
  })
}

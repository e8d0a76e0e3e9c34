import { averagePrice } from '../../../src-shared/average-price.ts'
import { type EndKind, isOfExchange } from '../../../src-shared/end-reason.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { ExitRole, Order } from '../../../src-shared/order.ts'
import type { NewsOrder, TradeHappening } from '../../../src-shared/trade-news.ts'

/** Ends that are as they were meant to be: nobody has to be told that nothing was filled. */
const expected: ReadonlySet<EndKind> = new Set(['other_exit', 'entry_ended'])

interface About {
  /** What the order is in a bracket; null: nothing that is known here. */
  readonly member: { readonly role: ExitRole; readonly left: Money | null } | null
  readonly priceDecimals: number | null
  readonly toldToForm: string | null
}

/** What there is to tell of an order that is over; null: nothing. Pure. */
export function newsOfEnd(order: Order, { member, ...about }: About): TradeHappening | null {
  const { id, side, filled, quantity, status, endReason: end } = order
  const price = order.averagePrice ?? averagePrice(order.quoteFilled, filled)
  const told: NewsOrder = { id, side, filled, quantity, price, ...about }
  const role = member?.role ?? exitRoleOf(order)
  if (filled.isPositive()) {
    if (role !== null) return { kind: 'exit', what: 'exit_filled', role, order: told, left: member?.left ?? null }
    if (status === 'filled') return { kind: 'fill', what: 'filled', order: told }
    return { kind: 'fill', what: 'ended_in_part', order: told, end }
  }
  // What becomes of the exits of a bracket is told by the bracket, which sees to them.
  if (member !== null) return null
  const isWanted = status === 'cancelled' && (end === null || !isOfExchange(end))
  if (isWanted || (end !== null && expected.has(end.kind))) return null
  return { kind: 'trouble', what: 'not_filled', order: told, status, end }
}

/** What an order was placed for, as far as it says so itself. */
function exitRoleOf({ role, terms }: Order): ExitRole | null {
  if (role === 'stop_loss' || role === 'take_profit') return role
  switch (terms.kind) {
    case 'stop_loss':
    case 'stop_limit':
      return 'stop_loss'
    case 'take_profit':
    case 'take_profit_limit':
      return 'take_profit'
    case 'market':
    case 'limit':
    case 'trailing_stop':
      return null
  }
}

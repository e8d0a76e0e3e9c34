import { Money } from '../../../src-shared/money.ts'
import { isFinal, type Order } from '../../../src-shared/order.ts'
import { RecentMap } from '../../infra/recent-map.ts'
import { advance, isTerminal, type Lifecycle, newLifecycle } from '../lifecycle.ts'
import type { Learned } from './learned.ts'
import type { OrderStep } from './trade-event.ts'

/** Orders that are remembered; of an older one nothing more is expected, and the journal knows ours. */
const mostOrders = 2_000

/** What of an order is compared. */
type Seen = Pick<Order, 'status' | 'waiting' | 'filled' | 'quantity' | 'terms' | 'updatedAt'>

interface Known {
  readonly lifecycle: Lifecycle
  /** null: it was not seen in this run. */
  readonly order: Seen | null
  /** Somebody was told of it. */
  readonly isTold: boolean
}

export interface Step {
  readonly step: OrderStep
  readonly order: Order
  readonly filledNow: Money
  /** Names it among the steps of its account. */
  readonly name: string
}

export interface OrderStepsOptions {
  /** Where orders of ours stood when they were last seen, by id; those of others are not in it. */
  readonly recorded: (accountId: string, orders: readonly Order[]) => ReadonlyMap<string, Lifecycle>
}

/**
 * What of all that is seen of orders is a step of one: pushed and asked for, twice, late and in any order, each step
 * comes out once. Orders that were over, or standing, before anybody looked are no news.
 */
export class OrderSteps {
  readonly #options: OrderStepsOptions
  readonly #known = new RecentMap<Known>(mostOrders)

  constructor(options: OrderStepsOptions) {
    this.#options = options
  }

  /** Whether it is known that an order is over. */
  isOver(accountId: string, orderId: string): boolean {
    const known = this.#known.get(keyOf(accountId, orderId))
    return known !== undefined && isTerminal(known.lifecycle.state)
  }

  /** Orders that were placed just now, so that nothing is recorded of them from before. @returns as {@link take} */
  placed(accountId: string, orders: readonly Order[]): readonly Step[] {
    return this.#compare(accountId, orders, 'deed', new Map())
  }

  /** Orders as they are shown. @returns the steps that were not known */
  take(accountId: string, orders: readonly Order[], learned: Learned): readonly Step[] {
    const unknown = orders.filter(({ id }) => !this.#known.has(keyOf(accountId, id)))
    const recorded = unknown.length === 0 ? new Map<string, Lifecycle>() : this.#options.recorded(accountId, unknown)
    return this.#compare(accountId, orders, learned, recorded)
  }

  #compare(
    accountId: string,
    orders: readonly Order[],
    learned: Learned,
    recorded: ReadonlyMap<string, Lifecycle>,
  ): readonly Step[] {
    return orders.flatMap((order) => {
      const key = keyOf(accountId, order.id)
      const lifecycle = recorded.get(order.id)
      const before = this.#known.get(key) ?? (lifecycle === undefined ? null : { lifecycle, order: null, isTold: true })
      const step = this.#stepOf(before, order, learned)
      const after = seen(before?.lifecycle ?? unseen, order)
      const known = before?.order ?? null
      this.#known.set(key, {
        lifecycle: after,
        order: known !== null && isOlder(order, known) ? known : compared(order),
        isTold: step !== null || before?.isTold === true,
      })
      if (step === null) return []
      const filledNow = Money.max(after.filled.minus(before?.lifecycle.filled ?? Money.zero), Money.zero)
      return [{ step, order, filledNow, name: nameOf(step, order) }]
    })
  }

  #stepOf(before: Known | null, order: Order, learned: Learned): OrderStep | null {
    if (order.status === 'unknown') return null
    const after = seen(before?.lifecycle ?? unseen, order)
    const isFirst = before === null ? learned !== 'asked' : !before.isTold && learned === 'deed'
    if (isFirst) return isTerminal(after.state) || after.filled.isPositive() ? stepInto(after) : 'placed'
    if (before === null || isTerminal(before.lifecycle.state)) return null
    if (isTerminal(after.state) || after.filled.greaterThan(before.lifecycle.filled)) return stepInto(after)
    // Of an order from an earlier run that we did something to.
    if (before.order === null) return learned === 'deed' ? 'changed' : null
    if (isOlder(order, before.order)) return null
    return isMoved(before.order, order) ? 'changed' : before.order.waiting && !order.waiting ? 'triggered' : null
  }
}

const keyOf = (accountId: string, orderId: string): string => `${accountId} ${orderId}`

const unseen = advance(newLifecycle(null), { type: 'sent' })

function compared({ status, waiting, filled, quantity, terms, updatedAt }: Order): Seen {
  return { status, waiting, filled, quantity, terms, updatedAt }
}

function seen(before: Lifecycle, { status, filled, quantity, updatedAt }: Order): Lifecycle {
  return advance(before, { type: 'seen', status, filled, quantity, at: updatedAt })
}

function stepInto({ state }: Lifecycle): OrderStep {
  if (state === 'filled') return 'filled'
  return isTerminal(state) ? 'ended' : 'partly-filled'
}

/** Equal for equal steps, whoever learns of them: fills by how much has filled, changes by when they were made. */
function nameOf(step: OrderStep, { id, filled, updatedAt }: Order): string {
  switch (step) {
    case 'placed':
    case 'triggered':
    case 'filled':
    case 'ended':
      return `${id} ${step}`
    case 'partly-filled':
      return `${id} ${step} ${filled.toString()}`
    case 'changed':
      return `${id} ${step} ${updatedAt}`
  }
}

function isOlder(order: Seen, than: Seen): boolean {
  return order.filled.lessThan(than.filled) || order.updatedAt < than.updatedAt || isFinal(than.status)
}

/** Another price or quantity, as far as both are told: what is pushed may tell less than what is asked for. */
function isMoved(before: Seen, after: Seen): boolean {
  return (
    differ(before.quantity, after.quantity) ||
    differ(priceOf(before), priceOf(after)) ||
    differ(triggerOf(before), triggerOf(after))
  )
}

function differ(before: Money | null, after: Money | null): boolean {
  return before !== null && after !== null && !before.equals(after)
}

function priceOf({ terms }: Seen): Money | null {
  return 'price' in terms ? terms.price : null
}

function triggerOf({ terms }: Seen): Money | null {
  return 'triggerPrice' in terms ? terms.triggerPrice : null
}

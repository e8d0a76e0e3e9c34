import { Listeners } from '../../../src-shared/listeners.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import { parseHeldExitId } from '../brackets/held-exit.ts'
import type { DeskEvent } from '../desk-types.ts'
import type { Journal } from '../journal.ts'
import type { OrderDesk } from '../order-desk.ts'
import type { Learned } from './learned.ts'
import { OrderSteps, type Step } from './order-steps.ts'
import type { OperationInDoubt, TradeEvent } from './trade-event.ts'

export interface TradeEventsOptions {
  readonly journal: Pick<Journal, 'orders' | 'observed'>
  /** What an order is in a bracket that lives; null: nothing. */
  readonly memberOf: OrderDesk['memberOf']
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * What happens in accounts, told once, from all that is known of it: what the desk did, what exchanges push, and what
 * shows when they are asked. All of an account is told as long as somebody holds it (`LiveAccounts.hold`), else as far as
 * others make it known.
 */
export class TradeEvents {
  readonly #options: TradeEventsOptions
  readonly #listeners: Listeners<[TradeEvent]>
  readonly #steps: OrderSteps
  /** By account and asset, what was told last. */
  readonly #balances = new Map<string, string>()
  readonly #stopObserving: () => void
  #count = 0

  constructor(options: TradeEventsOptions) {
    const { journal, logger } = options
    this.#options = options
    this.#listeners = new Listeners((error) => logger.error({ err: error }, 'a listener of trade events failed'))
    this.#steps = new OrderSteps({ recorded: (accountId, orders) => journal.orders.lifecyclesOf(accountId, orders) })
    this.#stopObserving = journal.observed.add((...seen) => this.#saw(...seen))
  }

  /** @returns how to stop listening */
  subscribe(listener: (event: TradeEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Whether it is known that an order is over. */
  isOver(accountId: string, orderId: string): boolean {
    return this.#steps.isOver(accountId, orderId)
  }

  /** Told of what the desk did. */
  heed(event: DeskEvent): void {
    switch (event.type) {
      case 'guard':
        return
      case 'bracket':
        for (const happened of event.happened) {
          const { bracketId, kind, at, learned } = happened
          const name = this.#unique(`${bracketId} ${kind}`)
          this.#tell({ type: 'bracket', happened, accountId: event.accountId, at, learned, name })
        }
        return
      case 'cancelled':
      case 'edited':
        this.#saw(event.accountId, [event.order], 'deed')
        return
      case 'order':
        this.#heedPlacing(event)
        return
      case 'in-doubt':
        this.#tellDoubt({ ...event, clientOrderId: null })
    }
  }

  /** The exchange pushed balances; null: it only said that some have changed. */
  sawBalances(accountId: string, balances: readonly Balance[] | null): void {
    const changed = balances?.filter((each) => this.#isAnother(accountId, each)) ?? null
    if (changed?.length === 0) return
    const at = this.#options.clock.now()
    const name = this.#unique('balances')
    this.#tell({ type: 'balances', balances: changed, accountId, at, learned: 'pushed', name })
  }

  close(): void {
    this.#stopObserving()
  }

  #heedPlacing({ accountId, journalId, outcome, asked }: Extract<DeskEvent, { type: 'order' }>): void {
    switch (outcome.outcome) {
      case 'accepted': {
        const placed = [outcome.placed.order, ...outcome.placed.legs].filter(isAtExchange)
        this.#tellSteps(accountId, this.#steps.placed(accountId, placed), 'deed')
        return
      }
      case 'rejected': {
        const { error } = outcome
        const at = this.#options.clock.now()
        const name = `${journalId} refused`
        this.#tell({ type: 'refused', accountId, journalId, asked, error, at, learned: 'deed', name })
        return
      }
      case 'unknown': {
        const { error, clientOrderId } = outcome
        this.#tellDoubt({ operation: 'place', accountId, journalId, asked, clientOrderId, orderId: null, error })
      }
    }
  }

  #tellDoubt(
    doubt: Pick<OperationInDoubt, 'operation' | 'journalId' | 'asked' | 'clientOrderId' | 'orderId' | 'error'> & {
      readonly accountId: string
    },
  ): void {
    const { operation, accountId, journalId, asked, clientOrderId, orderId, error } = doubt
    this.#tell({
      type: 'in-doubt',
      operation,
      accountId,
      journalId,
      asked,
      clientOrderId,
      orderId,
      error,
      needsPerson: error.text.key === 'order.outcome.needs_attention',
      at: this.#options.clock.now(),
      learned: 'deed',
      name: this.#unique(`${journalId} in-doubt`),
    })
  }

  #saw(accountId: string, orders: readonly Order[], learned: Learned): void {
    this.#tellSteps(accountId, this.#steps.take(accountId, orders.filter(isAtExchange), learned), learned)
  }

  #tellSteps(accountId: string, steps: readonly Step[], learned: Learned): void {
    for (const { order, name, ...step } of steps) {
      const member = this.#options.memberOf(accountId, order)
      this.#tell({
        ...step,
        type: 'order',
        order: step.step === 'ended' ? this.#withEnding(accountId, order) : order,
        role: member?.role ?? order.role,
        bracketId: member?.bracketId ?? null,
        accountId,
        at: order.updatedAt,
        learned,
        name,
      })
    }
  }

  #withEnding(accountId: string, order: Order): Order {
    try {
      return this.#options.journal.orders.withEndings(accountId, [order])[0] ?? order
    } catch (error) {
      this.#options.logger.warn({ accountId, err: error }, 'the journal cannot tell how an order ended')
      return order
    }
  }

  #isAnother(accountId: string, { asset, available, held, total }: Balance): boolean {
    const [key, text] = [`${accountId} ${asset}`, [available, held, total].join(' ')]
    const isNew = this.#balances.get(key) !== text
    this.#balances.set(key, text)
    return isNew
  }

  /** What only this gateway knows, and may happen again, is named by when it was told. */
  #unique(text: string): string {
    this.#count += 1
    return `${text} ${this.#options.clock.now()}-${this.#count}`
  }

  #tell(event: TradeEvent): void {
    this.#listeners.tell(event)
  }
}

/** Not an exit that the application holds in the shape of an order. */
function isAtExchange({ id }: Order): boolean {
  return parseHeldExitId(id) === null
}

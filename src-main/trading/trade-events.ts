import { Listeners } from '../../src-shared/listeners.ts'
import type { Balance } from '../../src-shared/market.ts'
import type { Order, OrderRole } from '../../src-shared/order.ts'
import type { AccountNews } from '../exchange/streams/account-news.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import { AccountFollower, type AccountFollowerOptions } from './account-follower.ts'
import { parseHeldExitId } from './brackets/held-exit.ts'
import type { DeskEvent } from './desk-types.ts'
import type { Journal } from './journal.ts'
import type { Learned } from './learned.ts'
import { OrderSteps, type Step } from './order-steps.ts'
import type { TradeEvent } from './trade-event.ts'

export interface TradeEventsOptions extends Pick<AccountFollowerOptions, 'news' | 'clock' | 'logger'> {
  readonly journal: Pick<Journal, 'orders' | 'observed'>
  /** @throws GatewayError when the account is not usable */
  readonly clientFor: (accountId: string) => ReturnType<AccountFollowerOptions['client']>
  /** What an order is in a bracket that lives; null: nothing. */
  readonly memberOf: (
    accountId: string,
    orderId: string,
  ) => { readonly bracketId: string; readonly role: OrderRole } | null
}

interface Followed {
  readonly follower: AccountFollower
  wanted: number
}

/**
 * What happens in accounts, told once, from all that is known of it: what the desk did, what exchanges push, and what
 * shows when they are asked. Of an account that nobody follows it is told as far as others make it known.
 */
export class TradeEvents {
  readonly #options: TradeEventsOptions
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #listeners: Listeners<[TradeEvent]>
  readonly #steps: OrderSteps
  readonly #followed = new Map<string, Followed>()
  /** By account and asset, what was told last. */
  readonly #balances = new Map<string, string>()
  readonly #stopObserving: () => void
  #count = 0

  constructor(options: TradeEventsOptions) {
    const { journal, clock, logger } = options
    this.#options = options
    this.#clock = clock
    this.#logger = logger
    this.#listeners = new Listeners((error) => logger.error({ err: error }, 'a listener of trade events failed'))
    this.#steps = new OrderSteps({ recorded: (accountId, orders) => journal.orders.lifecyclesOf(accountId, orders) })
    this.#stopObserving = journal.observed.add((...seen) => this.#saw(...seen))
  }

  /** @returns how to stop listening */
  subscribe(listener: (event: TradeEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Has everything told that happens in an account, for as long as somebody wants it. @returns how to stop */
  follow(accountId: string): () => void {
    const followed = this.#followed.get(accountId) ?? { follower: this.#begin(accountId), wanted: 0 }
    this.#followed.set(accountId, followed)
    followed.wanted += 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      followed.wanted -= 1
      if (followed.wanted > 0) return
      this.#followed.delete(accountId)
      followed.follower.close()
    }
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
    }
  }

  close(): void {
    this.#stopObserving()
    for (const { follower } of this.#followed.values()) follower.close()
    this.#followed.clear()
  }

  #heedPlacing({ accountId, journalId, outcome, asked }: Extract<DeskEvent, { type: 'order' }>): void {
    const common = { accountId, journalId, asked, at: this.#clock.now(), learned: 'deed' as const }
    switch (outcome.outcome) {
      case 'accepted':
        this.#tellSteps(
          accountId,
          this.#steps.placed(accountId, [outcome.placed.order, ...outcome.placed.legs].filter(isAtExchange)),
          'deed',
        )
        return
      case 'rejected':
        this.#tell({ ...common, type: 'refused', error: outcome.error, name: `${journalId} refused` })
        return
      case 'unknown': {
        const { error, clientOrderId } = outcome
        const needsPerson = error.text.key === 'order.outcome.needs_attention'
        const name = this.#unique(`${journalId} in-doubt`)
        this.#tell({ ...common, type: 'in-doubt', clientOrderId, needsPerson, error, name })
      }
    }
  }

  #begin(accountId: string): AccountFollower {
    const { journal, news, clientFor, clock, logger } = this.#options
    return new AccountFollower({
      accountId,
      news,
      clock,
      logger,
      client: () => clientFor(accountId),
      open: () => journal.orders.open(accountId),
      pushed: (told) => this.#heedNews(accountId, told),
      asked: (orders) => this.#saw(accountId, orders, 'asked'),
    })
  }

  #heedNews(accountId: string, news: AccountNews): void {
    if (news.kind === 'order') this.#saw(accountId, [news.order], 'pushed')
    if (news.kind === 'balances') this.#sawBalances(accountId, news.balances)
    if (news.kind === 'balances-touched') this.#tellBalances(accountId, null)
  }

  #saw(accountId: string, orders: readonly Order[], learned: Learned): void {
    this.#tellSteps(accountId, this.#steps.take(accountId, orders.filter(isAtExchange), learned), learned)
  }

  #tellSteps(accountId: string, steps: readonly Step[], learned: Learned): void {
    for (const { order, name, ...step } of steps) {
      const member = this.#options.memberOf(accountId, order.id)
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
      this.#logger.warn({ accountId, err: error }, 'the journal cannot tell how an order ended')
      return order
    }
  }

  #sawBalances(accountId: string, balances: readonly Balance[]): void {
    const changed = balances.filter(({ asset, available, held, total }) => {
      const [key, text] = [`${accountId} ${asset}`, [available, held, total].join(' ')]
      const isNew = this.#balances.get(key) !== text
      this.#balances.set(key, text)
      return isNew
    })
    if (changed.length > 0) this.#tellBalances(accountId, changed)
  }

  #tellBalances(accountId: string, balances: readonly Balance[] | null): void {
    const name = this.#unique('balances')
    this.#tell({ type: 'balances', balances, accountId, at: this.#clock.now(), learned: 'pushed', name })
  }

  /** What only this gateway knows, and may happen again, is named by when it was told. */
  #unique(text: string): string {
    this.#count += 1
    return `${text} ${this.#clock.now()}-${this.#count}`
  }

  #tell(event: TradeEvent): void {
    this.#listeners.tell(event)
  }
}

/** Not an exit that the application holds in the shape of an order. */
function isAtExchange({ id }: Order): boolean {
  return parseHeldExitId(id) === null
}

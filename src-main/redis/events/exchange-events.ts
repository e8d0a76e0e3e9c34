import type { Account } from '../../../src-shared/account.ts'
import type { EventFigures } from '../../../src-shared/contract.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { Holds } from '../../infra/holds.ts'
import type { TradeEvent } from '../../trading/events/trade-event.ts'
import { entriesOf } from './event-entry.ts'
import { EventPublisher, type EventPublisherOptions } from './event-publisher.ts'

export interface ExchangeEventsOptions extends Omit<EventPublisherOptions, 'length'> {
  /** About how many entries the stream keeps; null: nothing is published. */
  readonly length: () => number | null
  readonly events: { subscribe(listener: (event: TradeEvent) => void): () => void }
  /** Has all of an account told, for as long as it is held. @returns how to let go */
  readonly hold: (accountId: string) => () => void
  readonly accounts: { list(): readonly Account[] }
  readonly language: () => Language
}

/** What runs while events are published. */
interface Running {
  readonly publisher: EventPublisher
  readonly stopListening: () => void
  readonly followed: Holds
}

/**
 * Publishes on a Redis stream what happens in the accounts that requests over Redis may read, as long as a person wants
 * it. Those accounts are followed for it, whether anybody asks about them or not.
 */
export class ExchangeEvents {
  readonly #options: ExchangeEventsOptions
  #running: Running | null = null

  constructor(options: ExchangeEventsOptions) {
    this.#options = options
  }

  /** null: nothing is published. */
  figures(): EventFigures | null {
    return this.#running?.publisher.figures() ?? null
  }

  /** The setting or the accounts may have changed. */
  refresh(): void {
    const { accounts, length } = this.#options
    if (length() === null) {
      this.#forget()
      return
    }
    this.#running ??= this.#begin()
    this.#running.followed.keep(
      accounts
        .list()
        .filter(isTold)
        .map(({ id }) => id),
    )
  }

  /** Another Redis is used, or it is there again. */
  reconnected(): void {
    this.#running?.publisher.reconnected()
  }

  /** Before Redis is let go of. What happens from now on is told by the next run. */
  async endSending(): Promise<void> {
    await this.#running?.publisher.endSending()
  }

  close(): void {
    if (this.#running !== null) end(this.#running)
    this.#running = null
  }

  #begin(): Running {
    const { length, events, hold, ...parts } = this.#options
    return {
      publisher: new EventPublisher({ ...parts, length: () => length() ?? 0 }),
      stopListening: events.subscribe((event) => this.#publish(event)),
      followed: new Holds(hold),
    }
  }

  #publish(event: TradeEvent): void {
    const { accounts, gateway, language } = this.#options
    const account = accounts.list().find(({ id }) => id === event.accountId)
    if (account === undefined || !isTold(account)) return
    this.#running?.publisher.add(entriesOf(event, { account, gateway, language: language() }))
  }

  #forget(): void {
    const { shelf } = this.#options
    // Of an earlier run, when it was switched on.
    const left = this.#running === null ? shelf.all().at(-1) : undefined
    if (left !== undefined) shelf.remove(left.id)
    this.#running?.publisher.forget()
    void this.#running?.publisher.endSending()
    this.close()
  }
}

function end({ stopListening, followed }: Running): void {
  stopListening()
  followed.keep([])
}

/** What nobody may ask for over Redis is not told there either. */
function isTold({ redisPermission }: Account): boolean {
  return redisPermission !== 'nothing'
}

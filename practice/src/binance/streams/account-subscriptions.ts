import { BinanceError } from '../binance-error.ts'
import type { KnownKey } from '../security.ts'
import type { StreamSettings } from './stream-settings.ts'

export interface Subscription {
  readonly id: number
  readonly key: KnownKey
  /** Made with `userDataStream.subscribe`: ends when the session logs out. */
  readonly byLogon: boolean
}

/** The accounts that one socket of the WebSocket API hears of. */
export class AccountSubscriptions {
  readonly #active = new Map<number, Subscription>()
  readonly #settings: () => StreamSettings
  #next = 0

  constructor(settings: () => StreamSettings) {
    this.#settings = settings
  }

  get size(): number {
    return this.#active.size
  }

  list(): readonly Subscription[] {
    return [...this.#active.values()]
  }

  of(accountId: string): Subscription | null {
    return this.list().find(({ key }) => key.accountId === accountId) ?? null
  }

  /** @throws BinanceError -2035, -2042 */
  add(key: KnownKey, byLogon: boolean): number {
    if (this.of(key.accountId) !== null) {
      throw new BinanceError(-2035, 'User Data Stream subscription already active.')
    }
    const { mostSubscriptions, subscriptionIds } = this.#settings()
    if (this.#next >= subscriptionIds || this.size >= mostSubscriptions) {
      throw new BinanceError(-2042, 'Maximum subscription ID reached for this connection.')
    }
    const id = this.#next
    this.#next += 1
    this.#active.set(id, { id, key, byLogon })
    return id
  }

  /** Ends those that are as wanted, and returns them. */
  end(isWanted: (subscription: Subscription) => boolean): readonly Subscription[] {
    const ended = this.list().filter(isWanted)
    for (const { id } of ended) this.#active.delete(id)
    return ended
  }
}

import { type ExitRole, exitRoles, legOf } from '../../../src-shared/exit-plan.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Clock } from '../../infra/clock.ts'
import type { Bracket } from './bracket.ts'
import type { BracketFacts } from './decide.ts'
import { isReached } from './exit-orders.ts'
import type { PriceSource, SeenPrice } from './price-source.ts'

interface Options {
  readonly prices: PriceSource
  readonly clock: Clock
  /** As it is now. */
  readonly bracket: () => Bracket
  /** A price was told; `isReached`: there is something to decide. */
  readonly told: (isReached: boolean) => void
}

/** A price older than this is no price: a person is told that it is missing. */
const staleMs = 30_000

const unreached: BracketFacts['reachedSince'] = { stop_loss: null, take_profit: null }

/** The price as one bracket follows it, while it needs it. */
export class WatchedPrice {
  readonly #options: Options
  #seen: SeenPrice | null = null
  #reachedSince = unreached
  #watched: { readonly since: number; readonly stop: () => void } | null = null

  constructor(options: Options) {
    this.#options = options
  }

  /** null: none was told lately. */
  get fresh(): Money | null {
    const seen = this.#seen
    return seen !== null && this.#options.clock.now() - seen.at <= staleMs ? seen.price : null
  }

  /** Since when the price has been at or past an exit without a break, epoch ms. */
  get reachedSince(): BracketFacts['reachedSince'] {
    return this.#reachedSince
  }

  /** For how long none has come that is waited for, ms; null: none is missing. */
  get silenceMs(): number | null {
    if (this.#watched === null) return null
    const silence = this.#options.clock.now() - Math.max(this.#seen?.at ?? 0, this.#watched.since)
    return silence <= staleMs ? null : silence
  }

  /** The prices reached so far were those of exits that have moved. */
  forgetReached(): void {
    this.#reachedSince = unreached
  }

  watch(): void {
    if (this.#watched !== null) return
    const { prices, bracket, clock, told } = this.#options
    const { accountId, symbol } = bracket()
    const stop = prices.watch(accountId, symbol, (seen) => {
      this.#seen = seen
      this.#note(seen)
      told(bracket().firing !== null || exitRoles.some((role) => this.#reachedSince[role] !== null))
    })
    this.#watched = { since: clock.now(), stop }
  }

  stop(): void {
    this.#watched?.stop()
    this.#watched = null
  }

  #note({ price, at }: SeenPrice): void {
    const { wanted, exitSide } = this.#options.bracket()
    const since = (role: ExitRole): number | null => {
      const leg = legOf(wanted, role)
      if (leg === null || !isReached(role, leg, exitSide, price)) return null
      return this.#reachedSince[role] ?? at
    }
    this.#reachedSince = { stop_loss: since('stop_loss'), take_profit: since('take_profit') }
  }
}

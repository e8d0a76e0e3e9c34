import type { Money } from '../../../../src-shared/money.ts'
import type { Venue } from '../../core/venue.ts'
import type { Urgency } from '../../http/urgency.ts'
import type { KrakenRawClient } from '../raw-client.ts'

/** Minutes of the candles that tell a price of a day ago: about a hundred of them make a day. */
const interval = 15
const intervalMs = interval * 60_000
const dayMs = 86_400_000
/**
 * A price of a day ago is a quarter of an hour off at most, and asked for as rarely. After a failure it is left alone
 * for a while.
 */
const keptMs = intervalMs
const afterFailureMs = 60_000

interface Opening {
  readonly price: Money | null
  /** By the monotonic clock. */
  readonly until: number
}

/**
 * What pairs cost 24 hours ago, which Kraken's ticker does not tell (its `o` is the price at midnight). One candle
 * question for a pair and quarter of an hour, for everybody.
 */
export class DayOpenings {
  readonly #venue: Venue
  readonly #client: Pick<KrakenRawClient, 'as'>
  readonly #known = new Map<string, Opening>()

  constructor(venue: Venue, client: Pick<KrakenRawClient, 'as'>) {
    this.#venue = venue
    this.#client = client
  }

  /** What is known without asking; null: nothing. */
  known(nativeId: string): Money | null {
    return this.#fresh(nativeId)?.price ?? null
  }

  /** null: Kraken does not tell it now. Never throws: a ticker is worth having without it. */
  async of(nativeId: string, urgency: Urgency): Promise<Money | null> {
    const fresh = this.#fresh(nativeId)
    if (fresh !== undefined) return fresh.price
    const read = async (): Promise<Money | null> => {
      const price = await this.#ask(nativeId, urgency).catch(() => null)
      const until = this.#venue.time.monotonic() + (price === null ? afterFailureMs : keptMs)
      this.#known.set(nativeId, { price, until })
      return price
    }
    return this.#venue.share(`opening ${nativeId}`, read, urgency)
  }

  #fresh(nativeId: string): Opening | undefined {
    const known = this.#known.get(nativeId)
    return known !== undefined && this.#venue.time.monotonic() < known.until ? known : undefined
  }

  /**
   * The opening of the candle that a day ago lies in; a pair that had none then is told by its first one since, if that
   * is near.
   */
  async #ask(nativeId: string, urgency: Urgency): Promise<Money | null> {
    const wanted = this.#venue.clock.serverNow() - dayMs
    const start = Math.floor(wanted / intervalMs) * intervalMs
    // One earlier: whether the bound itself is answered is told differently in different places.
    const since = Math.floor((start - intervalMs) / 1_000)
    const candles = await this.#client.as(urgency).ohlc(nativeId, interval, { since, attempts: 1 })
    const first = candles.find(([seconds]) => seconds * 1_000 >= start)
    return first !== undefined && first[0] * 1_000 <= start + 4 * intervalMs ? first[1] : null
  }
}

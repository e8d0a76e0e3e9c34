import { GatewayError } from '../../../src-shared/errors.ts'
import { Markets, marketTable, readMarkets } from '../core/markets.ts'
import type { Venue } from '../core/venue.ts'
import type { Endpoint } from './endpoints.ts'
import { addressPool, endpointLimit, endpointPool } from './limits.ts'
import { type BitgetMarket, type BitgetMarkets, marketFrom, unifiedMarkets } from './markets.ts'
import type { AccountMode } from './own/account-mode.ts'
import { BitgetPublicClient } from './public-client.ts'
import { BitgetRest, type RestVenue } from './transport.ts'

/**
 * What all Bitget accounts of one environment share: markets, market data, and the limiter with each account's pools in
 * it.
 */
export class BitgetVenue implements RestVenue {
  readonly venue: Venue
  readonly demo: boolean
  readonly publicClient: BitgetPublicClient
  /** As each kind of account has them. */
  readonly markets: Readonly<Record<AccountMode, Markets<BitgetMarket>>>

  constructor(venue: Venue, demo: boolean) {
    this.venue = venue
    this.demo = demo
    this.publicClient = new BitgetPublicClient(new BitgetRest(this, null))
    this.markets = {
      classic: new Markets(venue, () => this.#loadClassic()),
      unified: new Markets(venue, () => this.#loadUnified()),
    }
  }

  pools(endpoint: Endpoint, accountId: string | null): readonly [string, ...string[]] {
    const name = endpointPool(endpoint, accountId)
    const { limiter } = this.venue
    if (!limiter.has(name)) limiter.configure({ [name]: endpointLimit(endpoint) })
    return [name, addressPool]
  }

  async #loadClassic(): Promise<BitgetMarkets> {
    const symbols = await this.publicClient.symbols()
    return readMarkets(this.venue.logger, symbols, marketFrom, marketTable)
  }

  /**
   * Without v3's limits v2's hold, and the exchange checks the rest: an account must not stand still for want of them.
   */
  async #loadUnified(): Promise<BitgetMarkets> {
    const [classic, instruments] = await Promise.all([
      this.markets.classic.all({ refresh: true }),
      this.publicClient.instruments().catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error
        this.venue.logger.warn({ reason: error.message }, 'the limits of unified accounts could not be read')
        return []
      }),
    ])
    return marketTable(unifiedMarkets([...classic.byNativeId.values()], instruments))
  }
}

/** One look at the server's clock, which demo trading shares. Source: GET /api/v2/public/time. */
export function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const shared: RestVenue = { venue, demo: false, pools: () => [addressPool] }
  return new BitgetPublicClient(new BitgetRest(shared, null)).time(onSend)
}

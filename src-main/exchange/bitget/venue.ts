import { GatewayError } from '../../../src-shared/errors.ts'
import { mapInTurns } from '../core/in-turns.ts'
import { MarketCache } from '../core/market-cache.ts'
import { warnOfLeftOut } from '../core/market-table.ts'
import type { Venue } from '../core/venue.ts'
import type { AccountMode } from './own/account-mode.ts'
import type { Endpoint } from './endpoints.ts'
import { addressPool, endpointLimit, endpointPool } from './limits.ts'
import { type BitgetMarket, type BitgetMarkets, indexMarkets, marketFrom, unifiedMarkets } from './markets.ts'
import { BitgetPublicClient } from './public-client.ts'
import type { RestVenue } from './transport.ts'

/** What all Bitget accounts of one environment share: markets, market data, and the limiter with each account's pools in it. */
export class BitgetVenue implements RestVenue {
  readonly venue: Venue
  readonly demo: boolean
  readonly publicClient: BitgetPublicClient
  readonly #markets: Readonly<Record<AccountMode, MarketCache<BitgetMarkets>>>

  constructor(venue: Venue, demo: boolean) {
    this.venue = venue
    this.demo = demo
    this.publicClient = new BitgetPublicClient(this)
    const { monotonic } = venue.time
    this.#markets = {
      classic: new MarketCache({ load: () => this.#loadClassic(), monotonic }),
      unified: new MarketCache({ load: () => this.#loadUnified(), monotonic }),
    }
  }

  /** The markets as one kind of account has them. */
  markets(mode: AccountMode, options: { readonly refresh?: boolean } = {}): Promise<BitgetMarkets> {
    return this.#markets[mode].get(options)
  }

  /** One market as one kind of account has it. @throws GatewayError `refused` when the venue does not list it. */
  async market(mode: AccountMode, symbol: string): Promise<BitgetMarket> {
    const found = (await this.markets(mode)).bySymbol.get(symbol)
    if (found !== undefined) return found
    const params = { symbol, exchange: 'Bitget' }
    throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
  }

  /** The exchange said something that contradicts the markets we hold. */
  forgetMarkets(): void {
    this.#markets.classic.invalidate()
    this.#markets.unified.invalidate()
  }

  pools(endpoint: Endpoint, accountId: string | null): readonly [string, ...string[]] {
    const name = endpointPool(endpoint, accountId)
    const { limiter } = this.venue
    if (!limiter.has(name)) limiter.configure({ [name]: endpointLimit(endpoint) })
    return [name, addressPool]
  }

  async #loadClassic(): Promise<BitgetMarkets> {
    const symbols = await this.publicClient.symbols()
    const markets = (await mapInTurns(symbols, marketFrom)).filter((each) => each !== null)
    const skipped = symbols.length - markets.length
    if (skipped > 0) this.venue.logger.warn({ skipped }, 'symbols that could not be read were left out')
    const table = indexMarkets(markets)
    warnOfLeftOut(this.venue.logger, table.leftOut)
    return table
  }

  /** Without v3's limits v2's hold, and the exchange checks the rest: an account must not stand still for want of them. */
  async #loadUnified(): Promise<BitgetMarkets> {
    const [classic, instruments] = await Promise.all([
      this.#markets.classic.get({ refresh: true }),
      this.publicClient.instruments().catch((error: unknown) => {
        if (!(error instanceof GatewayError)) throw error
        this.venue.logger.warn({ reason: error.message }, 'the limits of unified accounts could not be read')
        return []
      }),
    ])
    return indexMarkets(unifiedMarkets([...classic.byNativeId.values()], instruments))
  }
}

/** One look at the server's clock, which demo trading shares. Source: GET /api/v2/public/time. */
export function fetchServerTime(venue: Venue, onSend: () => void): Promise<number> {
  const shared: RestVenue = { venue, demo: false, pools: () => [addressPool] }
  return new BitgetPublicClient(shared).time(onSend)
}

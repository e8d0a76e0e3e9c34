import { GatewayError } from '../../../src-shared/errors.ts'
import type { BinanceVenue } from './venue.ts'
import type { OpenCounts } from './own/open-counts.ts'
import type { BinanceMarket } from './markets.ts'
import type { BinanceRawClient } from './raw-client.ts'

/** The client and the markets that one operation works with. */
export interface BinanceSession {
  readonly raw: BinanceRawClient
  readonly shared: BinanceVenue
  readonly counts: OpenCounts
}

/** @throws GatewayError `refused` when the venue does not list it. */
export async function marketOf(shared: BinanceVenue, symbol: string): Promise<BinanceMarket> {
  const found = (await shared.markets()).bySymbol.get(symbol)
  if (found !== undefined) return found
  throw new GatewayError(
    'refused',
    'order.symbol.unknown',
    { symbol, exchange: 'Binance' },
    { field: 'symbol' },
  )
}

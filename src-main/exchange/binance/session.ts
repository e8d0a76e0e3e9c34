import type { BinanceVenue } from './venue.ts'
import type { OpenCounts } from './own/open-counts.ts'
import type { BinanceRawClient } from './raw-client.ts'

/** The client and the markets that one operation works with. */
export interface BinanceSession {
  readonly raw: BinanceRawClient
  readonly shared: BinanceVenue
  readonly counts: OpenCounts
}

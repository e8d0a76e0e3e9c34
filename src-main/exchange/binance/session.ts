import type { Environment } from '../../../src-shared/account.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { TradedSymbols } from '../orders/traded-symbols.ts'
import { OpenCounts } from './own/open-counts.ts'
import { OrderFees } from './own/order-fees.ts'
import { RecentOrders } from './own/recent-orders.ts'
import { BinanceRawClient } from './raw-client.ts'
import { BinanceRest, type OrderSocket, type Signatory } from './transport.ts'
import type { BinanceVenue } from './venue.ts'

/** What one account's operations work with. */
export interface BinanceSession {
  readonly raw: BinanceRawClient
  readonly shared: BinanceVenue
  readonly counts: OpenCounts
  readonly traded: TradedSymbols
  readonly recent: RecentOrders
  readonly fees: OrderFees
  readonly urgency: Urgency
  readonly environment: Environment
}

/** A session of one account. */
export function openSession(
  shared: BinanceVenue,
  signatory: Signatory,
  environment: Environment,
  socket?: OrderSocket,
): BinanceSession {
  const raw = new BinanceRawClient(new BinanceRest(shared, signatory, socket))
  const { monotonic } = shared.venue.time
  return {
    raw,
    shared,
    counts: new OpenCounts(raw, monotonic),
    traded: new TradedSymbols(monotonic),
    recent: new RecentOrders(raw, monotonic),
    fees: new OrderFees(),
    urgency: usual,
    environment,
  }
}

import type { Account } from '../../src-shared/account.ts'
import type { Order, Origin } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/base-exchange-client.ts'
import type { CancelIntent, PlaceIntent, PlaceOutcome } from '../trading/desk-types.ts'

/** Which finished orders are wanted. Times are epoch ms. */
export interface ClosedOrdersQuery {
  readonly symbol: string | null
  readonly since: number | null
  readonly until: number | null
  readonly limit: number
}

/** The order desk, as far as Redis uses it. `place` answers a request id that it already knows with the stored outcome. */
export interface RedisDesk {
  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome>
  /** What became of a request id placed earlier, or null; nothing is executed. */
  recall?(accountId: string, origin: Origin): Promise<PlaceOutcome | null>
  cancel(intent: CancelIntent, origin: Origin): Promise<Order>
  openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]>
  closedOrders(accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]>
}

/** What requests that come over Redis stand on; the composition root wires it. */
export interface RedisServices {
  readonly desk: RedisDesk
  readonly accounts: { byBroker(brokerId: number): Account | null }
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
}

import { type Urgency, usual } from '../http/urgency.ts'
import { TradedSymbols } from '../orders/traded-symbols.ts'
import type { ClientIdStore } from '../stores/client-id-store.ts'
import { KuCoinConditionalClient } from './own/conditional-client.ts'
import { OrderMemory } from './own/order-memory.ts'
import { KuCoinRawClient } from './raw-client.ts'
import { KuCoinRest, type Signatory } from './transport.ts'
import type { KuCoinVenue } from './venue.ts'

/** What one account's operations work with. */
export interface KuCoinSession {
  readonly raw: KuCoinRawClient
  readonly conditional: KuCoinConditionalClient
  readonly shared: KuCoinVenue
  readonly memory: OrderMemory
  readonly traded: TradedSymbols
  readonly urgency: Urgency
}

/** A session of one account. @param clientIds keeps which stop order came of which request. */
export function openSession(shared: KuCoinVenue, signatory: Signatory, clientIds: ClientIdStore): KuCoinSession {
  const raw = new KuCoinRawClient(new KuCoinRest(shared, signatory))
  const warn = (text: string): void => shared.venue.logger.warn({}, text)
  return {
    raw,
    conditional: new KuCoinConditionalClient(raw, warn),
    shared,
    memory: new OrderMemory(clientIds),
    traded: new TradedSymbols(shared.venue.time.monotonic),
    urgency: usual,
  }
}

/** The same session, whose reads are of another urgency. */
export function sessionAs(session: KuCoinSession, urgency: Urgency): KuCoinSession {
  const raw = session.raw.as(urgency)
  return { ...session, raw, conditional: session.conditional.over(raw), urgency }
}

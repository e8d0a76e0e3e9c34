import { type Urgency, usual } from '../http/urgency.ts'
import type { ClientIdStore } from '../stores/client-id-store.ts'
import { PlanSymbols } from './classic/own/plan-symbols.ts'
import { ClassicRawClient } from './classic/raw-client.ts'
import type { ClassicSession } from './classic/session.ts'
import { AccountModes } from './own/account-mode.ts'
import { OrderMemory } from './own/order-memory.ts'
import { BitgetRest, type Signatory } from './transport.ts'
import { UnifiedRawClient } from './unified/raw-client.ts'
import type { UnifiedSession } from './unified/session.ts'
import type { BitgetVenue } from './venue.ts'

/** What one account's operations work with, of whichever kind it is. */
export interface BitgetSession {
  readonly shared: BitgetVenue
  readonly modes: AccountModes
  readonly classic: ClassicSession
  readonly unified: UnifiedSession
  readonly urgency: Urgency
}

/**
 * A session of one account. @param clientIds keeps which order came of which request where Bitget takes no client id.
 */
export function openSession(shared: BitgetVenue, signatory: Signatory, clientIds: ClientIdStore): BitgetSession {
  const classic = new ClassicRawClient(new BitgetRest(shared, signatory))
  const unified = new UnifiedRawClient(new BitgetRest(shared, signatory))
  const both = { shared, memory: new OrderMemory(clientIds), urgency: usual }
  return {
    shared,
    modes: new AccountModes({
      unifiedSettings: () => unified.settings(),
      classicAssets: () => classic.assets({ priority: 'order' }),
    }),
    classic: { ...both, raw: classic, markets: shared.markets.classic, plans: new PlanSymbols() },
    unified: { ...both, raw: unified, markets: shared.markets.unified },
    urgency: usual,
  }
}

/** The same session, whose reads are of another urgency. */
export function sessionAs(session: BitgetSession, urgency: Urgency): BitgetSession {
  const { classic, unified } = session
  return {
    ...session,
    classic: { ...classic, raw: classic.raw.as(urgency), urgency },
    unified: { ...unified, raw: unified.raw.as(urgency), urgency },
    urgency,
  }
}

import { GatewayError } from '../../src-shared/errors.ts'
import type { Origin } from '../../src-shared/order.ts'
import type { Journal } from './journal.ts'

/**
 * Puts a new journal in the place of a damaged one, as a person asked. @throws GatewayError `refused` when it is not
 * damaged.
 */
export function renewJournal(journal: Journal, origin: Origin): void {
  if (!journal.renew()) throw new GatewayError('refused', 'order.journal_not_damaged')
  journal.audit.add({ kind: 'journal', accountId: null, origin, detail: { renewed: true } })
}

/** Notes in the audit trail that somebody exported lines of the journal, and which. */
export function noteExport(journal: Journal, origin: Origin, what: object): void {
  if (journal.damaged === null)
    journal.audit.add({ kind: 'journal', accountId: null, origin, detail: { exported: what } })
}

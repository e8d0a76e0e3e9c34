import { GatewayError } from '../../src-shared/errors.ts'
import type { Origin } from '../../src-shared/order.ts'
import type { Journal } from './journal.ts'

/** A person puts a new journal in the place of a damaged one, and that is its first line. @throws GatewayError `refused` when it is not damaged. */
export function renewJournal(journal: Journal, origin: Origin): void {
  if (!journal.renew()) throw new GatewayError('refused', 'order.journal_not_damaged')
  journal.audit.add({ kind: 'journal', accountId: null, origin, detail: { renewed: true } })
}

/** Who took lines of the journal away is a line of it. */
export function noteExport(journal: Journal, origin: Origin, what: object): void {
  if (journal.damaged === null)
    journal.audit.add({ kind: 'journal', accountId: null, origin, detail: { exported: what } })
}

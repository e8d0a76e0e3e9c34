import type { AccountView } from '../../src-shared/contract.ts'
import type { AuditKind } from '../../src-shared/journal.ts'
import type { Origin } from '../../src-shared/order.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Journal } from '../trading/journal.ts'

/** Writes a change of an account in the audit trail. Nothing secret may be in `detail`. */
export type NoteAccount = (kind: AuditKind, accountId: string, detail: object) => void

/** Notes in a journal, for one door. A damaged journal takes none: the accounts can be changed all the same. */
export function accountNotes(journal: Journal, origin: () => Origin): NoteAccount {
  return (kind, accountId, detail) => {
    if (journal.damaged === null) journal.audit.add({ kind, accountId, origin: origin(), detail })
  }
}

/** What the audit trail says of an account that was added. */
export function addedDetail(added: AccountView): object {
  const { name, exchange, environment, brokerId, userId, redisPermission } = added
  return { added: name, exchange, environment: environment.kind, brokerId, userId, redisPermission }
}

/**
 * Takes from an account what its exchange was seen to do otherwise than we rely on, and notes it. @throws GatewayError
 * as `Accounts.switchOff`
 */
export async function switchOffNoted(
  accounts: Pick<Accounts, 'switchOff'>,
  note: NoteAccount,
  accountId: string,
  found: readonly SwitchedOff[],
): Promise<void> {
  const { name } = await accounts.switchOff(accountId, found)
  note('limits', accountId, { name, switchedOff: found })
}

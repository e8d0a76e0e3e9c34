import { readdirSync } from 'node:fs'
import type { Accounts } from '../accounts/accounts.ts'
import type { Journal } from '../trading/journal.ts'
import { addedDetail } from './account-notes.ts'
import { addFirstAccount } from './in-process-practice.ts'

/** Whether no account was ever kept in a data folder, as far as its files tell; to be asked before any is made. */
export function isNewFolder(folder: string): boolean {
  return !readdirSync(folder).some((name) => /^(accounts\.json|exchange\.sqlite)/.test(name))
}

/** What a folder gets that never held anything, so that the whole job can be seen at once. */
export async function beginWithPractice(accounts: Accounts, journal: Journal): Promise<void> {
  const added = await addFirstAccount(accounts)
  journal.audit.add({
    kind: 'account',
    accountId: added.id,
    origin: { kind: 'system' },
    detail: addedDetail(added),
  })
}

import type { AccountView } from '../../src-shared/contract.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { CommandError } from '../app/usage-error.ts'

/** The account with this id or, whatever its case, this name. @throws CommandError when there is none. */
export function findAccount(accounts: Accounts, which: string): AccountView {
  const wanted = which.trim().toLowerCase()
  const found = accounts.list().find(({ id, name }) => id === which || name.toLowerCase() === wanted)
  if (found === undefined) throw new CommandError(`There is no account ${which}; see \`npm run account -- list\`.`)
  return found
}

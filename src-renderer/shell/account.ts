import { useAccounts } from '../query.ts'
import { useSelection } from '../selection.ts'
import type { AccountView } from '../views.ts'

/** The selected account: the remembered one while it exists, else the first. */
export function useSelectedAccount(): AccountView | null {
  const accounts = useAccounts().data ?? []
  const selected = useSelection((state) => state.accountId)
  return accounts.find((account) => account.id === selected) ?? accounts[0] ?? null
}

/** Whether orders can be placed with it: a practice account of this run signs by itself. */
export function canSign(account: AccountView): boolean {
  return account.practice || account.credentials !== 'missing'
}

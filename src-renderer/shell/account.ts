import { useEffect } from 'react'
import { useAccounts } from '../query.ts'
import { selectAccount, useSelection } from '../selection.ts'
import type { AccountView } from '../views.ts'

/**
 * The account that orders go to: the one chosen in this tab; null while none is, or once that one is gone. Nothing but
 * a person's choice moves it to another.
 */
export function useSelectedAccount(): AccountView | null {
  const accounts = useAccounts().data ?? []
  const selected = useSelection((state) => state.accountId)
  return accounts.find((account) => account.id === selected) ?? null
}

/** A tab in which nobody has chosen yet begins with the first account that has no real money, and keeps it. */
export function useFirstSelection(): void {
  const accounts = useAccounts().data
  const nobodyChose = useSelection((state) => state.accountId === null)
  const first = accounts?.find((account) => account.environment.kind !== 'production')
  const id = nobodyChose ? first?.id : undefined
  useEffect(() => {
    if (id !== undefined) selectAccount(id)
  }, [id])
}

/** Whether orders can be placed with it: a practice account of this run signs by itself. */
export function canSign(account: AccountView): boolean {
  return account.practice || account.credentials !== 'missing'
}

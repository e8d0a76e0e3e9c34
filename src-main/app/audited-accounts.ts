import type { AccountView, KeyHealth } from '../../src-shared/contract.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { AuditKind } from '../../src-shared/journal.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { KeyChecker } from '../accounts/key-health.ts'
import type { DespiteOpenWork, PanelAccounts } from '../panel/services.ts'
import type { Journal } from '../trading/journal.ts'
import { accountNotes, addedDetail } from './account-notes.ts'

interface Parts {
  readonly accounts: Accounts
  readonly keys: KeyChecker
  readonly journal: Journal
  /** Makes ready what an account needs before it can be added: its practice exchange. */
  readonly beforeAdding: (input: Parameters<PanelAccounts['add']>[0]) => Promise<void>
  readonly afterAdding: () => Promise<void>
  /** What an account has that another key, or none, would leave alone. */
  readonly openWork: (accountId: string) => { readonly orders: number; readonly brackets: number }
  /** Lets go of what the exchange and the application do for an account. */
  readonly beforeRemoving: (accountId: string) => Promise<void>
}

/** Accounts as the window handles them, every change of theirs in the audit trail. Nothing secret goes there. */
export function auditedAccounts({
  accounts,
  keys,
  journal,
  beforeAdding,
  afterAdding,
  openWork,
  beforeRemoving,
}: Parts): PanelAccounts {
  const note = accountNotes(journal, () => ({ kind: 'panel', requestId: 'accounts' }))
  const noted = async (kind: AuditKind, detail: object, change: Promise<AccountView>): Promise<AccountView> => {
    const view = await change
    note(kind, view.id, { name: view.name, ...detail })
    return view
  }
  const askFirst = (id: string, { despiteOpenWork }: DespiteOpenWork): void => {
    const { orders, brackets } = openWork(id)
    if (despiteOpenWork || orders + brackets === 0) return
    const { name } = accounts.view(id)
    const params = { name, orders: String(orders), brackets: String(brackets) }
    throw new GatewayError('refused', 'account.open_work', params)
  }
  return {
    list: () => accounts.list(),
    view: (accountId) => accounts.view(accountId),
    add: async (input) => {
      await beforeAdding(input)
      const added = await keys.add(input)
      await afterAdding()
      note('account', added.id, addedDetail(added))
      return accounts.view(added.id)
    },
    setCredentials: async (id, credentials, how) => {
      askFirst(id, how)
      return noted('credentials', { changed: 'key' }, keys.setCredentials(id, credentials, how))
    },
    acceptWithdrawals: (id) => noted('credentials', { accepted: 'withdrawals' }, accounts.acceptWithdrawals(id)),
    check: (id): Promise<KeyHealth> => keys.check(id),
    setRedisPermission: (id, permission) =>
      noted('account', { redisPermission: permission }, accounts.setRedisPermission(id, permission)),
    setLimits: (id, limits) => noted('limits', { limits }, accounts.setLimits(id, limits)),
    setDeadManSeconds: (id, seconds) => noted('dead_man', { seconds }, accounts.setDeadManSeconds(id, seconds)),
    setTerminal3Amounts: (id, meaning) =>
      noted('account', { terminal3Amounts: meaning }, accounts.setTerminal3Amounts(id, meaning)),
    setOrderRoute: (id, route) => noted('account', { orderRoute: route }, accounts.setOrderRoute(id, route)),
    switchOn: (id, what) => noted('limits', { switchedOn: what }, accounts.switchOn(id, what)),
    remove: async (id, how) => {
      const { name } = accounts.view(id)
      askFirst(id, how)
      await beforeRemoving(id)
      const key = await accounts.remove(id)
      note('account', id, { removed: name, key })
    },
  }
}

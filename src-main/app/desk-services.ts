import type { Account } from '../../src-shared/account.ts'
import type { ApprovalView, GuardView } from '../../src-shared/contract.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { JournalReader } from '../trading/reading/journal-reader.ts'
import type { PanelServices } from '../panel/services.ts'
import { cancelAll, meantToCancel } from '../trading/cancel-all.ts'
import type { Journal } from '../trading/journal.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import { noteExport, renewJournal } from '../trading/renew-journal.ts'

interface Parts {
  readonly desk: OrderDesk
  readonly journal: Journal
  readonly reader: JournalReader
  readonly accounts: Accounts
  /** A new journal took the place of a damaged one. */
  readonly renewed: () => void
}

/** What the window asks of trading, on the order desk and its journal. */
export function deskServices({
  desk,
  journal,
  reader,
  accounts,
  renewed,
}: Parts): Pick<PanelServices, 'desk' | 'brackets' | 'guard' | 'journal'> {
  const named = (accountId: string | null): readonly Account[] =>
    accountId === null ? accounts.list() : [accounts.view(accountId)]
  return {
    desk: {
      place: (intent, origin) => desk.place(intent, origin),
      outcomeOf: (accountId, origin) => desk.outcomeOf(accountId, origin),
      cancel: (intent, origin) => desk.cancel(intent, origin),
      edit: (intent, origin) => desk.edit(intent, origin),
      preview: (intent) => desk.preview(intent),
      sendable: (intent) => desk.sendable(intent),
      openOrders: (accountId, symbol) => desk.openOrders(accountId, symbol),
      withEndings: (accountId, orders) => desk.withEndings(accountId, orders),
      history: (accountId, query) => desk.history(accountId, query),
      askAgain: (journalId) => desk.askAgain(journalId),
      settleByHand: (journalId, orderId, origin) => desk.settleByHand(journalId, orderId, origin),
      meantToCancel: ({ accountId, ...asked }) =>
        meantToCancel({ desk, journal }, { ...asked, accounts: named(accountId) }),
      cancelAll: ({ accountId, ...asked }, origin) =>
        cancelAll({ desk, journal }, { ...asked, accounts: named(accountId) }, origin),
    },
    brackets: {
      list: (accountId) => desk.brackets.list(accountId),
      move: (accountId, bracketId, wanted, origin) =>
        desk.brackets.move(accountId, bracketId, wanted, origin),
      release: (accountId, bracketId, origin) => desk.brackets.release(accountId, bracketId, origin),
      acknowledge: (accountId, bracketId) => desk.brackets.acknowledge(accountId, bracketId),
    },
    guard: {
      view: (): GuardView => ({
        ...desk.guard.killSwitch(),
        approvals: desk.guard.approvals.list().map((approval): ApprovalView => ({
          ...approval,
          account: accounts.get(approval.accountId)?.name ?? approval.accountId,
        })),
      }),
      setKillSwitch: (to, word, origin) => desk.guard.setKillSwitch(to, word, origin),
      decide: (approvalId, approve, meaning) => desk.guard.approvals.decide(approvalId, approve, meaning),
    },
    journal: {
      search: (filter, cursor, limit) => reader.search(filter, cursor, limit),
      detail: (journalId) => reader.detail(journalId),
      export: (filter, format, cursor, origin) => {
        if (cursor === null) noteExport(journal, origin, { filter, format })
        return reader.export(filter, format, cursor)
      },
      renew: (origin) => {
        renewJournal(journal, origin)
        renewed()
      },
    },
  }
}

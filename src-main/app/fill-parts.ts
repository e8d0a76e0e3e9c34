import type { Accounts } from '../accounts/accounts.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import { type FillAccount, FillKeeper } from '../trading/fills/fill-keeper.ts'
import type { FillSource } from '../trading/fills/fill-source.ts'
import { KeptFills } from '../trading/fills/kept-fills.ts'
import type { Journal } from '../trading/journal.ts'
import type { JournalReader } from '../trading/reading/journal-reader.ts'

/** All that fetches fills and keeps them. */
export interface FillParts {
  readonly keeper: FillKeeper
  /** The fills that are kept, for whoever reckons with them. */
  readonly kept: FillSource
  readonly close: () => void
}

interface Below {
  readonly manager: NativeExchangeManager
  readonly accounts: Accounts
  readonly journal: Journal
  readonly reader: JournalReader
  readonly log: Logger
  /** Fills of an account were kept, or how their import stands. */
  readonly changed: (accountId: string) => void
}

/** Wires what keeps fills to the accounts and to what is seen of their orders. Nothing is asked before its start. */
export function createFillParts({ manager, accounts, journal, reader, log, changed }: Below): FillParts {
  const keeper = new FillKeeper({
    store: journal.fills,
    accounts: () => fillAccounts(accounts),
    clientFor: (id) => manager.clientFor(id),
    exchangeAccountOf: accounts.exchangeAccountOf,
    symbolsOf: (id) => journal.tradedSymbols(id),
    clock: systemClock,
    logger: log,
  })
  keeper.onChange(changed)
  keeper.onMove(changed)
  const stopObserving = journal.observed.add((accountId, orders) => keeper.observed(accountId, orders))
  return {
    keeper,
    kept: new KeptFills(reader, keeper),
    close: () => {
      stopObserving()
      keeper.close()
    },
  }
}

/** Those that have a key; whether it may read is what its check said last. */
function fillAccounts(accounts: Accounts): readonly FillAccount[] {
  return accounts.list().flatMap(({ id, exchange, credentials, blocked, health }) => {
    if (credentials === 'missing' || blocked) return []
    const isRefused = health.state === 'failed' && health.error.class === 'auth'
    const mayRead = health.state === 'checked' ? health.report.canRead : !isRefused
    return [{ id, exchange, mayRead }]
  })
}

import type { Accounts } from '../accounts/accounts.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { patient } from '../exchange/http/urgency.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import type { FillSource } from '../trading/fills/fill-source.ts'
import type { Journal } from '../trading/journal.ts'
import type { LiveReads } from '../trading/live/live-reads.ts'
import { AccountPrices } from '../trading/portfolio/account-prices.ts'
import { Portfolio } from '../trading/portfolio/portfolio.ts'
import { ValueKeeper } from '../trading/portfolio/value-keeper.ts'
import type { JournalReader } from '../trading/reading/journal-reader.ts'

/** All that reckons with what is held. */
export interface PortfolioParts {
  readonly portfolio: Portfolio
  readonly keeper: ValueKeeper
  readonly close: () => void
}

interface Below {
  readonly manager: NativeExchangeManager
  readonly accounts: Accounts
  readonly journal: Journal
  readonly reader: JournalReader
  readonly live: Pick<LiveReads, 'balances'>
  readonly fills: FillSource
  readonly log: Logger
  /** What is told of the portfolio is not what it was. */
  readonly changed: () => void
}

/** Wires the portfolio to accounts, to what is pushed of their balances, and to the fills that are kept. */
export function createPortfolioParts({
  manager,
  accounts,
  journal,
  reader,
  live,
  fills,
  log,
  changed,
}: Below): PortfolioParts {
  const prices = new AccountPrices({
    clock: systemClock,
    placeOf: (id) => {
      const account = accounts.list().find((each) => each.id === id)
      return account === undefined ? id : JSON.stringify([account.exchange, account.environment])
    },
  })
  const portfolio = new Portfolio({
    clock: systemClock,
    accounts: () => accounts.list(),
    clientFor: (id) => manager.clientFor(id),
    balances: async (id, ask) => (await live.balances(id, ask)).value,
    prices,
    fills,
    values: reader,
    logBug: (error) => log.error({ err: error }, 'the portfolio could not be reckoned'),
  })
  const keeper = new ValueKeeper({
    clock: systemClock,
    logger: log,
    store: journal.values,
    prices,
    accountIds: () =>
      accounts.list().flatMap(({ id, credentials, blocked }) => (credentials === 'missing' || blocked ? [] : [id])),
    clientFor: (id) => manager.clientFor(id).as(patient),
    kept: changed,
  })
  const stopListening = fills.onChange(changed)
  return {
    portfolio,
    keeper,
    close: () => {
      stopListening()
      portfolio.close()
      keeper.close()
    },
  }
}

import type { OrderRequest, Origin } from '../../src-shared/order.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { AccountImport, type AccountDoors } from '../django/account-import.ts'
import { BrokerMemory } from '../django/broker-memory.ts'
import { BrokerWatch } from '../django/broker-watch.ts'
import { databaseSecretNames } from '../django/database-secret.ts'
import { DatabaseService } from '../django/database-service.ts'
import { panelTrade } from '../django/panel-trade.ts'
import { SymbolKeeper } from '../django/symbol-keeper.ts'
import { TradeKeeper } from '../django/trade-keeper.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { withFees } from '../exchange/orders/with-fees.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import { clientOrderIdOf } from '../trading/client-order-id.ts'
import type { Journal } from '../trading/journal.ts'
import type { LiveAccounts } from '../trading/live/live-accounts.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import type { SettingsStore } from './settings.ts'

interface Below {
  readonly dataFolder: string
  readonly settings: SettingsStore
  readonly accounts: Accounts
  readonly manager: NativeExchangeManager
  readonly journal: Journal
  readonly desk: Pick<OrderDesk, 'tookNotice' | 'withEndings'>
  readonly live: Pick<LiveAccounts, 'hold'>
  /** Through which accounts are added, and their keys replaced. */
  readonly doors: AccountDoors
  /** Told of what a person has chosen. */
  readonly note: (detail: object) => void
  /** Told when any of it stands otherwise. */
  readonly changed: () => void
  readonly log: Logger
}

/** What is done in Django's database, where a person chose to use it. */
export interface DjangoParts {
  readonly database: DatabaseService
  readonly symbols: SymbolKeeper
  readonly trades: TradeKeeper
  /** An order of the window is about to be placed: it gets a row in Django's table, where a person wants that. */
  readonly beginPanelTrade: (accountId: string, request: OrderRequest, origin: Origin) => Promise<void>
  /** Takes accounts over from Django's brokers. */
  readonly brokers: AccountImport
  readonly brokerWatch: BrokerWatch
  close(): Promise<void>
}

/** The connection to Django's database, and what is kept there. */
export function createDjangoParts(below: Below): DjangoParts {
  const { dataFolder, settings, accounts, manager, doors, journal, desk, live, note, changed, log } = below
  const database = new DatabaseService({
    settings,
    secret: accounts.vault.secret(databaseSecretNames(dataFolder)),
    clock: systemClock,
    logger: log,
    note,
  })
  const symbols = new SymbolKeeper({
    database: () => database.database,
    accounts,
    marketsOf: async (id) => [...(await manager.clientFor(id).getMarkets({ refresh: true })).values()],
    changed,
    clock: systemClock,
    logger: log,
  })
  const trades = new TradeKeeper({
    database: () => database.database,
    journal,
    policy: () => settings.get().djangoTrades,
    orderNow: async (accountId, { id, symbol }) => {
      const client = manager.clientFor(accountId)
      const order = await client.fetchOrder({ symbol, orderId: id })
      desk.tookNotice(accountId, [order])
      const [whole = order] = await withFees(client, desk.withEndings(accountId, [order]))
      return whole
    },
    hold: (accountId) => live.hold(accountId),
    language: () => settings.get().language,
    changed,
    clock: systemClock,
    logger: log,
  })
  const memory = new BrokerMemory(dataFolder)
  const brokerWatch = new BrokerWatch({
    database: () => database.database,
    accounts,
    memory,
    changed,
    clock: systemClock,
    logger: log,
  })
  const brokers = new AccountImport({
    database: () => database.database,
    accounts,
    doors,
    memory,
    seen: (rows) => brokerWatch.saw(rows),
    logger: log,
  })
  database.subscribe(() => {
    symbols.look()
    trades.look()
    brokerWatch.look()
    changed()
  })
  return {
    database,
    symbols,
    trades,
    beginPanelTrade: async (accountId, request, origin) => {
      const account = accounts.get(accountId)
      if (account === null || !settings.get().djangoPanelTrades) return
      await trades.begin(panelTrade(account, request, clientOrderIdOf(origin, accountId)), false)
    },
    brokers,
    brokerWatch,
    async close() {
      symbols.close()
      trades.close()
      brokerWatch.close()
      await database.close()
    },
  }
}

import type { Accounts } from '../accounts/accounts.ts'
import { AccountImport, type AccountDoors } from '../django/account-import.ts'
import { BrokerMemory } from '../django/broker-memory.ts'
import { BrokerWatch } from '../django/broker-watch.ts'
import { databaseSecretNames } from '../django/database-secret.ts'
import { DatabaseService } from '../django/database-service.ts'
import { SymbolKeeper } from '../django/symbol-keeper.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import type { SettingsStore } from './settings.ts'

interface Below {
  readonly dataFolder: string
  readonly settings: SettingsStore
  readonly accounts: Accounts
  readonly manager: NativeExchangeManager
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
  /** Takes accounts over from Django's brokers. */
  readonly brokers: AccountImport
  readonly brokerWatch: BrokerWatch
  close(): Promise<void>
}

/** The connection to Django's database, and what is kept there. */
export function createDjangoParts(below: Below): DjangoParts {
  const { dataFolder, settings, accounts, manager, doors, note, changed, log } = below
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
    brokerWatch.look()
    changed()
  })
  return {
    database,
    symbols,
    brokers,
    brokerWatch,
    async close() {
      symbols.close()
      brokerWatch.close()
      await database.close()
    },
  }
}

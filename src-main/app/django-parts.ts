import type { Accounts } from '../accounts/accounts.ts'
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
  close(): Promise<void>
}

/** The connection to Django's database, and what is kept there. */
export function createDjangoParts({ dataFolder, settings, accounts, manager, note, changed, log }: Below): DjangoParts {
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
  database.subscribe(() => {
    symbols.look()
    changed()
  })
  return {
    database,
    symbols,
    async close() {
      symbols.close()
      await database.close()
    },
  }
}

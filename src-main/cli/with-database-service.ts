import { Vault } from '../accounts/vault.ts'
import { SettingsStore } from '../app/settings.ts'
import { databaseSecretNames } from '../django/database-secret.ts'
import { DatabaseService } from '../django/database-service.ts'
import { silentLogger, systemClock } from '../infra/clock.ts'
import type { Journal } from '../trading/journal.ts'
import { cliOrigin } from './cli-origin.ts'
import { openJournal } from './open-journal.ts'

/** Lets a command that ends soon use a data folder's connection to Django's database; it is not started. */
export async function withDatabaseService(
  dataFolder: string,
  work: (service: DatabaseService, journal: Journal) => Promise<void>,
): Promise<void> {
  const journal = openJournal(dataFolder)
  const service = new DatabaseService({
    settings: new SettingsStore(dataFolder, journal.audit.has('settings')),
    secret: (await Vault.open({})).secret(databaseSecretNames(dataFolder)),
    clock: systemClock,
    logger: silentLogger,
    note: (detail) => journal.audit.add({ kind: 'settings', accountId: null, origin: cliOrigin(), detail }),
  })
  try {
    await service.readSecret()
    await work(service, journal)
  } finally {
    await service.close()
    journal.close()
  }
}

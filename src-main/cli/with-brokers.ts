import type { DjangoBroker, DjangoBrokers } from '../../src-shared/django-brokers.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { accountNotes, addedDetail } from '../app/account-notes.ts'
import { CommandError } from '../app/usage-error.ts'
import { AccountImport } from '../django/account-import.ts'
import { BrokerMemory } from '../django/broker-memory.ts'
import { silentLogger } from '../infra/clock.ts'
import { cliOrigin } from './cli-origin.ts'
import { openAccounts } from './open-accounts.ts'
import { readSecretKey } from './read-secret-key.ts'
import { withDatabaseService } from './with-database-service.ts'
import { withKeyChecker } from './with-key-checker.ts'

/** Django's brokers, as a command sees them. */
export interface CommandBrokers {
  readonly brokers: AccountImport
  readonly accounts: Accounts
}

/** Lets a command that ends soon read Django's brokers and take some over. @throws CommandError where no database is */
export async function withBrokers(dataFolder: string, work: (parts: CommandBrokers) => Promise<void>): Promise<void> {
  const accounts = await openAccounts(dataFolder)
  await withDatabaseService(dataFolder, async (service, journal) => {
    await service.start()
    const { database } = service
    if (database === null)
      throw new CommandError('Django’s database is not used; connect it first with `npm run database -- connect`.')
    await database.look()
    if (service.notice !== null) throw new CommandError(sentence(service.notice, 'en'))
    const note = accountNotes(journal, cliOrigin)
    await withKeyChecker(accounts, dataFolder, async (keys) => {
      const brokers = new AccountImport({
        database: () => database,
        accounts,
        doors: {
          async add(input) {
            const added = await keys.add(input)
            note('account', added.id, addedDetail(added))
            return added
          },
          // A gateway that runs would not hear of it, and only that knows which orders the account has under way.
          setCredentials: (id) =>
            Promise.reject(
              new CommandError(`${accounts.view(id).name} is here already; replace its key on the Accounts screen.`),
            ),
        },
        memory: new BrokerMemory(dataFolder),
        seen: () => undefined,
        logger: silentLogger,
      })
      await work({ brokers, accounts })
    })
  })
}

/** What Django has, and the SECRET_KEY that was asked for where it is needed. @throws CommandError for lacking rights */
export async function readWithSecret(
  brokers: AccountImport,
): Promise<{ readonly secretKey: string | null; readonly read: Extract<DjangoBrokers, { state: 'read' }> }> {
  const plain = readOrThrow(await brokers.list(null))
  if (plain.secret !== 'needed') return { secretKey: null, read: plain }
  const secretKey = await readSecretKey()
  return { secretKey, read: secretKey === null ? plain : readOrThrow(await brokers.list(secretKey)) }
}

function readOrThrow(list: DjangoBrokers): Extract<DjangoBrokers, { state: 'read' }> {
  if (list.state === 'read') return list
  const { lacks, grants } = list
  const absent = [...new Set(lacks.map(({ table, column }) => (column === null ? table : `${table}.${column}`)))]
  throw new CommandError(
    grants.length > 0
      ? [
          'This login may not read Django’s brokers. The owner of the table grants it with:',
          ...grants.map((statement) => `  ${statement}`),
        ].join('\n')
      : `This is not Django’s database, or not in the expected version: there is no ${absent.join(', ')}.`,
  )
}

/** Why a broker cannot be taken over as it stands, or null. */
export function whyNot({ problem, keyProblem, here }: DjangoBroker): string | null {
  const reason = problem ?? here?.problem ?? keyProblem
  return reason === null ? null : sentence(reason, 'en')
}

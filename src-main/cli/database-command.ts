import { Command, Option } from 'commander'
import {
  databaseLabel,
  type DatabaseOptions,
  databaseOptionsSchema,
  type DatabaseTrial,
} from '../../src-shared/database-options.ts'
import { parseDatabaseUrl } from '../../src-shared/database-url.ts'
import type { SecretChange } from '../../src-shared/link-fields.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { CommandError, UsageError } from '../app/usage-error.ts'
import { type CommonOptions, portOption, resolveCommon, withCommonOptions } from './common-options.ts'
import { databaseAccountsCommand } from './database-accounts-command.ts'
import { databaseTradesCommand } from './database-trades.ts'
import { databaseTrialText, lackTexts } from './database-words.ts'
import { readHidden } from './hidden-prompt.ts'
import { printJson, printLine } from './print.ts'
import { readWord } from './read-word.ts'
import { takeOverCommand } from './take-over-command.ts'
import { whenUsed } from './when-used.ts'
import { withDatabaseService } from './with-database-service.ts'

interface StatusOptions extends CommonOptions {
  readonly json?: boolean
}

interface ConnectOptions extends CommonOptions {
  readonly url?: string
  readonly host?: string
  readonly port?: number
  readonly database?: string
  readonly user?: string
  readonly tls?: boolean
  readonly caFile?: string
  readonly password: boolean
}

/** `database`: the connection of a data folder to Django's PostgreSQL. */
export function databaseCommand(): Command {
  return withCommonOptions(new Command('database'))
    .description('connect to Django’s PostgreSQL, or show how that stands')
    .addCommand(statusCommand())
    .addCommand(connectCommand())
    .addCommand(databaseTradesCommand())
    .addCommand(offCommand())
    .addCommand(databaseAccountsCommand())
    .addCommand(takeOverCommand())
}

function statusCommand(): Command {
  return withCommonOptions(new Command('status'))
    .description('try the connection that is kept, and show what this login lacks')
    .option('--json', 'one line of JSON instead of sentences')
    .action(async (options: StatusOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      await withDatabaseService(dataFolder, async (service) => {
        const { options: kept, password } = service.view()
        const trial = kept === null ? null : await service.try({ options: kept, password: { kind: 'keep' } })
        if (options.json === true) {
          printJson({ options: kept, password, trial })
          return
        }
        if (kept === null || trial === null) {
          printLine('Django’s database is not used.')
          return
        }
        tellTrial(kept, trial)
      })
    })
}

function connectCommand(): Command {
  return withCommonOptions(new Command('connect'))
    .description('try a connection, and keep it when it works; the password goes to the keychain')
    .option(
      '--url <url>',
      'postgresql://user@host:port/name (default: the variable DATABASE_URL); without its password',
    )
    .option('--host <name>', 'instead of an address: the server')
    .addOption(portOption('its port (default: 5432)'))
    .option('--database <name>', 'the database')
    .option('--user <name>', 'who logs in')
    .addOption(new Option('--tls', 'speak TLS, and check the server’s certificate'))
    .option('--ca-file <file>', 'PEM file of who signed that certificate')
    .option('--no-password', 'log in without a password')
    .addHelpText(
      'after',
      `
The password is that of DATABASE_URL, or is asked for: typed unseen, or the first line of standard input. What a login lacks is
told with the statements (GRANT …) that its administrator has to run; the least that suffices.`,
    )
    .action(async (options: ConnectOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const given = connectionOf(options)
      const password = await passwordOf(options, given)
      await withDatabaseService(dataFolder, async (service) => {
        const form = { options: given.options, password }
        const trial = await service.try(form)
        if (!trial.ok) throw new CommandError(`${sentence(trial.problem, 'en')} Nothing was changed.`)
        await service.save(form, false)
        tellTrial(given.options, trial)
        printLine(`It is kept, and used ${whenUsed(dataFolder)}.`)
      })
    })
}

function offCommand(): Command {
  return withCommonOptions(new Command('off'))
    .description('use it no more; its password leaves the keychain')
    .action(async (options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      await withDatabaseService(dataFolder, async (service) => {
        await service.save({ options: null, password: { kind: 'none' } }, false)
        printLine(`Django’s database is not used ${whenUsed(dataFolder)}.`)
      })
    })
}

function tellTrial(options: DatabaseOptions, trial: DatabaseTrial): void {
  if (!trial.ok) throw new CommandError(sentence(trial.problem, 'en'))
  printLine(`${databaseLabel(options)}: ${databaseTrialText(trial)}`)
  for (const text of lackTexts(trial.lacks)) printLine(`  ${text}`)
  if (trial.grants.length > 0) {
    printLine('What is lacking is granted by the owner of the tables (leave out what you do not want):')
    for (const statement of trial.grants) printLine(`  ${statement}`)
  }
  if (trial.optional.grants.length > 0) {
    printLine('Optional, only to take accounts over: this login may read the brokers and their encrypted keys after')
    for (const statement of trial.optional.grants) printLine(`  ${statement}`)
  }
}

/** @throws UsageError where it is not one whole connection */
function connectionOf(options: ConnectOptions): {
  readonly options: DatabaseOptions
  readonly password: string | null
} {
  const { host, port, database, user, tls, caFile } = options
  const changesTls = tls === true || caFile !== undefined
  const tlsGiven = changesTls ? { tls: { caFile: caFile ?? null, verify: true } } : {}
  if (host === undefined) {
    const text = options.url ?? process.env.DATABASE_URL
    if (text === undefined)
      throw new UsageError('Name the database: --url, DATABASE_URL, or --host, --database and --user.')
    const parsed = parseDatabaseUrl(text)
    if (parsed === null) throw new UsageError('That is no address of a PostgreSQL: postgresql://user@host:port/name')
    if (options.url !== undefined && parsed.password !== null)
      throw new UsageError('A password on a command line can be read by others: leave it out, and it is asked for.')
    return { ...parsed, options: { ...parsed.options, ...tlsGiven } }
  }
  const parsed = databaseOptionsSchema.safeParse({ host, port: port ?? 5432, database, user, tls: null, ...tlsGiven })
  if (parsed.success) return { options: parsed.data, password: null }
  const [issue] = parsed.error.issues
  throw new UsageError(`--${String(issue?.path[0])} is missing or not valid.`)
}

async function passwordOf(
  { password }: ConnectOptions,
  given: { readonly password: string | null },
): Promise<SecretChange> {
  if (!password) return { kind: 'none' }
  if (given.password !== null) return { kind: 'set', text: given.password }
  const question = 'Password: '
  const text = process.stdin.isTTY ? await readHidden(process.stdin, question) : await readWord(question)
  return text === null || text === '' ? { kind: 'none' } : { kind: 'set', text }
}

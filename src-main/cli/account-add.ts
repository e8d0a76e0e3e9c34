import { Command, InvalidArgumentError, Option } from 'commander'
import {
  type Environment,
  type ExchangeName,
  exchangeNames,
  type RedisPermission,
  redisPermissions,
} from '../../src-shared/account.ts'
import { checkPlace } from '../accounts/account-rules.ts'
import { accountNotes, addedDetail } from '../app/account-notes.ts'
import { runningInstance } from '../app/instance-lock.ts'
import { UsageError } from '../app/usage-error.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { openAccounts } from './open-accounts.ts'
import { openJournal } from './open-journal.ts'
import { openAtPractice, ownPractice, practiceUrl } from './practice-account.ts'
import { printLine } from './print.ts'
import { type ApiKey, readKeys, readKeysIfGiven } from './read-keys.ts'
import { aboutKey, withKeyChecker } from './with-key-checker.ts'

interface Options extends CommonOptions {
  readonly exchange: ExchangeName
  readonly name: string
  readonly brokerId: number
  readonly userId: number
  readonly practice?: string
  readonly practiceKind?: string
  readonly testnet?: boolean
  readonly demo?: boolean
  readonly allowWithdrawals?: boolean
  readonly redisPermission: RedisPermission
}

/** How long `--practice URL` waits for a key on standard input before it makes one itself. */
const patienceMs = 3000

/**
 * `account add`. Keys never come from arguments: those are seen by every process of the machine, and kept in shell
 * histories.
 */
export function accountAddCommand(): Command {
  return withCommonOptions(new Command('add'))
    .description('add an account; its API key is read from standard input or a hidden prompt')
    .addOption(new Option('--exchange <name>', 'the exchange').choices(exchangeNames).makeOptionMandatory())
    .addOption(new Option('--name <name>', 'a name of your choice').argParser(name).makeOptionMandatory())
    .addOption(
      new Option('--broker-id <id>', 'the broker’s id in Django').argParser(positiveInteger).makeOptionMandatory(),
    )
    .addOption(new Option('--user-id <id>', 'the user’s id in Django').argParser(positiveInteger).makeOptionMandatory())
    .addOption(
      new Option(
        '--practice [url]',
        'a practice exchange: this application’s own, or the one at an address (`npm run practice`)',
      )
        .argParser(practiceUrl)
        .preset(ownPractice)
        .conflicts(['testnet', 'demo']),
    )
    .option('--practice-kind <kind>', 'the kind of practice account, such as unified, where there are several')
    .addOption(new Option('--testnet', 'the exchange’s own test network').conflicts('demo'))
    .option('--demo', 'the exchange’s own demo trading')
    .option('--allow-withdrawals', 'take the key although it may withdraw funds; it is refused otherwise')
    .addOption(
      new Option('--redis-permission <what>', 'what requests over Redis may do')
        .choices(redisPermissions)
        .default('trade'),
    )
    .addHelpText(
      'after',
      `
The key on standard input is JSON, {"apiKey": "…", "secret": "…"} (and "passphrase" where the exchange has one), or the API key on the
first line, the passphrase on the next where the exchange has one, and the secret, or a private key in PEM form, on the lines after it.
It is shown to the exchange once, and goes into the system's keychain and nowhere else.
--practice without an address needs no key. --practice with an address makes one there when standard input brings none.`,
    )
    .action(add)
}

async function add(options: Options, command: Command): Promise<void> {
  const environment = environmentOf(options)
  checkPlace(options.exchange, environment)
  const { dataFolder } = resolveCommon(options, command)
  const accounts = await openAccounts(dataFolder)
  accounts.registry.checkUnique(options)
  const credentials = await credentialsFor(environment, options)
  // The journal first: whoever finds the rest without one knows that it was lost.
  const journal = openJournal(dataFolder)
  try {
    const account = await withKeyChecker(accounts, dataFolder, (keys) =>
      keys.add({
        name: options.name,
        exchange: options.exchange,
        brokerId: options.brokerId,
        userId: options.userId,
        environment,
        redisPermission: options.redisPermission,
        credentials,
        thisRunOnly: false,
        acceptWithdrawals: options.allowWithdrawals === true,
      }),
    )
    accountNotes(journal, cliOrigin)('account', account.id, addedDetail(account))
    printLine(`Added ${account.name} (${account.id}); ${whenServed(dataFolder)}.`)
    for (const line of aboutKey(account)) console.error(line)
  } finally {
    journal.close()
  }
}

/** When an account that was added is served. */
export const whenServed = (dataFolder: string): string =>
  runningInstance(dataFolder) === null
    ? 'the gateway serves it when it starts'
    : 'the running gateway takes it over now'

function environmentOf({ practice, practiceKind, testnet, demo }: Options): Environment {
  if (practice !== undefined) {
    const url = practice === ownPractice ? null : practice
    return { kind: 'practice', url, accountKind: practiceKind ?? null }
  }
  if (practiceKind !== undefined) throw new UsageError('The option --practice-kind goes with --practice.')
  if (demo === true) return { kind: 'demo' }
  return { kind: testnet === true ? 'testnet' : 'production' }
}

async function credentialsFor(environment: Environment, { exchange }: Options): Promise<ApiKey | null> {
  if (environment.kind !== 'practice') return readKeys(process.stdin, exchange)
  if (environment.url === null) return null
  return (
    (await readKeysIfGiven(process.stdin, exchange, patienceMs)) ??
    openAtPractice(environment.url, exchange, environment.accountKind)
  )
}

function name(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 100) throw new InvalidArgumentError('It must have 1 to 100 characters.')
  return trimmed
}

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return value
}

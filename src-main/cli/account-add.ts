import { randomBytes } from 'node:crypto'
import { Command, InvalidArgumentError, Option } from 'commander'
import {
  type Environment,
  type ExchangeName,
  exchangeNames,
  type RedisPermission,
  redisPermissions,
} from '../../src-shared/account.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { runningInstance } from './instance-lock.ts'
import { openAccounts } from './open-accounts.ts'
import { printLine } from './print.ts'
import { type ApiKey, readKeys, readKeysIfGiven } from './read-keys.ts'
import { CommandError } from './usage-error.ts'

interface Options extends CommonOptions {
  readonly exchange: ExchangeName
  readonly name: string
  readonly brokerId: number
  readonly userId: number
  readonly practice?: string
  readonly testnet?: boolean
  readonly redisPermission: RedisPermission
}

/** What `--practice` without an address means: the exchange in the gateway's own process. */
const ownPractice = 'own'

/** How long `--practice URL` waits for a key on standard input before it makes one itself. */
const patienceMs = 3000

/** `account add`. Keys never come from arguments: those are seen by every process of the machine, and kept in shell histories. */
export function accountAddCommand(): Command {
  return withCommonOptions(new Command('add'))
    .description('add an account; its API key is read from standard input or a hidden prompt')
    .addOption(new Option('--exchange <name>', 'the exchange').choices(exchangeNames).makeOptionMandatory())
    .addOption(new Option('--name <name>', 'a name of your choice').argParser(name).makeOptionMandatory())
    .addOption(
      new Option('--broker-id <id>', 'the broker’s id in Django')
        .argParser(positiveInteger)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--user-id <id>', 'the user’s id in Django')
        .argParser(positiveInteger)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--practice [url]',
        'a practice exchange: this application’s own, or the one at an address (`npm run practice`)',
      )
        .argParser(practiceUrl)
        .preset(ownPractice)
        .conflicts('testnet'),
    )
    .option('--testnet', 'the exchange’s own test network')
    .addOption(
      new Option('--redis-permission <what>', 'what requests over Redis may do')
        .choices(redisPermissions)
        .default('trade'),
    )
    .addHelpText(
      'after',
      `
The key on standard input is JSON, {"apiKey": "…", "secret": "…"} (and "passphrase" where the exchange has one), or the API key on the
first line and the secret, or a private key in PEM form, on the lines after it. It goes into the system's keychain and nowhere else.
--practice without an address needs no key. --practice with an address makes one there when standard input brings none.`,
    )
    .action(add)
}

async function add(options: Options, command: Command): Promise<void> {
  const { dataFolder } = resolveCommon(options, command)
  const accounts = await openAccounts(dataFolder)
  accounts.registry.checkUnique(options)
  const environment = environmentOf(options)
  const credentials = await credentialsFor(environment, options)
  const account = await accounts.add({
    name: options.name,
    exchange: options.exchange,
    brokerId: options.brokerId,
    userId: options.userId,
    environment,
    redisPermission: options.redisPermission,
    credentials,
    thisRunOnly: false,
  })
  const effect =
    runningInstance(dataFolder) === null
      ? 'the gateway serves it when it starts'
      : 'the running gateway takes it over now'
  printLine(`Added ${account.name} (${account.id}); ${effect}.`)
}

function environmentOf({ practice, testnet }: Options): Environment {
  if (practice !== undefined) return { kind: 'practice', url: practice === ownPractice ? null : practice }
  return { kind: testnet === true ? 'testnet' : 'production' }
}

async function credentialsFor(environment: Environment, options: Options): Promise<ApiKey | null> {
  if (environment.kind !== 'practice') return readKeys(process.stdin)
  if (environment.url === null) return null
  return (
    (await readKeysIfGiven(process.stdin, patienceMs)) ?? openAtPractice(environment.url, options.exchange)
  )
}

/** Makes a key and opens an account with it at a practice exchange. */
async function openAtPractice(url: string, exchange: ExchangeName): Promise<ApiKey> {
  const key = { apiKey: randomBytes(32).toString('hex'), secret: randomBytes(32).toString('hex') }
  let response: Response
  try {
    response = await fetch(new URL('/control/accounts', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ exchange, ...key }),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new CommandError(`No practice exchange answers at ${url}; start one with \`npm run practice\`.`)
  }
  if (!response.ok)
    throw new CommandError(`The practice exchange at ${url} opened no account (HTTP ${response.status}).`)
  console.error('No key on standard input: one was made at the practice exchange.')
  return { ...key, passphrase: null }
}

function name(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 100)
    throw new InvalidArgumentError('It must have 1 to 100 characters.')
  return trimmed
}

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return value
}

/** Practice exchanges listen on loopback only: another host would be given a key and orders that were meant for practice. */
function practiceUrl(text: string): string {
  if (text === ownPractice) return text
  const url = URL.parse(text)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  )
    throw new InvalidArgumentError(
      'It must be an address on this machine, such as http://127.0.0.1:8900/binance.',
    )
  return text.replace(/\/+$/, '')
}

import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Account, type Environment, exchangeNames, type ExchangeName } from '../../src-shared/account.ts'
import { databaseLabel, type DatabaseOptions } from '../../src-shared/database-options.ts'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { said, sentence } from '../../src-shared/messages/index.ts'
import { redisLabel } from '../../src-shared/redis-label.ts'
import type { RedisOptions } from '../../src-shared/redis-options.ts'
import { AccountRegistry } from '../accounts/registry.ts'
import { Vault } from '../accounts/vault.ts'
import { type RedisAddress, redisUrl } from '../app/redis-address.ts'
import { databasePassword, databaseSecretNames } from '../django/database-secret.ts'
import { tryDatabase } from '../django/try-database.ts'
import { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { isDamagedFile } from '../infra/sqlite-file.ts'
import { findRedisServer, probeRedis } from '../redis/service/own-server.ts'
import { redisSecretNames, redisSecretsFor } from '../redis/service/redis-secrets.ts'
import { tryConnection } from '../redis/service/try-connection.ts'
import { databaseTrialText } from './database-words.ts'
import { installedElectron, windowProblem } from './electron-runtime.ts'

export interface DoctorFinding {
  readonly state: 'ok' | 'warning' | 'missing' | 'damaged'
  readonly what: string
  readonly text: string
}

const neededNode = 24
const timeLimitMs = 4000
/**
 * Exchanges refuse requests whose time is further off than this; the gateway corrects for it, other software does not.
 */
const worryingOffsetMs = 1000

export function checkNode(): DoctorFinding {
  const major = Number(process.versions.node.split('.')[0])
  const text = `${process.version}${major < neededNode ? `; Node ${neededNode} is needed (\`npm start\` brings its own)` : ''}`
  return { state: major < neededNode ? 'missing' : 'ok', what: 'Node', text }
}

export function checkDataFolder(given: string): DoctorFinding {
  const folder = resolve(given)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return { state: 'ok', what: 'data folder', text: folder }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    return { state: 'missing', what: 'data folder', text: `${folder} cannot be written (${reason})` }
  }
}

/** Whether orders can be written down; none is sent otherwise. */
export function checkJournal(folder: string): DoctorFinding {
  const what = 'journal'
  const file = resolve(folder, 'journal.sqlite')
  if (!existsSync(file)) {
    if (!existsSync(resolve(folder, 'accounts.json')))
      return { state: 'ok', what, text: 'none yet; the first start makes it' }
    const text = `${file} is missing although there are accounts: the next start makes a new one and halts the kill switch`
    return { state: 'damaged', what, text }
  }
  try {
    if (!isDamagedFile(file)) return { state: 'ok', what, text: file }
    const text = `${file} is damaged: it can be read, and no order is sent until a new one is started (in the panel, or with \`npm run journal -- renew\`)`
    return { state: 'damaged', what, text }
  } catch (error) {
    return { state: 'warning', what, text: `${file} cannot be looked at (${(error as Error).message})` }
  }
}

/** The keychain, as the doctor asks it. */
export const openVault = (): Promise<Vault> => Vault.open({ timeoutMs: timeLimitMs })

export async function checkKeychain(vault: Promise<Vault>): Promise<DoctorFinding> {
  const { available, reason } = (await vault).availability()
  if (available) return { state: 'ok', what: 'keychain', text: 'keeps and gives back what is put in' }
  const why = reason === null ? 'no reason given' : said(reason, 'en')
  const text = `none answers (${why}); real API keys can be kept for one run only`
  return { state: 'missing', what: 'keychain', text }
}

/**
 * The Redis that the gateway would use: what was saved on the Gateway screen, unless an address is named for this run.
 */
export async function checkRedis(
  address: RedisAddress,
  saved: RedisOptions | null,
  vault: Promise<Vault>,
  folder: string,
): Promise<DoctorFinding> {
  return saved === null || address.forThisRun ? checkPlainRedis(address) : checkSavedRedis(saved, vault, folder)
}

async function checkSavedRedis(options: RedisOptions, vault: Promise<Vault>, folder: string): Promise<DoctorFinding> {
  const what = 'Redis'
  const secret = (await vault).secret(redisSecretNames(folder))
  const unreadable = await secret.load()
  const trial = await tryConnection({ options, secrets: redisSecretsFor(options, secret.text) })
  const label = redisLabel(options)
  if (trial.ok) return { state: 'ok', what, text: `answers at ${label}, as saved on the Gateway screen` }
  const also = unreadable === null ? '' : `; its password could not be read (${unreadable})`
  return { state: 'missing', what, text: `${label}, as saved: ${sentence(trial.problem, 'en')}${also}` }
}

async function checkPlainRedis(address: RedisAddress): Promise<DoctorFinding> {
  const url = redisUrl(address)
  if (await probeRedis(address.host, address.port, timeLimitMs))
    return { state: 'ok', what: 'Redis', text: `answers at ${url}` }
  const server = address.given ? null : findRedisServer()
  if (server !== null)
    return { state: 'ok', what: 'Redis', text: `none at ${url}; the gateway starts its own with ${server}` }
  const help = address.given ? '' : '; install redis-server, or name another with --redis'
  return { state: 'missing', what: 'Redis', text: `none answers at ${url}${help}` }
}

/** Django's database, where it is used; null: it is not. */
export async function checkDatabase(
  options: DatabaseOptions | null,
  vault: Promise<Vault>,
  folder: string,
): Promise<DoctorFinding | null> {
  if (options === null) return null
  const what = 'Django’s database'
  const secret = (await vault).secret(databaseSecretNames(folder))
  const unreadable = await secret.load()
  const trial = await tryDatabase({ options, password: databasePassword(options, secret.text) })
  const label = databaseLabel(options)
  if (!trial.ok) {
    const also = unreadable === null ? '' : `; its password could not be read (${unreadable})`
    return { state: 'missing', what, text: `${label}: ${sentence(trial.problem, 'en')}${also}` }
  }
  const lacking = trial.lacks.length > 0
  const help = lacking ? ' (`npm run database -- status` says what is lacking)' : ''
  return { state: lacking ? 'warning' : 'ok', what, text: `${label}: ${databaseTrialText(trial)}${help}` }
}

export function checkElectron(): DoctorFinding {
  const problem = windowProblem(process.platform, process.env, process.getuid?.() ?? null)
  const installed = installedElectron()
  if (problem !== null) return { state: 'warning', what: 'Electron', text: `${problem}; the browser shows the panel` }
  if (installed !== null) return { state: 'ok', what: 'Electron', text: installed }
  return {
    state: 'warning',
    what: 'Electron',
    text: 'the runtime is not installed; `npm start` downloads it or uses the browser',
  }
}

/** An exchange's clock as it is reached from one environment. */
interface ClockSource {
  readonly exchange: ExchangeName
  readonly environment: Exclude<Environment, { readonly kind: 'practice' }>
}

/**
 * One an exchange, whoever uses it, and one for every other environment of these accounts; practice is left out, since
 * it has ours.
 */
export function clockSourcesOf(accounts: readonly Pick<Account, 'exchange' | 'environment'>[]): readonly ClockSource[] {
  const sources: readonly ClockSource[] = [
    ...exchangeNames.map((exchange) => ({ exchange, environment: { kind: 'production' } as const })),
    ...accounts.flatMap(({ exchange, environment }) =>
      environment.kind === 'practice' ? [] : [{ exchange, environment }],
    ),
  ]
  return [...new Map(sources.map((source) => [nameOf(source), source])).values()]
}

function nameOf({ exchange, environment }: ClockSource): string {
  const { label } = exchangeProfiles[exchange]
  return environment.kind === 'production' ? label : `${label} ${environment.kind}`
}

/**
 * Offset of this machine's clock from an exchange's. Out of reach is no fault of the installation: practice needs no
 * network.
 */
export async function checkClock(source: ClockSource): Promise<DoctorFinding> {
  const what = `clock ${nameOf(source)}`
  const manager = new NativeExchangeManager({
    connections: () => {
      throw new GatewayError('not-found', 'account.unknown')
    },
    transport: { connectTimeoutMs: timeLimitMs, deadlineMs: timeLimitMs },
    // One try: the line says what is so now.
    pause: () => Promise.resolve(),
  })
  try {
    const { offsetMs } = await manager.measureClock(source.exchange, source.environment)
    const text = `${offsetMs >= 0 ? '+' : ''}${Math.round(offsetMs)} ms from ours`
    if (Math.abs(offsetMs) < worryingOffsetMs) return { state: 'ok', what, text }
    return { state: 'warning', what, text: `${text}; set this machine’s clock (NTP)` }
  } catch (error) {
    const { text } = toGatewayError(error)
    return {
      state: 'warning',
      what,
      text: `${sentence(text, 'en')} Real accounts need it, practice does not.`,
    }
  } finally {
    await manager.close()
  }
}

/** The accounts of a data folder, none where they cannot be read, and why that is. */
export async function accountsOf(
  folder: string,
): Promise<{ readonly accounts: readonly Account[]; readonly problem: string | null }> {
  try {
    const registry = await AccountRegistry.open({ folder: resolve(folder) })
    return {
      accounts: registry.list(),
      problem: registry.problem === null ? null : sentence(registry.problem, 'en'),
    }
  } catch (error) {
    return { accounts: [], problem: (error as Error).message }
  }
}

/** How many accounts there are on which exchange. */
export function checkAccounts(
  accounts: readonly Pick<Account, 'exchange'>[],
  problem: string | null = null,
): DoctorFinding {
  const what = 'accounts'
  if (problem !== null) return { state: 'damaged', what, text: problem }
  if (accounts.length === 0) return { state: 'ok', what, text: 'none yet; the first start makes one for practice' }
  const counts = exchangeNames.flatMap((name) => {
    const count = accounts.filter(({ exchange }) => exchange === name).length
    return count === 0 ? [] : [`${exchangeProfiles[name].label} ${count}`]
  })
  return { state: 'ok', what, text: counts.join(', ') }
}

import { accessSync, constants, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Vault } from '../accounts/vault.ts'
import { findRedisServer, probeRedis } from '../redis/own-server.ts'
import { installedElectron, windowProblem } from './electron-runtime.ts'
import { type RedisAddress, redisUrl } from './redis-address.ts'

export interface Finding {
  readonly state: 'ok' | 'warning' | 'missing'
  readonly what: string
  readonly text: string
}

const neededNode = 24
const timeLimitMs = 4000
/** Exchanges refuse requests whose time is further off than this; the gateway corrects for it, other software does not. */
const worryingOffsetMs = 1000

export function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  const text = `${process.version}${major < neededNode ? `; Node ${neededNode} is needed (\`npm start\` brings its own)` : ''}`
  return { state: major < neededNode ? 'missing' : 'ok', what: 'Node', text }
}

export function checkDataFolder(given: string): Finding {
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

export async function checkKeychain(): Promise<Finding> {
  const { available, reason } = (await Vault.open({ timeoutMs: timeLimitMs })).availability()
  if (available) return { state: 'ok', what: 'keychain', text: 'keeps and gives back what is put in' }
  const text = `none answers (${reason ?? 'no reason given'}); real API keys can be kept for one run only`
  return { state: 'missing', what: 'keychain', text }
}

export async function checkRedis(address: RedisAddress): Promise<Finding> {
  const url = redisUrl(address)
  if (await probeRedis(address.host, address.port, timeLimitMs))
    return { state: 'ok', what: 'Redis', text: `answers at ${url}` }
  const server = address.given ? null : findRedisServer()
  if (server !== null)
    return { state: 'ok', what: 'Redis', text: `none at ${url}; the gateway starts its own with ${server}` }
  const help = address.given ? '' : '; install redis-server, or name another with --redis'
  return { state: 'missing', what: 'Redis', text: `none answers at ${url}${help}` }
}

export function checkElectron(): Finding {
  const problem = windowProblem(process.platform, process.env, process.getuid?.() ?? null)
  const installed = installedElectron()
  if (problem !== null)
    return { state: 'warning', what: 'Electron', text: `${problem}; the browser shows the panel` }
  if (installed !== null) return { state: 'ok', what: 'Electron', text: installed }
  return {
    state: 'warning',
    what: 'Electron',
    text: 'the runtime is not installed; `npm start` downloads it or uses the browser',
  }
}

interface ClockSource {
  readonly name: string
  readonly url: string
  /** Finds the exchange's time (epoch ms) in its answer. */
  readonly read: (answer: unknown) => number | null
}

/** The exchanges that have a client, and where they publish their time. */
export const clockSources: readonly ClockSource[] = [
  {
    name: 'Binance',
    url: 'https://api.binance.com/api/v3/time',
    read: (answer) => {
      const time = (answer as { readonly serverTime?: unknown } | null)?.serverTime
      return typeof time === 'number' ? time : null
    },
  },
]

/** Offset of this machine's clock from an exchange's. Out of reach is no fault of the installation: practice needs no network. */
export async function checkClock(source: ClockSource): Promise<Finding> {
  const what = `clock ${source.name}`
  try {
    const asked = Date.now()
    const response = await fetch(source.url, { signal: AbortSignal.timeout(timeLimitMs), redirect: 'error' })
    const time = source.read(await response.json())
    if (time === null) return { state: 'warning', what, text: `gave no time (HTTP ${response.status})` }
    const offset = Math.round(time - (asked + Date.now()) / 2)
    const text = `${offset >= 0 ? '+' : ''}${offset} ms from ours`
    if (Math.abs(offset) < worryingOffsetMs) return { state: 'ok', what, text }
    return { state: 'warning', what, text: `${text}; set this machine’s clock (NTP)` }
  } catch {
    return { state: 'warning', what, text: 'cannot be reached; real accounts need it, practice does not' }
  }
}

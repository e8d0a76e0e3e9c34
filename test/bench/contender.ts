import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { runCli } from '../cli/spawn-cli.ts'
import type { Keyring } from '../faults/run/keyring.ts'
import type { BenchAccount } from './accounts.ts'
import { builtProgram } from './built-programs.ts'
import { Caller } from './caller.ts'

export const contenderNames = ['floor', 'durable floor', 'ours', 'ours, asking', 'ccxt'] as const
/** `ours, asking`: nothing is pushed to it; `ours, by socket`: its orders on Binance go over a WebSocket. */
export type ContenderName = (typeof contenderNames)[number] | 'ours, by socket'

/** A gateway in a process of its own, on a Redis of its own. */
export class Contender {
  readonly name: ContenderName
  readonly caller: Caller
  readonly pid: number
  /** From the start of its process until it said that it serves, in ms. */
  readonly readyMs: number
  readonly #child: ChildProcess
  readonly #redis: OwnRedisServer
  readonly #folder: string

  private constructor(
    parts: Pick<Contender, 'name' | 'caller' | 'pid' | 'readyMs'>,
    child: ChildProcess,
    redis: OwnRedisServer,
    folder: string,
  ) {
    this.name = parts.name
    this.caller = parts.caller
    this.pid = parts.pid
    this.readyMs = parts.readyMs
    this.#child = child
    this.#redis = redis
    this.#folder = folder
  }

  /** @param lineTo gives the port by which the gateway reaches its Redis; the Redis's own unless given. */
  static async start(
    name: ContenderName,
    accounts: readonly BenchAccount[],
    keyring: Pick<Keyring, 'env'>,
    lineTo: (port: number) => Promise<number> = (port) => Promise.resolve(port),
  ): Promise<Contender> {
    const redis = await startOwnRedis()
    const folder = await mkdtemp(join(tmpdir(), 'agw-bench-'))
    if (isOurs(name)) for (const account of accounts) await addAccount(account, folder, keyring)
    if (name === 'ours, by socket')
      await cli(['account', 'orders-over', 'binance', 'websocket', '--data', folder], keyring)
    const probe = pathToFileURL(await builtProgram('lag-probe')).href
    const words = ['--import', probe, ...(await wordsOf(name, await lineTo(redis.port), accounts, folder))]
    const began = performance.now()
    const env = {
      ...process.env,
      ...keyring.env,
      NO_COLOR: '1',
      CI: 'true',
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
    }
    const child = spawn(process.execPath, words, {
      env: { ...env, BENCH_LAG_FILE: join(folder, 'bench-lag') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await ready(child)
    const readyMs = performance.now() - began
    const caller = await Caller.open(redis.port)
    return new Contender({ name, caller, pid: child.pid ?? 0, readyMs }, child, redis, folder)
  }

  /** How late its event loop was in the last moments, p99, in ms. */
  async lagMs(): Promise<number> {
    return Number(await readFile(join(this.#folder, 'bench-lag'), 'utf8'))
  }

  async close(): Promise<void> {
    this.caller.close()
    const ended = once(this.#child, 'close')
    this.#child.kill(isOurs(this.name) ? 'SIGTERM' : 'SIGKILL')
    await ended
    await this.#redis.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

const isOurs = (name: ContenderName): boolean => name.startsWith('ours')

const peers = join(import.meta.dirname, '../peers/package.json')
const product = join(import.meta.dirname, '../../out/main/cli.js')

async function wordsOf(
  name: ContenderName,
  port: number,
  accounts: readonly BenchAccount[],
  folder: string,
): Promise<readonly string[]> {
  const asked = [String(port), JSON.stringify(accounts)]
  switch (name) {
    case 'floor':
      return [await builtProgram('floor'), ...asked]
    case 'durable floor':
      return [await builtProgram('floor'), ...asked, join(folder, 'orders')]
    case 'ccxt':
      return [await builtProgram('ccxt'), ...asked, peers]
    case 'ours':
    case 'ours, asking':
    case 'ours, by socket':
      return [product, 'gateway', '--data', folder, '--redis', `redis://127.0.0.1:${port}`]
  }
}

async function addAccount(account: BenchAccount, folder: string, keyring: Pick<Keyring, 'env'>): Promise<void> {
  const { exchange, brokerId, baseUrl, key } = account
  const words = ['account', 'add', '--data', folder, '--exchange', exchange, '--name', exchange]
  words.push('--broker-id', String(brokerId), '--user-id', '1', '--practice', baseUrl)
  await cli(words, keyring, JSON.stringify(key))
}

async function cli(words: readonly string[], { env }: Pick<Keyring, 'env'>, input = ''): Promise<void> {
  const { code, stderr } = await runCli(words, { input, env })
  if (code !== 0) throw new Error(`${words.slice(0, 2).join(' ')} did not work: ${stderr}`)
}

function ready(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.once('close', (code) => reject(new Error(`a gateway ended with ${String(code)}: ${errors}`)))
  if (child.stdout === null) throw new Error('no standard output')
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.includes('"ready":true')) resolve(undefined)
  })
  return promise
}

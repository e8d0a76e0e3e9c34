import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { madeUpKey } from '../../../src-main/app/in-process-practice.ts'
import { type OwnRedisServer, startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { RunningCli } from '../../cli/spawn-cli.ts'
import type { Keyring } from '../../faults/run/keyring.ts'
import { unlimited } from '../../faults/run/unlimited.ts'
import { Caller } from '../caller.ts'

export interface Scale {
  readonly gateways: number
  readonly accounts: number
  /** Beside the dozen that every practice exchange has. */
  readonly moreMarkets: number
  /** Whether the exchange's own limits hold; else limits do not set the pace. */
  readonly isLimited: boolean
}

const saidSchema = z.object({ controlUrl: z.string(), baseUrls: z.object({ binance: z.string() }) })
const ordersSchema = z.object({ orders: z.object({ binance: z.array(z.unknown()) }) })

/** Gateways that take from one queue, and the practice exchange that all of them trade on, each in its process. */
export class ScaleGroup {
  readonly caller: Caller
  readonly pids: readonly number[]
  readonly #practice: ChildProcess
  readonly #control: string
  readonly #redis: OwnRedisServer
  readonly #members: readonly Member[]

  private constructor(parts: {
    readonly caller: Caller
    readonly practice: ChildProcess
    readonly control: string
    readonly redis: OwnRedisServer
    readonly members: readonly Member[]
  }) {
    this.caller = parts.caller
    this.#practice = parts.practice
    this.#control = parts.control
    this.#redis = parts.redis
    this.#members = parts.members
    this.pids = parts.members.map(({ cli }) => cli.child.pid ?? 0)
  }

  static async start(scale: Scale, keyring: Keyring): Promise<ScaleGroup> {
    const practice = spawn(process.execPath, [join(import.meta.dirname, 'practice.ts'), String(scale.moreMarkets)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const redis = await startOwnRedis()
    const members: Member[] = []
    try {
      const { control, keys, url } = await prepare(practice, scale)
      for (let each = 0; each < scale.gateways; each += 1) {
        const folder = await mkdtemp(join(tmpdir(), 'agw-scale-'))
        await writeFile(join(folder, 'settings.json'), JSON.stringify({ redisSharing: 'share', startOwnRedis: false }))
        await addAccounts(folder, url, keys, keyring)
        const words = ['gateway', '--data', folder, '--redis', `redis://127.0.0.1:${redis.port}`]
        const cli = new RunningCli(words, { env: keyring.env })
        members.push({ cli, folder })
        await cli.line(/"ready":true/)
      }
      return new ScaleGroup({ caller: await Caller.open(redis.port), practice, control, redis, members })
    } catch (error) {
      await end(members, practice, redis)
      throw error
    }
  }

  /** Every order that there ever was at the exchange. */
  async ordersThere(): Promise<number> {
    return ordersSchema.parse(await (await fetch(`${this.#control}/orders`)).json()).orders.binance.length
  }

  /** How often the exchange told a gateway that it had asked too much. */
  async refusals(): Promise<number> {
    // Whoever had nothing to say has no log.
    const logOf = (folder: string): Promise<string> => readFile(join(folder, 'gateway.log'), 'utf8').catch(() => '')
    const logs = await Promise.all(this.#members.map(({ folder }) => logOf(folder)))
    return logs.join('').split('the exchange asks to wait').length - 1
  }

  async close(): Promise<void> {
    this.caller.close()
    await end(this.#members, this.#practice, this.#redis)
  }
}

interface Member {
  readonly cli: RunningCli
  readonly folder: string
}

async function end(members: readonly Member[], practice: ChildProcess, redis: OwnRedisServer): Promise<void> {
  await Promise.all(members.map(({ cli }) => cli.end()))
  const ended = once(practice, 'close')
  practice.kill('SIGTERM')
  await ended
  await redis.close()
  for (const { folder } of members) await rm(folder, { recursive: true, force: true })
}

/** Limits and accounts of the practice exchange. */
async function prepare(practice: ChildProcess, { accounts, isLimited }: Scale) {
  const said = saidSchema.parse(JSON.parse(await firstLine(practice)))
  const control = said.controlUrl
  if (!isLimited) for (const limits of unlimited) await post(`${control}/limits`, limits)
  const keys = Array.from({ length: accounts }, () => madeUpKey('binance'))
  for (const { apiKey, secret } of keys) {
    const balances = { USDT: '100000000', BTC: '1000' }
    await post(`${control}/accounts`, { exchange: 'binance', apiKey, secret, balances })
  }
  return { control, keys, url: said.baseUrls.binance }
}

async function addAccounts(folder: string, url: string, keys: readonly object[], keyring: Keyring): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'add-accounts.ts'), folder, url], {
    env: { ...process.env, ...keyring.env },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.end(JSON.stringify(keys))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the accounts were not added: ${errors}`)
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no standard output')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return line
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`)
}

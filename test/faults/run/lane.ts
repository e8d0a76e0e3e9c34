import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CredentialsInput } from '../../../src-main/accounts/key-kind.ts'
import { madeUpKey } from '../../../src-main/app/in-process-practice.ts'
import { startOwnRedis, type OwnRedisServer } from '../../../src-main/redis/service/own-server.ts'
import { runCli, RunningCli } from '../../cli/spawn-cli.ts'
import { CuttingProxy } from '../../redis/support/cutting-proxy.ts'
import { DjangoClient } from '../../redis/support/django-client.ts'
import type { Matched, FaultTarget } from './fault-targets.ts'
import type { ExchangeOrder } from './figures.ts'
import { type JournalRows, readJournal } from './journal-rows.ts'
import { type Keyring, startKeyring } from './keyring.ts'

/** An account as Django, the gateway and the practice exchange know it. */
export interface Trader {
  readonly target: FaultTarget
  readonly name: string
  readonly brokerId: number
  readonly key: CredentialsInput
}

export const userId = 7

interface RequestCount {
  readonly endpoint: string
  readonly seen: number
  readonly spoiled: number
}

/** Loaded before the gateway when it is to die at a moment of its journal. */
const dieAtFile = pathToFileURL(join(import.meta.dirname, 'die-at.ts')).href

/**
 * What every gateway of a run starts from: a keychain with the traders' keys, and a data folder that knows the
 * accounts.
 */
export class Stage {
  readonly keyring: Keyring
  readonly traders: readonly Trader[]
  readonly template: string
  /** The practice exchange's origin as the template has it. */
  readonly origin: string

  private constructor(stage: Pick<Stage, 'keyring' | 'traders' | 'template' | 'origin'>) {
    this.keyring = stage.keyring
    this.traders = stage.traders
    this.template = stage.template
    this.origin = stage.origin
  }

  /**
   * `targets`: one trader for each, a target may come several times. Accounts are added by the product's own command.
   */
  static async set(targets: readonly FaultTarget[]): Promise<Stage> {
    const keyring = await startKeyring()
    const template = await mkdtemp(join(tmpdir(), 'agw-faults-template-'))
    const practice = new RunningCli(['practice', '--no-state'])
    try {
      const origin = new URL(await controlUrl(practice)).origin
      const traders = targets.map((target, index): Trader => {
        const name = `${target.id} ${index + 1}`
        return { target, name, brokerId: index + 1, key: madeUpKey(target.exchange) }
      })
      for (const trader of traders) {
        await openAccount(`${origin}/control`, trader)
        const { exchange, kind } = trader.target
        const words = ['account', 'add', '--data', template, '--exchange', exchange, '--name', trader.name]
        words.push('--broker-id', String(trader.brokerId), '--user-id', String(userId))
        words.push('--practice', `${origin}/${exchange}`)
        if (kind !== null) words.push('--practice-kind', kind)
        const { code, stderr } = await runCli(words, { input: JSON.stringify(trader.key), env: keyring.env })
        if (code !== 0) throw new Error(`the account ${trader.name} was not added: ${stderr}`)
      }
      await chooseRoutes(join(template, 'accounts.json'), traders)
      return new Stage({ keyring, traders, template, origin })
    } catch (error) {
      await keyring.close()
      await rm(template, { recursive: true, force: true })
      throw error
    } finally {
      await practice.end()
    }
  }

  async close(): Promise<void> {
    await this.keyring.close()
    await rm(this.template, { recursive: true, force: true })
  }
}

/**
 * Practice exchanges in one process, the gateway in another, and a real Redis between it and us, behind a line that can
 * be cut.
 */
export class Lane {
  readonly stage: Stage
  readonly redis: OwnRedisServer
  readonly proxy: CuttingProxy
  readonly django: DjangoClient
  readonly #practice: RunningCli
  readonly #control: string
  #folder: string | null = null
  #gateway: RunningCli | null = null

  private constructor(lane: Pick<Lane, 'stage' | 'redis' | 'proxy' | 'django'>, practice: RunningCli, control: string) {
    this.stage = lane.stage
    this.redis = lane.redis
    this.proxy = lane.proxy
    this.django = lane.django
    this.#practice = practice
    this.#control = control
  }

  static async open(stage: Stage): Promise<Lane> {
    const practice = new RunningCli(['practice', '--no-state'])
    const control = await controlUrl(practice)
    const redis = await startOwnRedis()
    const proxy = await CuttingProxy.start(redis.port)
    return new Lane({ stage, redis, proxy, django: new DjangoClient(redis.port) }, practice, control)
  }

  get dataFolder(): string {
    if (this.#folder === null) throw new Error('the lane is not begun')
    return this.#folder
  }

  /** Everything as new: exchanges, Redis, data folder. */
  async begin(limits: readonly object[] = []): Promise<void> {
    await this.#leave()
    await this.control('POST', '/reset', {})
    for (const trader of this.stage.traders) await openAccount(this.#control, trader)
    for (const each of limits) await this.control('POST', '/limits', each)
    await this.django.redis.flushall()
    const folder = await mkdtemp(join(tmpdir(), 'agw-faults-data-'))
    await cp(this.stage.template, folder, { recursive: true })
    const file = join(folder, 'accounts.json')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll(this.stage.origin, new URL(this.#control).origin))
    this.#folder = folder
  }

  /**
   * As {@link runGateway}, and waits until it has found the queue empty: only then is it known what is pushed after its
   * start. Where orders go over a socket, waits for that, too.
   */
  async startGateway(dieAt: string | null = null): Promise<RunningCli> {
    const gateway = await this.runGateway(dieAt)
    while (!/name=aristobot-gateway:.* cmd=blmove /.test(String(await this.django.redis.client('LIST'))))
      await new Promise((resolve) => setTimeout(resolve, 20))
    const overSocket = this.stage.traders.find(({ target }) => target.orderRoute === 'websocket')
    while (overSocket !== undefined && (await this.seen(overSocket.target, [{ method: 'WS', path: 'ping' }])) === 0)
      await new Promise((resolve) => setTimeout(resolve, 20))
    return gateway
  }

  /** Starts a gateway on the data folder and waits until it serves. `dieAt`: see die-at.ts. */
  async runGateway(dieAt: string | null = null): Promise<RunningCli> {
    const words = ['gateway', '--data', this.dataFolder, '--redis', `redis://127.0.0.1:${this.proxy.port}`]
    const gateway = new RunningCli(words, {
      env: { ...this.stage.keyring.env, ...(dieAt !== null && { FAULTS_DIE_AT: dieAt }) },
      nodeWords: dieAt === null ? [] : ['--import', dieAtFile],
    })
    this.#gateway = gateway
    await gateway.line(/"ready":true/)
    return gateway
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#gateway?.end('SIGKILL')
  }

  /** Spoils the next request that matches, `count` times for each of the paths given. */
  async spoil(target: FaultTarget, matched: readonly Matched[], fault: unknown, count = 1): Promise<void> {
    for (const { method, path } of matched)
      await this.control('POST', '/faults', {
        match: { exchange: target.exchange, method, path },
        fault,
        count,
      })
  }

  /** How many requests were spoiled so far: seen by the exchange and not answered as they should be. */
  async spoiled(): Promise<number> {
    return (await this.#requests()).reduce((sum, { spoiled }) => sum + spoiled, 0)
  }

  /** How many requests of these kinds the exchange has seen so far. */
  async seen({ exchange }: FaultTarget, matched: readonly Matched[]): Promise<number> {
    const isMeant = (endpoint: string): boolean =>
      matched.some(({ method, path }) => {
        const name = `${exchange} ${method} ${path}`
        return name.endsWith('*') ? endpoint.startsWith(name.slice(0, -1)) : endpoint === name
      })
    const requests = await this.#requests()
    return requests.reduce((sum, { endpoint, seen }) => sum + (isMeant(endpoint) ? seen : 0), 0)
  }

  async #requests(): Promise<readonly RequestCount[]> {
    const { requests } = (await this.control('GET', '/statistics')) as {
      readonly requests: readonly RequestCount[]
    }
    return requests
  }

  /** Every order at every exchange, asked past every client. */
  async orders(): Promise<readonly ExchangeOrder[]> {
    const { orders } = (await this.control('GET', '/orders')) as {
      readonly orders: Readonly<Record<string, readonly Omit<ExchangeOrder, 'exchange'>[]>>
    }
    return Object.entries(orders).flatMap(([exchange, list]) => list.map((order) => ({ ...order, exchange })))
  }

  journal(): JournalRows {
    return readJournal(this.dataFolder)
  }

  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    return callControl(this.#control, method, path, body)
  }

  async close(): Promise<void> {
    await this.#leave()
    this.django.close()
    await this.proxy[Symbol.asyncDispose]()
    await this.redis.close()
    await this.#practice.end()
  }

  async #leave(): Promise<void> {
    await this.kill()
    this.#gateway = null
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true })
    this.#folder = null
  }
}

/** No command says how orders go: the panel does. */
async function chooseRoutes(file: string, traders: readonly Trader[]): Promise<void> {
  const kept = JSON.parse(await readFile(file, 'utf8')) as { readonly accounts: readonly { readonly name: string }[] }
  const accounts = kept.accounts.map((account) => {
    const orderRoute = traders.find(({ name }) => name === account.name)?.target.orderRoute ?? 'rest'
    return { ...account, orderRoute }
  })
  await writeFile(file, JSON.stringify({ ...kept, accounts }))
}

async function controlUrl(practice: RunningCli): Promise<string> {
  return (JSON.parse(await practice.line(/controlUrl/)) as { readonly controlUrl: string }).controlUrl
}

async function openAccount(control: string, { target, key }: Trader): Promise<void> {
  const { exchange, kind } = target
  const { apiKey, secret, passphrase } = key
  const balances = { USDT: '100000000', BTC: '10000', ETH: '100000', SOL: '1000000' }
  await callControl(control, 'POST', '/accounts', {
    exchange,
    apiKey,
    secret,
    balances,
    ...(passphrase !== null && { passphrase }),
    ...(kind !== null && { kind }),
  })
}

async function callControl(control: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(control + path, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`control ${method} ${path}: ${JSON.stringify(answer)}`)
  return answer
}

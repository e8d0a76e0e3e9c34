import { onTestFinished } from 'vitest'
import { DividedLimits } from '../../../src-main/exchange/accounts/divided-limits.ts'
import type { Cost, Priority } from '../../../src-main/exchange/http/admission.ts'
import type { PoolLimit } from '../../../src-main/exchange/http/limit-pool.ts'
import { RateLimiter } from '../../../src-main/exchange/http/rate-limiter.ts'
import { plainConnection, type RedisConnection } from '../../../src-main/redis/connection.ts'
import { LimitSharer, type SharerTimes, usualSharerTimes } from '../../../src-main/redis/limit-sharer.ts'
import { RedisLine } from '../../../src-main/redis/redis-line.ts'
import { CuttingProxy } from './cutting-proxy.ts'

/** What an exchange saw: so many units of a pool at a moment, in ms of this process. */
export interface Booked {
  readonly pool: string
  readonly amount: number
  readonly at: number
}

export const quickTimes: SharerTimes = {
  ...usualSharerTimes,
  aloneEveryMs: 30,
  sharingEveryMs: 20,
  ttlMs: 400,
  keepMs: 5_000,
}

/** A gateway as far as limits go: its limiter, and what shares it over a line to Redis that can be cut. */
export class SharingGateway {
  readonly limiter: RateLimiter
  readonly limits: DividedLimits
  readonly #proxy: CuttingProxy
  readonly #booked: Booked[]
  readonly #name: string
  readonly #times: SharerTimes
  readonly #pid: number
  readonly #connection: RedisConnection
  #sharer: LimitSharer | null = null
  #line: RedisLine | null = null
  #stopped = false

  private constructor(
    name: string,
    proxy: CuttingProxy,
    { pools, booked, times = quickTimes, pid = process.pid, connection }: SharingOptions,
  ) {
    this.#pid = pid
    this.#connection = connection ?? plainConnection({ host: '127.0.0.1', port: proxy.port })
    this.#name = name
    this.#proxy = proxy
    this.#booked = booked ?? []
    this.#times = times
    this.limits = new DividedLimits('')
    this.limiter = new RateLimiter({ now: () => performance.now(), limits: pools, maxReads: 1_000 })
    this.limits.add('place', this.limiter)
  }

  static async start(name: string, port: number, options: SharingOptions): Promise<SharingGateway> {
    const proxy = await CuttingProxy.start(port)
    const gateway = new SharingGateway(name, proxy, options)
    onTestFinished(async () => {
      gateway.die()
      await proxy[Symbol.asyncDispose]()
    })
    await gateway.#connect()
    return gateway
  }

  get roundTrips(): number {
    return this.#proxy.roundTrips
  }

  /** Ends without a word, as a killed process does. */
  die(): void {
    this.#stopped = true
    this.limiter.close()
    this.limits.divider = null
    this.#line?.close()
  }

  async leave(): Promise<void> {
    await this.stopSharing()
    this.die()
  }

  /** Leaves the others, and is still there. */
  async stopSharing(): Promise<void> {
    await this.#sharer?.leave()
  }

  /** Cuts the line to Redis, and mends it after so many ms. */
  cut(ms: number): void {
    this.#proxy.cutAll()
    setTimeout(() => void this.#attach(), ms)
  }

  /** Sends a request that the exchange books at some moment before its answer. */
  async send(cost: Cost, priority: Priority, patienceMs = 20_000): Promise<void> {
    const admission = await this.limiter.acquire(cost, priority, patienceMs)
    const underWay = Math.random() * 20
    await pause(Math.random() * underWay)
    for (const [pool, amount] of Object.entries(cost)) this.#booked.push({ pool, amount, at: performance.now() })
    await pause(Math.random() * underWay)
    admission.done()
  }

  async #connect(): Promise<void> {
    this.#sharer = new LimitSharer({
      instanceId: this.#name,
      limits: this.limits,
      monotonicMs: () => performance.now(),
      times: this.#times,
      pid: this.#pid,
    })
    this.#sharer.start()
    await this.#attach()
  }

  async #attach(): Promise<void> {
    if (this.#stopped) return
    this.#line = await RedisLine.open(this.#connection, this.#name)
    await this.#sharer?.attach(this.#line)
  }
}

export interface SharingOptions {
  readonly pools: Readonly<Record<string, PoolLimit>>
  readonly booked?: Booked[]
  readonly times?: SharerTimes
  /** Missing: the server behind a proxy, where it can be cut. */
  readonly connection?: RedisConnection
  /** Of the process that others look for. */
  readonly pid?: number
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The most that an exchange's own count of a pool ever stood at. Pure. */
export function mostOf(booked: readonly Booked[], pool: string, limit: PoolLimit): number {
  const uses = booked.filter((use) => use.pool === pool).sort((a, b) => a.at - b.at)
  let most = 0
  let count = 0
  let since = -Infinity
  for (const [index, { at, amount }] of uses.entries()) {
    switch (limit.kind) {
      case 'decay':
        count = Math.max(0, count - ((at - since) / 1_000) * limit.perSecond)
        since = at
        break
      case 'aligned':
      case 'first_use': {
        const isOver = at >= since + limit.windowMs
        if (isOver) count = 0
        if (isOver) since = limit.kind === 'aligned' ? Math.floor(at / limit.windowMs) * limit.windowMs : at
        break
      }
      case 'rolling':
        count = uses.slice(0, index).reduce((sum, use) => sum + (use.at > at - limit.windowMs ? use.amount : 0), 0)
    }
    count += amount
    most = Math.max(most, count)
  }
  return most
}

import { hostname } from 'node:os'
import { z } from 'zod'
import { Listeners } from '../../src-shared/listeners.ts'
import type { OtherGateway, RedisSharing } from '../../src-shared/redis-sharing.ts'
import { SerialQueue } from '../infra/serial-queue.ts'
import { type GatewayAbout, parseAbout, parsePeer, type Peer } from './gateway-about.ts'
import { lookScript, releaseScript } from './lease-scripts.ts'
import { isDeadProcess, machineName } from './machine.ts'
import type { RedisLine } from './redis-line.ts'

/** How often the lease is renewed or asked for, and how long it lives without that, in ms. */
export interface LeaseTimes {
  readonly everyMs: number
  readonly ttlMs: number
}

export const usualLeaseTimes: LeaseTimes = { everyMs: 3_000, ttlMs: 10_000 }

interface Options {
  readonly instanceId: string
  readonly sharing: () => RedisSharing
  readonly times: LeaseTimes
  /** Epoch ms. */
  readonly now: () => number
  /** Whether requests are to be left to somebody who is no gateway; missing: never. Asked while we take none. */
  readonly holdsOff?: (line: RedisLine) => Promise<boolean>
  /** The process that others look for; missing: this one. */
  readonly pid?: number
}

const replySchema = z.tuple([z.string(), z.string(), z.string()], z.string())

/**
 * Who takes requests from the queue: the holder of the lease, or all that share it. A gateway that stands by asks for
 * it every few seconds and gets it when it expires, or at once when its holder is known to be dead: its process has
 * ended on this machine, or it has no connection any more at two looks. Whoever gets the lease alone gets a new number;
 * a former holder's is refused by every take from that moment on. Its answers are not held up by that: their orders
 * have happened.
 */
export class QueueLease {
  readonly #options: Options
  readonly #machine = machineName()
  readonly #since: number
  readonly #listeners = new Listeners<[]>()
  #line: RedisLine | null = null
  #timer: NodeJS.Timeout | null = null
  #number: string | null = null
  #found = ''
  #holder: GatewayAbout | null = null
  #peers: readonly Peer[] = []
  /** Gateways without a connection at the last look. */
  #absent: ReadonlySet<string> = new Set()
  /** Nothing is asked for as long as somebody else takes requests who knows of no lease. */
  #holdsOff = false
  /** Nothing is asked for any more. */
  #released = false
  /** Looks run one after the other. */
  readonly #turns = new SerialQueue()

  constructor(options: Options) {
    this.#options = options
    this.#since = options.now()
  }

  /** The fencing number to take with; null: requests are others' to take. */
  get number(): string | null {
    return this.#number
  }

  /** Who takes the requests that we do not; null: nobody is known to. */
  get holder(): OtherGateway | null {
    if (this.#number !== null || this.#holder === null) return null
    return otherOf({ about: this.#holder, number: this.#found }, this.#found)
  }

  /** The other gateways on this Redis that live. */
  get others(): readonly OtherGateway[] {
    return this.#peers.map((peer) => otherOf(peer, this.#number ?? this.#found))
  }

  /** Whether a gateway showed itself within the lease's life and is not known to have ended. */
  isLiving(instance: string): boolean {
    if (instance === this.#options.instanceId) return true
    return this.#peers.some(({ about }) => about.instance === instance && !this.#hasEnded(about))
  }

  /** Told after every look that found something new. @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Goes on over a new line: looks now and every few seconds as long as it lives. */
  async attach(line: RedisLine): Promise<void> {
    this.#detach()
    this.#line = line
    this.#timer = setInterval(() => {
      if (line.isAlive()) void this.look().catch(() => undefined)
      else if (this.#line === line) this.#detach()
    }, this.#options.times.everyMs)
    await this.look()
  }

  /** Renews the lease or asks for it. @throws Error when Redis does not answer */
  look(): Promise<void> {
    return this.#turns.run(async () => {
      const before = JSON.stringify([this.#number, this.holder, this.others])
      await this.#lookForOthers()
      await this.#ask('')
      if (this.#number === null && !this.#holdsOff && (await this.#isAbandoned())) {
        for (const instance of this.#takers()) await this.#line?.strike(instance)
        await this.#ask(this.#found)
      }
      if (JSON.stringify([this.#number, this.holder, this.others]) !== before) this.#tell()
    })
  }

  /** Takes the lease from whoever holds it. */
  takeOver(): Promise<void> {
    return this.#turns.run(async () => {
      await this.#lookForOthers()
      if (this.#number === null) await this.#ask(this.#found)
      this.#tell()
    })
  }

  /** Gives the lease back, if we hold it; we live on for the others until {@link leave}. */
  release(): Promise<void> {
    this.#released = true
    return this.#turns.run(async () => {
      const line = this.#line
      const number = this.#number
      this.#number = null
      if (line?.isAlive() !== true) return
      const { instanceId, times } = this.#options
      const words = [line.keys.gateway, instanceId, this.#about(line), number ?? '', String(times.ttlMs)]
      await line.run(releaseScript, leaseKeys(line), words)
    })
  }

  /** Tells the others that we are gone. */
  leave(): Promise<void> {
    return this.#turns.run(async () => {
      const line = this.#line
      this.#detach()
      if (line?.isAlive() === true) await line.strike(this.#options.instanceId)
    })
  }

  #detach(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#line = null
  }

  async #lookForOthers(): Promise<void> {
    const line = this.#line
    if (line === null || this.#released) return
    this.#holdsOff = this.#number === null && (await this.#options.holdsOff?.(line)) === true
  }

  async #ask(displaced: string): Promise<void> {
    const line = this.#line
    if (line === null || this.#released) return
    const { instanceId, sharing, times, now } = this.#options
    const words = [line.keys.gateway, instanceId, this.#about(line), sharing(), this.#number ?? '']
    words.push(displaced, String(times.ttlMs), String(now()), this.#holdsOff ? 'hold-off' : '')
    const [granted, found, holder, ...others] = replySchema.parse(await line.run(lookScript, leaseKeys(line), words))
    this.#number = granted === '' ? null : granted
    this.#found = found
    this.#holder = parseAbout(holder)
    this.#peers = others.map(parsePeer).filter((peer) => peer !== null)
  }

  #about(line: RedisLine): string {
    const { instanceId, sharing, pid } = this.#options
    const about: GatewayAbout = {
      instance: instanceId,
      host: hostname(),
      machine: this.#machine,
      pid: pid ?? process.pid,
      since: this.#since,
      mode: sharing(),
      isListed: line.isListed,
    }
    return JSON.stringify(about)
  }

  /** Those that hold the number of the lease. */
  #takers(): readonly string[] {
    const named = this.#holder === null ? [] : [this.#holder]
    const members = this.#peers.filter(({ number }) => number === this.#found).map(({ about }) => about)
    return [...new Set([...named, ...members].map(({ instance }) => instance))]
  }

  /** Whether nobody who holds the lease lives, as far as can be known before it expires. */
  async #isAbandoned(): Promise<boolean> {
    const line = this.#line
    if (line === null || this.#holder === null) return false
    const connected = await line.connectedInstances().catch(() => null)
    const absentBefore = this.#absent
    const isAbsent = (instance: string): boolean => connected !== null && !connected.has(instance)
    this.#absent = new Set(this.#takers().filter(isAbsent))
    const abouts = new Map(this.#peers.map(({ about }) => [about.instance, about]))
    abouts.set(this.#holder.instance, this.#holder)
    return this.#takers().every((instance) => {
      const about = abouts.get(instance)
      if (about === undefined || instance === this.#options.instanceId) return false
      return this.#hasEnded(about) || (about.isListed && isAbsent(instance) && absentBefore.has(instance))
    })
  }

  #hasEnded({ machine, pid }: GatewayAbout): boolean {
    return machine !== null && machine === this.#machine && isDeadProcess(pid)
  }

  #tell(): void {
    this.#listeners.tell()
  }
}

function leaseKeys({ keys }: RedisLine): readonly string[] {
  return [keys.lease, keys.leaseCounter, keys.gateways]
}

function otherOf({ about, number }: Peer, current: string): OtherGateway {
  const { instance, host, pid, since, mode } = about
  return { instance, host, pid, since, mode, takes: number !== '' && number === current }
}

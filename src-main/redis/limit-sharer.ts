import { hostname } from 'node:os'
import { z } from 'zod'
import type { Divider, DividedLimits, Rest } from '../exchange/accounts/divided-limits.ts'
import { longestMs, type PoolNeed } from '../exchange/http/limit-parts.ts'
import { type Logger, silentLogger } from '../infra/clock.ts'
import { SerialQueue } from '../infra/serial-queue.ts'
import { divideScript } from './limit-script.ts'
import { isDeadProcess, machineName } from './machine.ts'
import type { RedisLine } from './redis-line.ts'

/** How often gateways show themselves and divide limits anew, and how long that holds; in ms. */
export interface SharerTimes {
  readonly aloneEveryMs: number
  readonly sharingEveryMs: number
  readonly ttlMs: number
  /** How long what an absent gateway has is kept for it, should it be cut off and at work. */
  readonly keepMs: number
  /** How long requests wait for the first word of Redis. */
  readonly patienceMs: number
}

export const usualSharerTimes: SharerTimes = {
  aloneEveryMs: 1_000,
  sharingEveryMs: 250,
  ttlMs: 5_000,
  keepMs: 600_000,
  patienceMs: 2_000,
}

interface Options {
  readonly instanceId: string
  readonly limits: DividedLimits
  readonly logger?: Logger
  readonly monotonicMs: () => number
  readonly times?: SharerTimes
  /** The process that others look for; missing: this one. */
  readonly pid?: number
}

/** Others that were seen within this time are expected to be seen again. */
const lateMs = 60_000
/** Between two looks that requests ask for; longer and longer while nothing more is to be had. */
const gapMs = 20
/** What is left of everything while nobody can be asked: half where nobody is known, in case somebody comes. */
const cutOffAlone = { fraction: 0.5, most: 0.5, isNoted: true }
/** The margin that no gateway uses is for those that nothing was given to. */
const marginShare = 0.05

const memberSchema = z.tuple([z.string(), z.string(), z.string(), z.string()])
const poolSchema = z.tuple([z.int(), z.int(), z.int()])
const replySchema = z.tuple(
  [z.enum(['a', 's', 'S']), z.array(memberSchema), z.array(z.tuple([z.string(), z.int()]))],
  poolSchema,
)
const aboutSchema = z.object({ machine: z.string().nullable(), host: z.string(), pid: z.int() })

/**
 * Shares the exchanges' limits with the other gateways on one Redis. While there are none, a look a second is all;
 * with others, limits are divided by what each needs, a few times a second and when a request waits for units. What a
 * request may use it never asks Redis.
 */
export class LimitSharer implements Divider {
  readonly #options: Options
  readonly #times: SharerTimes
  readonly #limits: DividedLimits
  readonly #logger: Logger
  readonly #about: string
  readonly #machine = machineName()
  readonly #turns = new SerialQueue()
  #line: RedisLine | null = null
  #timer: NodeJS.Timeout | null = null
  /** When Redis has to have answered again. */
  #lapse: NodeJS.Timeout | null = null
  #isLeaving = false
  #hasLooked = false
  #isLooking = false
  /** A request came that waits for units, after ours were asked for. */
  #isShort = false
  #gapMs = gapMs
  #lookedAt = -Infinity
  #othersSeenAt = -Infinity
  #count = 1
  #ended: readonly string[] = []
  #rests: Rest[] = []
  #told: readonly PoolNeed[] = []
  /** Rests that we have heard of, and until when. */
  readonly #heard = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
    this.#limits = options.limits
    this.#times = options.times ?? usualSharerTimes
    this.#logger = options.logger ?? silentLogger
    this.#about = JSON.stringify({ machine: this.#machine, host: hostname(), pid: options.pid ?? process.pid })
  }

  /** From now on nothing is asked of exchanges before it is known who shares their limits. */
  start(): void {
    this.#limits.divider = this
    if (this.#limits.state === 'whole') this.#limits.hold()
    this.#lapse = this.#later(this.#times.patienceMs, () => this.unreachable())
  }

  /** Redis cannot be reached. Whoever never knew of others has everything; the rest goes on with what it has. */
  unreachable(): void {
    if (!this.#hasLooked) this.#limits.whole()
  }

  /** Goes on over a new line. @throws Error when that is lost */
  async attach(line: RedisLine): Promise<void> {
    this.#line = line
    try {
      await this.#look()
    } catch (error) {
      if (!line.isAlive()) throw error
      // Requests are served all the same: limits are then this gateway's alone, as without Redis.
      this.#logger.warn({ err: error }, 'Redis does not let limits be shared')
      this.unreachable()
    }
  }

  short(): void {
    if (this.#isShort || this.#line === null) return
    this.#isShort = true
    if (!this.#isLooking) this.#lookIn(this.#gapMs - (this.#options.monotonicMs() - this.#lookedAt))
  }

  rest(rest: Rest): void {
    this.#rests.push(rest)
    this.short()
  }

  /** Tells the others what of ours still counts, and that we are gone. */
  async leave(): Promise<void> {
    this.#isLeaving = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#lapse !== null) clearTimeout(this.#lapse)
    this.#limits.divider = null
    try {
      await this.#turns.run(async () => {
        if (this.#line?.isAlive() !== true) return
        if (this.#limits.state !== 'divided') this.#limits.divide()
        await this.#ask(this.#line, 'S')
      })
    } finally {
      this.#line = null
      // What is still to be said while we close (a dead man's switch that is let go) is little, and in the margin.
      this.#limits.whole()
    }
  }

  #lookIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = this.#isLeaving ? null : this.#later(ms, () => void this.#look().catch(() => undefined))
  }

  #later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(work, Math.max(0, ms))
    timer.unref()
    return timer
  }

  /** @throws Error when Redis does not answer */
  #look(): Promise<void> {
    return this.#turns.run(async () => {
      const line = this.#line
      if (line?.isAlive() !== true || this.#isLeaving) return
      this.#isLooking = true
      try {
        await this.#divide(line)
      } finally {
        this.#isLooking = false
        const { sharingEveryMs, aloneEveryMs } = this.#times
        this.#lookIn(this.#isShort ? this.#gapMs : this.#limits.state === 'divided' ? sharingEveryMs : aloneEveryMs)
      }
    })
  }

  async #divide(line: RedisLine): Promise<void> {
    const { state } = this.#limits
    if (state === 'whole') {
      if ((await this.#ask(line, 'a')) === 0) return
      this.#limits.divide()
    } else if (state === 'held' && (await this.#ask(line, 'h')) !== 0) this.#limits.divide()
    if (this.#limits.state === 'divided') await this.#ask(line, this.#expectsOthers() ? 's' : 'p')
  }

  /** What was told alone is told once more when there is nothing to tell any more. */
  #needs(): readonly PoolNeed[] {
    const needs = this.#limits.needs()
    const names = new Set(needs.map(({ pool }) => pool))
    const over = this.#told.filter(({ pool }) => !names.has(pool)).map((need) => ({ ...need, held: 0 }))
    this.#told = this.#limits.state === 'whole' ? needs : []
    return [...needs, ...over]
  }

  #expectsOthers(): boolean {
    return this.#options.monotonicMs() - this.#othersSeenAt < lateMs
  }

  /** @returns how many others there are, those that have ended and still count among them. */
  async #ask(line: RedisLine, stands: 'h' | 'a' | 's' | 'p' | 'S'): Promise<number> {
    const askedAt = this.#options.monotonicMs()
    this.#lookedAt = askedAt
    const needs = this.#needs()
    this.#isShort = false
    const rests = this.#rests.splice(0)
    const { ttlMs, keepMs } = this.#times
    const words = [this.#options.instanceId, line.keys.limit, ttlMs, keepMs, longestMs, stands, this.#about]
    words.push(this.#ended.length, ...this.#ended, rests.length, ...rests.flatMap(({ name, waitMs }) => [name, waitMs]))
    for (const need of needs) {
      const { pool, limit, usable, countsMs, falls, held, wanted, unit } = need
      words.push(pool, limit, usable, countsMs, falls ? 1 : 0, held, wanted, unit)
    }
    const reply = await line
      .run(divideScript, [line.keys.sharers, line.keys.rests, line.keys.clock], words.map(String))
      .catch((error: unknown) => {
        this.#rests.push(...rests)
        throw error
      })
    const [state, others, told, ...pools] = replySchema.parse(reply)
    this.#holdUntil(askedAt + ttlMs)
    this.#hasLooked = true
    const living = others.filter(([, is]) => is === is.toLowerCase())
    if (living.some(([, , , absent]) => absent === '')) this.#othersSeenAt = this.#options.monotonicMs()
    else if (living.length === 0 && others.length > 0) this.#othersSeenAt = -Infinity
    this.#count = living.length + 1
    this.#ended = living.filter(([, , about]) => this.#hasEnded(about)).map(([name]) => name)
    if (state === 'a' && this.#limits.state !== 'whole' && others.length === 0) this.#limits.whole()
    const came = this.#isShort
    const grants = needs.map(({ pool }, index) => {
      const [noted = 0, target = 0] = pools[index] ?? []
      return { pool, noted, target }
    })
    const hasGrown = grants.some(({ noted, target }, index) => Math.min(noted, target) > (needs[index]?.held ?? 0))
    this.#gapMs = hasGrown ? gapMs : Math.min(this.#gapMs * 2, this.#times.sharingEveryMs)
    this.#limits.grant(grants)
    // Whoever waits on has been asked for; only who came meanwhile has not.
    this.#isShort = came
    this.#limits.usedElsewhere = needs.filter((_, index) => (pools[index]?.[2] ?? 0) > 0).map(({ pool }) => pool)
    for (const [name, leftMs] of told) this.#hear(name, leftMs, rests)
    return others.length
  }

  /** A rest that is new to us, or longer than we knew. */
  #hear(name: string, leftMs: number, ours: readonly Rest[]): void {
    const until = this.#options.monotonicMs() + leftMs
    const known = this.#heard.get(name) ?? -Infinity
    if (until < known + 1_000) return
    const isOurs = ours.some((rest) => rest.name === name)
    if (isOurs || this.#limits.rest({ name, waitMs: leftMs })) this.#heard.set(name, until)
  }

  /** What we may do if Redis does not answer by then. */
  #holdUntil(at: number): void {
    if (this.#lapse !== null) clearTimeout(this.#lapse)
    this.#lapse = this.#later(at - this.#options.monotonicMs(), () => this.#cutOff())
  }

  #cutOff(): void {
    const { limits } = this.#options
    if (this.#isLeaving || limits.state === 'held') return
    const trickle = marginShare / this.#count
    if (limits.state === 'whole') {
      this.#logger.warn({}, 'cut off from Redis: half of the limits are used, in case another gateway comes')
      limits.divide()
      limits.fallBack(cutOffAlone)
    } else limits.fallBack({ fraction: trickle, most: 1, isNoted: false })
    // A little before the others stop keeping what is ours.
    this.#lapse = this.#later(this.#times.keepMs * 0.9, () => {
      limits.fallBack({ fraction: trickle, most: trickle, isNoted: false })
    })
  }

  #hasEnded(text: string): boolean {
    const { machine, pid } = aboutSchema.parse(JSON.parse(text))
    return machine !== null && machine === this.#machine && isDeadProcess(pid)
  }
}

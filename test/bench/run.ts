import { setTimeout as delay } from 'node:timers/promises'
import { Contender, type ContenderName, contenderNames } from './contender.ts'
import { median } from './figures.ts'
import { type Batch, latencyRound } from './latency.ts'
import { memoryMbOf, syncsOf } from './meters.ts'
import { isPaced, type Options } from './plan.ts'
import type { Stage } from './stage.ts'
import { callerCounts, growBy, type Load, throughput } from './throughput.ts'

/** What was measured of one gateway. */
export interface Measured {
  readonly name: ContenderName
  readonly readyMs: readonly number[]
  readonly batches: readonly Batch[]
  readonly throughputs: readonly {
    readonly load: Load
    readonly callers: number
    readonly perSecond: number
  }[]
  /** MB resident. */
  readonly memory: {
    readonly atRest: number
    readonly underLoad: number
    readonly afterFirstTenth: number
    readonly atEnd: number
  }
  /** p99 of how late the event loop was while 10 callers placed and cancelled, in ms. */
  readonly lagMs: number
  /** Files synced to the disk for a placement and its cancellation together; null: not counted. */
  readonly syncs: { readonly count: number; readonly ms: number } | null
}

const loadMs = 3_000
/** Of our gateway to which nothing is pushed only what each request takes is measured. */
const isWhole = (name: ContenderName): boolean => name !== 'ours, asking'
const warmUps = 1

/** All contenders side by side in one run: in each round each has its turn, and the order turns with the rounds. */
export async function run(stage: Stage, options: Options, say: (line: string) => void): Promise<readonly Measured[]> {
  const contenders: Contender[] = []
  try {
    for (const name of contenderNames)
      contenders.push(await Contender.start(name, await stage.openAccounts(name), stage.keyring))
    const all = contenders.map((contender) => new Watched(contender))
    await delay(3_000)
    for (const each of all) await each.atRest()
    for (let round = -warmUps; round < options.rounds; round += 1) {
      say(round < 0 ? 'warming up' : `round ${round + 1} of ${options.rounds}`)
      const turn = Math.max(0, round) % all.length
      for (const each of [...all.slice(turn), ...all.slice(0, turn)]) await each.round(options, round >= 0)
    }
    say('exchanges whose limits set the pace')
    await Promise.all(all.map((each) => each.pacedRound(options)))
    const whole = all.filter(({ name }) => isWhole(name))
    for (const each of whole) await each.countSyncs()
    say(`memory over ${options.growth} requests each`)
    for (const each of whole) await each.grow(options.growth)
    for (let start = 1; start < options.rounds; start += 1)
      for (const each of whole) each.ready(await readyAgain(each.name, stage))
    return all.map((each) => each.measured())
  } finally {
    for (const contender of contenders) await contender.close()
  }
}

async function readyAgain(name: ContenderName, stage: Stage): Promise<number> {
  const contender = await Contender.start(name, await stage.openAccounts(name), stage.keyring)
  await contender.close()
  return contender.readyMs
}

/** A contender and what was seen of it so far. */
class Watched {
  readonly #contender: Contender
  readonly #readyMs: number[]
  readonly #batches: Batch[] = []
  readonly #throughputs: { readonly load: Load; readonly callers: number; readonly perSecond: number }[] = []
  readonly #lags: number[] = []
  #syncs: Measured['syncs'] = null
  readonly #memory = { atRest: NaN, underLoad: NaN, afterFirstTenth: NaN, atEnd: NaN }

  constructor(contender: Contender) {
    this.#contender = contender
    this.#readyMs = [contender.readyMs]
  }

  get name(): ContenderName {
    return this.#contender.name
  }

  ready(ms: number): void {
    this.#readyMs.push(ms)
  }

  async atRest(): Promise<void> {
    this.#memory.atRest = await memoryMbOf(this.#contender.pid)
  }

  async round({ exchanges }: Options, counts: boolean): Promise<void> {
    for (const exchange of exchanges.filter((each) => !isPaced(each))) {
      const batches = await latencyRound(this.#contender, exchange)
      if (counts) this.#batches.push(...batches)
    }
    if (!isWhole(this.name)) return
    for (const load of ['place and cancel', 'ticker'] as const)
      for (const callers of callerCounts) {
        const perSecond = await throughput(this.#contender, load, callers, loadMs)
        if (!counts) continue
        this.#throughputs.push({ load, callers, perSecond })
        if (load === 'place and cancel' && callers === 10) this.#lags.push(await this.#contender.lagMs())
      }
    const now = await memoryMbOf(this.#contender.pid)
    this.#memory.underLoad = Math.max(Number.isNaN(this.#memory.underLoad) ? 0 : this.#memory.underLoad, now)
  }

  async pacedRound({ exchanges }: Options): Promise<void> {
    const batches = exchanges.filter(isPaced).map((exchange) => latencyRound(this.#contender, exchange))
    this.#batches.push(...(await Promise.all(batches)).flat())
  }

  async countSyncs(): Promise<void> {
    let pairs = 0
    const syncs = await syncsOf(this.#contender.pid, async () => {
      pairs = (await throughput(this.#contender, 'place and cancel', 1, 1_000)) / 2
    })
    this.#syncs = syncs && { count: syncs.count / pairs, ms: syncs.ms / pairs }
  }

  /** Tickers, and an order to every twenty of them. */
  async grow(requests: number): Promise<void> {
    const { pid } = this.#contender
    await growBy(this.#contender, requests / 10)
    this.#memory.afterFirstTenth = await memoryMbOf(pid)
    await growBy(this.#contender, (requests * 9) / 10)
    this.#memory.atEnd = await memoryMbOf(pid)
  }

  measured(): Measured {
    return {
      name: this.name,
      readyMs: this.#readyMs,
      batches: this.#batches,
      throughputs: this.#throughputs,
      memory: this.#memory,
      lagMs: median(this.#lags),
      syncs: this.#syncs,
    }
  }
}

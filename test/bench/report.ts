import { cpus } from 'node:os'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { labelOf } from '../../src-shared/exchange-profiles.ts'
import peersPackage from '../peers/package.json' with { type: 'json' }
import type { ContenderName } from './contender.ts'
import { contenderNames } from './contender.ts'
import { latencyOf, median } from './figures.ts'
import { type Action, actions, type Options, paces } from './plan.ts'
import type { Measured } from './run.ts'
import { fixed, table } from './tables.ts'
import { callerCounts } from './throughput.ts'

/** A ratio of two figures of one run, and what it is to be. */
export interface Ratio {
  readonly name: string
  readonly value: number
  /** The same ratio of the floor: what is left of the target for everything that a floor does not do. */
  readonly floor: number
  readonly target: number
  /** Whether more is better. */
  readonly atLeast: boolean
}

export interface Report {
  readonly machine: string
  readonly bareNodeMb: number
  readonly measured: readonly Measured[]
  readonly ratios: readonly Ratio[]
}

export function reportOn(measured: readonly Measured[], bareNodeMb: number): Report {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`
  return { machine, bareNodeMb, measured, ratios: ratiosOf(measured, bareNodeMb) }
}

type By = (name: ContenderName) => Measured

/** Medians over rounds of each round's figure. */
function timesOf(
  { batches }: Measured,
  exchange: ExchangeName,
  action: Action,
): ReturnType<typeof latencyOf> & { readonly cpuMs: number } {
  const own = batches.filter((each) => each.exchange === exchange && each.action === action)
  const rounds = own.map(({ times }) => latencyOf(times))
  return {
    p50: median(rounds.map(({ p50 }) => p50)),
    p95: median(rounds.map(({ p95 }) => p95)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpuMs: own.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / own.length,
  }
}

function perSecond({ throughputs }: Measured, load: string, callers: number): number {
  return median(
    throughputs.filter((each) => each.load === load && each.callers === callers).map((each) => each.perSecond),
  )
}

const reads: readonly Action[] = ['get_ticker', 'get_balance', 'fetch_open_orders']

/** The targets of issue "Faster than CCXT", on Binance. */
function ratiosOf(measured: readonly Measured[], bareNodeMb: number): readonly Ratio[] {
  const by: By = (name) => {
    const found = measured.find((each) => each.name === name)
    if (found === undefined) throw new Error(`${name} was not measured`)
    return found
  }
  const [ours, asking, floor] = [by('ours'), by('ours, asking'), by('floor')]
  const [durable, ccxt] = [by('durable floor'), by('ccxt')]
  const ratio = (about: Pick<Ratio, 'name' | 'target' | 'atLeast'> & Compared): Ratio => {
    const { figure, of = ours, over, bare, ...told } = about
    return { ...told, value: figure(of) / figure(over), floor: figure(bare) / figure(over) }
  }
  const atMost = (name: string, target: number, compared: Compared): Ratio =>
    ratio({ name, target, atLeast: false, ...compared })
  const atLeast = (name: string, target: number, compared: Compared): Ratio =>
    ratio({ name, target, atLeast: true, ...compared })
  const times = (of: Measured, action: Action): ReturnType<typeof timesOf> => timesOf(of, 'binance', action)
  const p50 = (action: Action) => (of: Measured) => times(of, action).p50
  const cpuMs = (action: Action) => (of: Measured) => times(of, action).cpuMs
  const memory = (of: Measured): number => of.memory.underLoad - bareNodeMb
  const growth = (of: Measured): number => of.memory.atEnd - of.memory.afterFirstTenth
  return [
    ...(['place_order', 'cancel_order', 'edit_order'] as const).map((action) =>
      atMost(`${action} p50 / durable floor`, 1.2, { figure: p50(action), over: durable, bare: durable }),
    ),
    ...reads.map((action) =>
      atMost(`${action} p50, asking / floor`, 1.1, { figure: p50(action), of: asking, over: floor, bare: floor }),
    ),
    ...reads.map((action) =>
      atMost(`${action} p50, served live / ccxt`, 0.5, { figure: p50(action), over: ccxt, bare: floor }),
    ),
    atMost('processor time of place_order / ccxt', 0.8, { figure: cpuMs('place_order'), over: ccxt, bare: durable }),
    ...reads.map((action) =>
      atMost(`processor time of ${action}, asking / ccxt`, 0.7, {
        figure: cpuMs(action),
        of: asking,
        over: ccxt,
        bare: floor,
      }),
    ),
    atMost('place_order p99 / ccxt', 1, {
      figure: (of) => times(of, 'place_order').p99,
      over: ccxt,
      bare: durable,
    }),
    ...[10, 50].flatMap((callers) => [
      atLeast(`place and cancel, ${callers} callers / ccxt`, 1.5, {
        figure: (of) => perSecond(of, 'place and cancel', callers),
        over: ccxt,
        bare: durable,
      }),
      atLeast(`tickers, ${callers} callers / ccxt`, 2, {
        figure: (of) => perSecond(of, 'ticker', callers),
        over: ccxt,
        bare: floor,
      }),
    ]),
    atMost('memory above Node after load / ccxt', 0.3, { figure: memory, over: ccxt, bare: floor }),
    {
      name: 'growth after the first tenth, MB',
      target: 5,
      atLeast: false,
      value: growth(ours),
      floor: growth(floor),
    },
    atMost('start to ready / ccxt', 0.4, { figure: (of) => median(of.readyMs), over: ccxt, bare: floor }),
  ]
}

/** Of whom a figure is told, over whose, and who shows what can be reached. */
interface Compared {
  readonly figure: (of: Measured) => number
  /** Missing: of ours. */
  readonly of?: Measured
  readonly over: Measured
  readonly bare: Measured
}

export const isMet = ({ value, target, atLeast }: Ratio): boolean => (atLeast ? value >= target : value <= target)

/** docs/benchmarks.md. */
export function page({ machine, bareNodeMb, measured, ratios }: Report, options: Options): string {
  const order = contenderNames.flatMap((name) => measured.filter((each) => each.name === name))
  const names = order.map(({ name }) => name)
  const latency = exchangeNames
    .filter((exchange) => options.exchanges.includes(exchange))
    .map((exchange) => {
      const rows = actions.map((action) => [
        `\`${action}\``,
        ...order.map((each) => {
          const { p50, p95, p99, cpuMs } = timesOf(each, exchange, action)
          const cpu = Number.isNaN(cpuMs) ? '' : `; ${fixed(cpuMs)}`
          return `${fixed(p50)} / ${fixed(p95)} / ${fixed(p99)}${cpu}`
        }),
      ])
      const { requests, pauseMs } = paces[exchange]
      const pace = pauseMs === 0 ? ' a round' : `, one every ${pauseMs} ms, all gateways at once`
      return `### ${labelOf(exchange)}\n\n${requests} requests of each${pace}.\n\n${table(['', ...names], rows)}`
    })
  const throughputs = (['place and cancel', 'ticker'] as const).flatMap((load) =>
    callerCounts.map((callers) => [
      `${load}, ${callers} caller${callers === 1 ? '' : 's'}`,
      ...order.map((each) => fixed(perSecond(each, load, callers), 0)),
    ]),
  )
  const rest = [
    ['start to ready, ms', ...order.map(({ readyMs }) => fixed(median(readyMs), 0))],
    ['memory at rest, MB', ...order.map(({ memory }) => fixed(memory.atRest, 0))],
    ['memory under load, MB', ...order.map(({ memory }) => fixed(memory.underLoad, 0))],
    [
      `memory after ${options.growth / 10} more requests, MB`,
      ...order.map(({ memory }) => fixed(memory.afterFirstTenth, 0)),
    ],
    [`memory after ${options.growth} more requests, MB`, ...order.map(({ memory }) => fixed(memory.atEnd, 0))],
    ['event loop late, p99, 10 callers, ms', ...order.map(({ lagMs }) => fixed(lagMs, 1))],
    [
      'syncs to the disk, placement and cancellation (count; ms, traced)',
      ...order.map(({ syncs }) => (syncs === null ? '–' : `${fixed(syncs.count, 1)}; ${fixed(syncs.ms)}`)),
    ],
  ]
  const targets = ratios.map((ratio) => [
    ratio.name,
    fixed(ratio.value),
    fixed(ratio.floor),
    `${ratio.atLeast ? '≥' : '≤'} ${ratio.target}`,
    isMet(ratio) ? 'met' : '**not met**',
  ])
  return `<!-- Written by \`npm run bench\`; do not edit by hand. -->

# Benchmarks

${machine}. Practice exchanges in a process of their own, a Redis for each gateway, everything on loopback: what is left is what a
gateway itself costs. All gateways run side by side in one run and take turns; ${options.rounds} rounds, medians over rounds.

- **floor**: one signed request, without any rule, limit, memory or record.
- **durable floor**: the same, and each order is written to a file and synced to the disk before it leaves, as a gateway that may not
  forget an order must.
- **ours**: this gateway, as it is built; what it reads it is told by the exchanges' streams, once it has asked. **ours, asking**: the
  same, on exchanges that refuse its streams, so that it asks for everything; only its single requests are measured.
- **ccxt**: the same lists served by ccxt ${ccxtVersion()}, its own throttle off.

## Targets

${table(['Ratio within this run', 'Ours', 'A floor', 'Target', ''], targets)}

## Latency, ms: p50 / p95 / p99; processor time a request

${latency.join('\n\n')}

## Requests a second, Binance

${table(['', ...names], throughputs)}

## The rest

Node without a program holds ${fixed(bareNodeMb, 0)} MB.

${table(['', ...names], rest)}
`
}

function ccxtVersion(): string {
  return peersPackage.dependencies.ccxt
}

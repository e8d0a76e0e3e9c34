import { settled } from './cell.ts'
import { Chances } from './chances.ts'
import { type FaultTarget, faultTargets } from './fault-targets.ts'
import { figuresOf, isAsPromised } from './figures.ts'
import type { Lane } from './lane.ts'
import { onLanes } from './matrices.ts'
import type { FaultOptions } from './options.ts'
import { SoakAccount, startPrices, Tally } from './soak-senders.ts'
import { countsOf } from './table.ts'
import { unlimited } from './unlimited.ts'

/** How many accounts of each kind trade: several on one exchange, so that one's order could end up with another. */
const accountsOf: Readonly<Record<string, number>> = {
  binance: 4,
  bitget: 3,
  'bitget-unified': 3,
  kucoin: 3,
  kraken: 3,
}

/** Requests of one account that are under way at once. */
const sendersEach = 3

const every = { price: 25, fault: 40, stream: 60, cut: 150, kill: 1_000 }

const placingFaults = ({ limited }: FaultTarget): readonly unknown[] => [
  'drop_before',
  'drop_after',
  'truncate',
  'hang_before',
  'hang_after',
  { delayMs: 2_500, when: 'before' },
  { delayMs: 2_500, when: 'after' },
  { status: 503, body: 'no server is available', when: 'before' },
  { status: 503, body: 'no server is available', when: 'after' },
  limited,
]

const askingFaults = ({ limited }: FaultTarget): readonly unknown[] => [
  'drop_after',
  'truncate',
  { delayMs: 1_500, when: 'after' },
  { status: 503, body: 'no server is available', when: 'before' },
  limited,
]

/** What an exchange does with what it pushes of orders, and to its sockets. */
const pushFaults: readonly unknown[] = ['drop', 'duplicate', 'swap', { delayMs: 2_000 }]
const streamFaults: readonly unknown[] = ['cut', 'cut', 'cut', 'silence', 'stop_reading', 'notice', 'expire']

/** What was done to the gateway and around it. */
interface Harm {
  kills: number
  cuts: number
  faults: number
  streams: number
  priceMoves: number
}

/**
 * Thousands of requests of many accounts, with everything going wrong all the time; at its end everything must be
 * accounted for.
 */
export async function soak({ requests, seed }: FaultOptions): Promise<boolean> {
  const traders = faultTargets.flatMap((target) =>
    Array.from({ length: accountsOf[target.id] ?? 1 }, (): FaultTarget => target),
  )
  console.log(`\nsoak: ${requests} requests, seed ${seed}, ${traders.length} accounts`)
  return onLanes(1, traders, async ([lane]) => {
    if (lane === undefined) throw new Error('there is no lane')
    await lane.begin(unlimited)
    await lane.startGateway()
    const tally = new Tally()
    const accounts = lane.stage.traders.map((trader) => new SoakAccount(lane, trader, tally))
    const harm = await sendAll(lane, accounts, requests, seed)
    await lane.control('DELETE', '/faults')
    await lane.control('DELETE', '/streams')
    const journal = await settled(lane, 'many', 600_000)
    const figures = figuresOf(
      accounts.flatMap((account) => account.asked()),
      await lane.orders(),
      journal,
    )
    printTally(tally)
    console.log(
      `\nkilled ${harm.kills}, Redis line cut ${harm.cuts}, exchange faults ordered ${harm.faults}, streams spoiled ${harm.streams}, prices moved ${harm.priceMoves}`,
    )
    for (const problem of figures.problems.slice(0, 40)) console.log(withAnswers(problem, accounts))
    console.log(`\nsoak: ${countsOf(figures)}`)
    return isAsPromised(figures)
  })
}

async function sendAll(lane: Lane, accounts: readonly SoakAccount[], requests: number, seed: number): Promise<Harm> {
  const began = performance.now()
  const harm: Harm = { kills: 0, cuts: 0, faults: 0, streams: 0, priceMoves: 0 }
  const mischief = new Chances(seed)
  let started = 0
  let ended = 0
  let harming = Promise.resolve()
  const harmOnce = async (count: number): Promise<void> => {
    if (count % every.price === 0) await movePrice(lane, mischief, harm)
    if (count % every.fault === 0) await orderFault(lane, mischief, harm)
    if (count % every.stream === 0) await spoilStreams(lane, mischief, harm)
    if (count % every.cut === 0) {
      lane.proxy.cutAll()
      harm.cuts += 1
    }
    if (count % every.kill === 0) {
      await lane.kill()
      await lane.runGateway()
      harm.kills += 1
      const seconds = Math.round((performance.now() - began) / 1_000)
      console.log(`${count} requests answered after ${seconds} s`)
    }
  }
  const send = async (account: SoakAccount, chances: Chances): Promise<void> => {
    while (started < requests) {
      started += 1
      await account.act(chances)
      ended += 1
      const count = ended
      harming = harming.then(() => harmOnce(count))
    }
  }
  await Promise.all(
    accounts.flatMap((account, place) =>
      Array.from({ length: sendersEach }, (_, index) =>
        send(account, new Chances(seed * 1_000 + place * sendersEach + index)),
      ),
    ),
  )
  await harming
  return harm
}

/** So far that exits of brackets, and some orders far below, are reached. */
async function movePrice(lane: Lane, chances: Chances, harm: Harm): Promise<void> {
  const [symbol, start] = chances.of(Object.entries(startPrices))
  const price = String(Math.round(start * (0.9 + chances.next() * 0.2)))
  const { exchange } = chances.of(faultTargets)
  await lane.control('POST', '/price', { exchange, symbol, price })
  harm.priceMoves += 1
}

async function orderFault(lane: Lane, chances: Chances, harm: Harm): Promise<void> {
  const target = chances.of(faultTargets)
  const places = chances.next() < 0.6
  const matched = chances.of(places ? target.placing : target.asking)
  await lane.spoil(
    target,
    [matched],
    chances.of(places ? placingFaults(target) : askingFaults(target)),
    chances.between(1, 2),
  )
  harm.faults += 1
}

/** Pushes that are lost, told twice, late or out of order; sockets that break, or say nothing any more. */
async function spoilStreams(lane: Lane, chances: Chances, harm: Harm): Promise<void> {
  const { exchange, orderTopics } = chances.of(faultTargets)
  const body =
    chances.next() < 0.5
      ? { match: { exchange, topic: orderTopics }, count: chances.between(1, 5), fault: chances.of(pushFaults) }
      : { match: { exchange }, now: chances.of(streamFaults) }
  await lane.control('POST', '/streams', body)
  if (chances.next() < 0.2)
    await lane.control('POST', '/streams', {
      match: { exchange },
      count: chances.between(1, 3),
      fault: { refuse: chances.of([429, 503]) },
    })
  harm.streams += 1
}

/** A problem with what the senders of the requests that it names were told. */
function withAnswers(problem: string, accounts: readonly SoakAccount[]): string {
  const ids = problem.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
  const said = ids.flatMap((id) => accounts.flatMap((account) => account.saidTo(id) ?? []))
  return [problem, ...said.map((sentence) => `    answered: ${sentence}`)].join('\n')
}

function printTally({ byAction, refusals }: Tally): void {
  console.log('\nanswers                          done   refused   unknown      none')
  for (const [what, { done, refused, unknown, none }] of [...byAction].sort())
    console.log(what.padEnd(27) + [done, refused, unknown, none].map((count) => String(count).padStart(10)).join(''))
  console.log('\nmost frequent words of what was not done')
  for (const [words, count] of [...refusals].sort((one, other) => other[1] - one[1]).slice(0, 12))
    console.log(`${String(count).padStart(6)}  ${words}`)
}

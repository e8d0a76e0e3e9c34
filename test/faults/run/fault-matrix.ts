import { randomUUID } from 'node:crypto'
import { answerOf, type Cell, conclude, envelopeOf, type Order, orderParams, pushText, settled } from './cell.ts'
import type { FaultOrder, FaultTarget } from './fault-targets.ts'
import type { Fault, Scene } from './fault.ts'
import { whileItFills } from './while-it-fills.ts'

const both: readonly Order[] = ['limit', 'bracket']

/** What the practice exchanges are told to do, or how to say it for one of them. */
type FaultOf = FaultOrder | ((target: FaultTarget) => FaultOrder)
const faultOf = (fault: FaultOf, target: FaultTarget): FaultOrder =>
  typeof fault === 'function' ? fault(target) : fault

const limited = (target: FaultTarget): FaultOrder => target.limited

/** The exchange spoils one request of each kind that may bring an order about. */
const placing = (name: string, fault: FaultOf): Fault => ({
  name,
  orders: both,
  async arrange({ lane, trader: { target } }) {
    await lane.spoil(target, target.placing, faultOf(fault, target))
    return { hit: async () => (await lane.spoiled()) > 0 }
  },
})

/** The exchange executes the order, its answer is lost, and then it cannot be asked for a while either. */
const cannotBeAsked = (name: string, fault: FaultOf, count: number): Fault => ({
  name,
  orders: both,
  async arrange({ lane, trader: { target } }) {
    await lane.spoil(target, target.placing, 'drop_after')
    await lane.spoil(target, target.asking, faultOf(fault, target), count)
    return { hit: async () => (await lane.spoiled()) > 1 }
  },
})

/** The exchange's clock is another than ours from now on, after the gateway has measured it. */
const clock = (name: string, offsetMs: number): Fault => ({
  name,
  orders: both,
  async arrange({ lane, trader: { target } }) {
    await lane.control('POST', '/clock', { offsetMs })
    const before = await lane.seen(target, target.placing)
    return { hit: async () => (await lane.seen(target, target.placing)) > before }
  },
})

const line = (name: string, cut: (scene: Scene) => Promise<void>): Fault => ({
  name,
  orders: both,
  arrange(scene) {
    let cutOnce = false
    void cut(scene).then(() => {
      cutOnce = true
    })
    return Promise.resolve({ hit: () => Promise.resolve(cutOnce) })
  },
})

const answersTo =
  ({ requestId }: Scene) =>
  (command: string): boolean =>
    command.includes(`exchange_response_${requestId}`)

/** Longer than the gateway waits for an exchange. */
const pastDeadlineMs = 17_000

const faults: readonly Fault[] = [
  placing('connection broken, not processed', 'drop_before'),
  placing('connection broken, processed', 'drop_after'),
  placing('no answer until the deadline, not processed', 'hang_before'),
  placing('no answer until the deadline, processed', 'hang_after'),
  placing('processed only after the deadline', { delayMs: pastDeadlineMs, when: 'before' }),
  placing('503, not processed', { status: 503, body: 'no server is available', when: 'before' }),
  placing('503, processed', { status: 503, body: 'no server is available', when: 'after' }),
  placing('half of the answer', 'truncate'),
  placing('too many requests, says the exchange', limited),
  placing('429 by a proxy, without words', { status: 429, headers: { 'retry-after': '1' }, when: 'before' }),
  cannotBeAsked('answer lost, then questions broken', 'drop_before', 3),
  cannotBeAsked('answer lost, then too many questions', limited, 2),
  clock('the clock of the exchange is ahead', 100_000),
  clock('the clock of the exchange is behind', -100_000),
  ...whileItFills,
  line('Redis: the request that was taken never arrives', (scene) => scene.lane.proxy.cutWhenTaken(scene.requestId)),
  line('Redis: the answer never arrives there', (scene) => scene.lane.proxy.cutBeforeCommand(answersTo(scene))),
  line('Redis: what it says of the answer never arrives', (scene) =>
    scene.lane.proxy.cutAfterCommand(answersTo(scene)),
  ),
]

export function faultCells(targets: readonly FaultTarget[]): readonly Cell[] {
  return faults.flatMap((fault) =>
    fault.orders.flatMap((order) => targets.map((target) => cellOf(fault, target, order))),
  )
}

function cellOf(fault: Fault, target: FaultTarget, order: Order): Cell {
  return {
    row: order === 'bracket' ? `bracket: ${fault.name}` : fault.name,
    target,
    async run(lane, trader) {
      const requestId = randomUUID()
      await lane.startGateway()
      const { overrides = {}, afterwards, hit } = await fault.arrange({ lane, trader, requestId, order })
      const params = { ...orderParams(trader, order), ...overrides }
      await pushText(lane, envelopeOf(requestId, 'place_order', params))
      const answers = await answerOf(lane, requestId, 100_000)
      if (afterwards !== undefined) {
        await afterwards()
        await settled(lane, order === 'bracket' ? 'one' : null)
      }
      const figures = await conclude(lane, trader, { id: requestId, order, params, answers })
      return { hit: await hit(), figures }
    },
  }
}

import { randomUUID } from 'node:crypto'
import { answerOf, type Cell, conclude, envelopeOf, type Order, orderParams, pushText, within } from './cell.ts'
import type { FaultTarget } from './fault-targets.ts'
import type { Lane, Trader } from './lane.ts'

/** How a gateway comes to die at a step, and what kind of order it dies with. */
interface Step {
  readonly name: string
  readonly kill: (scene: Scene) => Promise<Killing>
}

interface Scene {
  readonly lane: Lane
  readonly trader: Trader
  readonly requestId: string
}

/** Where the gateway dies by itself (die-at.ts), and what kills it from outside. */
interface Killing {
  readonly dieAt: string | null
  /** Resolves when the gateway is to be killed; null: it does that itself. */
  readonly moment: (() => Promise<void>) | null
}

const byItself = (name: string, dieAt: string): Step => ({
  name,
  kill: () => Promise.resolve({ dieAt, moment: null }),
})

const atExchange = (name: string, fault: string): Step => ({
  name,
  kill: async ({ lane, trader }) => {
    await lane.spoil(trader.target, trader.target.placing, fault)
    const moment = async (): Promise<void> => {
      while ((await lane.spoiled()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return { dieAt: null, moment }
  },
})

const onTheLine = (name: string, cut: (scene: Scene) => Promise<void>): Step => ({
  name,
  kill: (scene) => {
    // Armed when the gateway is there, so that only the request's own traffic counts.
    const moment = (): Promise<void> => cut(scene)
    return Promise.resolve({ dieAt: null, moment })
  },
})

const answersTo =
  ({ requestId }: Scene) =>
  (command: string): boolean =>
    command.includes(`exchange_response_${requestId}`)

/** The way of a request through the gateway, step by step; it dies at one of them. */
const crashSteps: readonly Step[] = [
  onTheLine('taken from the queue, not yet read', (scene) => scene.lane.proxy.cutWhenTaken(scene.requestId)),
  byItself('before it is written down', 'before sent'),
  byItself('marked as sent, not yet sent', 'after sent'),
  byItself('marked as sent, not yet sent; no power', 'power after sent'),
  atExchange('at the exchange, not yet processed', 'hang_before'),
  atExchange('processed, the exchange holds the answer', 'hang_after'),
  byItself('answer here, outcome not yet written', 'before accepted'),
  byItself('outcome written, Redis not yet told', 'after accepted'),
  byItself('outcome written, Redis not yet told; no power', 'power after accepted'),
  byItself('answered; no power', 'power after answered'),
  onTheLine('answer on its way to Redis', (scene) => scene.lane.proxy.cutBeforeCommand(answersTo(scene))),
  onTheLine('answer and removal done, not confirmed', (scene) => scene.lane.proxy.cutAfterCommand(answersTo(scene))),
]

/** The gateway dies while it already knows that it does not know. */
const inDoubt: Step = {
  name: 'in doubt after a broken connection',
  kill: async ({ lane, trader }) => {
    await lane.spoil(trader.target, trader.target.placing, 'drop_after')
    return { dieAt: 'after unknown', moment: null }
  },
}

/** Exits that the application places itself after the fill. */
const exitSteps: readonly Step[] = [
  byItself('before the exits are written down', '2 before sent'),
  byItself('exits marked as sent, not yet sent', '2 after sent'),
  byItself('exits placed, outcome not yet written', '2 before accepted'),
  byItself('exits placed, outcome written; no power', 'power 2 after accepted'),
]

const bracketSteps: readonly string[] = [
  'marked as sent, not yet sent',
  'at the exchange, not yet processed',
  'processed, the exchange holds the answer',
  'answer here, outcome not yet written',
  'outcome written, Redis not yet told',
  'outcome written, Redis not yet told; no power',
]

/** Exchanges where the application places the exits, as orders of their own. */
const placesExits: ReadonlySet<string> = new Set(['kucoin'])

export function crashCells(targets: readonly FaultTarget[]): readonly Cell[] {
  const steps = [...crashSteps, inDoubt]
  return [
    ...targets.flatMap((target) => steps.map((step) => cellOf(step, target, 'limit'))),
    ...targets.flatMap((target) => [
      ...steps.filter(({ name }) => bracketSteps.includes(name)).map((step) => cellOf(step, target, 'bracket')),
      ...(placesExits.has(target.id) ? exitSteps.map((step) => cellOf(step, target, 'bracket')) : []),
    ]),
  ]
}

function cellOf(step: Step, target: FaultTarget, order: Order): Cell {
  return {
    row: order === 'bracket' ? `bracket: ${step.name}` : step.name,
    target,
    async run(lane, trader) {
      const requestId = randomUUID()
      const { dieAt, moment } = await step.kill({ lane, trader, requestId })
      const gateway = await lane.startGateway(dieAt)
      const killing = moment?.().then(() => lane.kill())
      const params = orderParams(trader, order)
      await pushText(lane, envelopeOf(requestId, 'place_order', params))
      const hit = await within(gateway.ended, 30_000)
      if (hit) await killing
      else await lane.kill()
      const first = await answerOf(lane, requestId, 0)
      await lane.startGateway()
      const answers = first.length > 0 ? first : await answerOf(lane, requestId, 100_000)
      return { hit, figures: await conclude(lane, trader, { id: requestId, order, params, answers }) }
    },
  }
}

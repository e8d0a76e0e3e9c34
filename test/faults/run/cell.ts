import { languages, message, sentence } from '../../../src-shared/messages/index.ts'
import type { Answer, Envelope } from '../../redis/support/django-client.ts'
import { loopTime, py, pythonJson } from '../../redis/support/django-client.ts'
import type { FaultTarget } from './fault-targets.ts'
import type { Asked, Figures, Said } from './figures.ts'
import { figuresOf } from './figures.ts'
import type { JournalBracket, JournalRows } from './journal-rows.ts'
import { type Lane, type Trader, userId } from './lane.ts'

/** What a cell of a matrix came to. */
export interface CellResult {
  readonly row: string
  readonly column: string
  /** Whether what was to happen did: the process died there, the fault hit. */
  readonly hit: boolean
  readonly figures: Figures
  readonly seconds: number
}

/** One square: something goes wrong with one request on one exchange. */
export interface Cell {
  readonly row: string
  readonly target: FaultTarget
  readonly run: (lane: Lane, trader: Trader) => Promise<{ readonly hit: boolean; readonly figures: Figures }>
}

function traderOf(lane: Lane, target: FaultTarget): Trader {
  const trader = lane.stage.traders.find((each) => each.target.id === target.id)
  if (trader === undefined) throw new Error(`nobody trades on ${target.id}`)
  return trader
}

/** Runs cells, several at once, one a lane at a time; each as on a new machine. */
export async function runCells(
  lanes: readonly Lane[],
  cells: readonly Cell[],
  told: (result: CellResult) => void,
): Promise<readonly CellResult[]> {
  const queue = [...cells]
  const results: CellResult[] = []
  const work = async (lane: Lane): Promise<void> => {
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      const began = performance.now()
      await lane.begin()
      const { hit, figures } = await cell.run(lane, traderOf(lane, cell.target))
      const seconds = (performance.now() - began) / 1_000
      const result = { row: cell.row, column: cell.target.id, hit, figures, seconds }
      results.push(result)
      told(result)
    }
  }
  await Promise.all(lanes.map(work))
  return results
}

export type Order = 'limit' | 'bracket'

/** Far below the market, so that it stays; or a purchase at once with exits 4 % around it. */
export function orderParams({ brokerId }: Trader, order: Order): object {
  const common = { broker_id: brokerId, symbol: 'ETH/USDT', side: 'buy', amount: py('0.5') }
  return order === 'limit'
    ? { ...common, type: 'limit', price: py('2900.0') }
    : {
        ...common,
        type: 'limit',
        price: py('3210.0'),
        take_profit_price: py('3350.0'),
        stop_loss_price: py('3050.0'),
      }
}

export function envelopeOf(requestId: string, action: string, params: object): Envelope {
  return { request_id: requestId, action, params, user_id: userId, trace_id: null, timestamp: loopTime() }
}

export const pushText = (lane: Lane, envelope: Envelope): Promise<void> => lane.django.push(pythonJson(envelope))

/** What was interrupted is told to be looked up: nothing is claimed about it. */
const interrupted: ReadonlySet<string> = new Set(
  languages.map((language) => sentence(message('redis.interrupted'), language)),
)

export function saidBy(answer: Answer): Said {
  if (answer.success) return 'done'
  const data = answer.data as { readonly status?: unknown } | null
  const isOpen = data?.status === 'unknown' || data?.status === 'pending'
  return isOpen || interrupted.has(answer.error ?? '') ? 'unknown' : 'refused'
}

/** The answer to a request, or nothing in that time. */
export async function answerOf(lane: Lane, requestId: string, timeoutMs: number): Promise<readonly Said[]> {
  try {
    return [saidBy(await lane.django.collect(requestId, timeoutMs))]
  } catch {
    return []
  }
}

const open: ReadonlySet<string> = new Set(['intent', 'sent', 'unknown'])

/**
 * Whether a bracket has done what it can by now: it is over, has its exits, or (`entering`) has nothing to protect yet.
 */
const isQuiet =
  (entering: boolean) =>
  ({ pending, exits, entered, ended }: JournalBracket): boolean =>
    !pending && (exits > 0 || ended !== null || (entering && !entered))

/**
 * Waits until the journal has nothing under way any more; at most as long as the slowest exchange takes to prove
 * anything. `brackets`: the bracket of one order that fills at once has its exits, or each of `many` whose entry has
 * filled; null: there are none.
 */
export async function settled(lane: Lane, brackets: 'one' | 'many' | null, timeoutMs = 130_000): Promise<JournalRows> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const journal = lane.journal()
    const rowsDone = journal.rows.every(({ state }) => !open.has(state))
    const placed = journal.rows.some(({ operation, state }) => operation === 'place' && state === 'accepted')
    const missing = brackets === 'one' && placed && journal.brackets.length === 0
    const quiet = brackets === null || journal.brackets.every(isQuiet(brackets === 'many' || !placed))
    if ((rowsDone && quiet && !missing) || Date.now() > deadline) return journal
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/**
 * The end of every cell: the gateway settles, the sender repeats its request (it may have got no answer), and what the
 * exchange has is held against what everybody was told.
 */
export async function conclude(
  lane: Lane,
  trader: Trader,
  request: {
    readonly id: string
    readonly order: Order
    readonly params: object
    readonly answers: readonly Said[]
    readonly action?: string
  },
): Promise<Figures> {
  const { id, order, params, answers, action = 'place_order' } = request
  await settled(lane, order === 'bracket' ? 'one' : null)
  const late = await answerOf(lane, id, 0)
  await pushText(lane, envelopeOf(id, action, params))
  const repeated = await answerOf(lane, id, 100_000)
  const journal = await settled(lane, order === 'bracket' ? 'one' : null)
  const asked: Asked = {
    requestId: id,
    places: true,
    exchange: trader.target.exchange,
    account: trader.key.apiKey,
    brokerId: trader.brokerId,
    conflicts: false,
    pushes: 2,
    answers: [...answers, ...late, ...repeated],
  }
  return withoutProtection(figuresOf([asked], await lane.orders(), journal), journal, order)
}

/**
 * A bracket whose entry went in and which alarms or has no exits is told as a problem, and counts as lost protection.
 */
function withoutProtection(figures: Figures, { brackets, rows }: JournalRows, order: Order): Figures {
  if (order === 'limit' || !rows.some(({ operation, state }) => operation === 'place' && state === 'accepted'))
    return figures
  const problems = brackets
    .filter(({ alarm, exits, ended }) => alarm !== null || (exits === 0 && ended === null))
    .map(({ alarm }) => `lost: the bracket protects nothing (${alarm ?? 'no exits'})`)
  const none = brackets.length === 0 ? ['lost: the bracket of an entry that went in is not known'] : []
  const all = [...problems, ...none]
  return { ...figures, lost: figures.lost + all.length, problems: [...figures.problems, ...all] }
}

/** Whether something ends in that time. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const done = await Promise.race([work.then(() => true as const), limit])
  clearTimeout(timer)
  return done
}

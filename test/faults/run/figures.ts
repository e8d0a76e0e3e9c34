import { createHash } from 'node:crypto'
import type { StandingOrder } from '@aristobot/practice/host/practice-server.ts'
import { Money } from '../../../src-shared/money.ts'
import type { JournalRow, JournalRows } from './journal-rows.ts'

/** An order as the practice exchange itself has it. */
export interface ExchangeOrder extends StandingOrder {
  readonly exchange: string
}

/** What an answer over Redis said. `unknown`: the gateway said itself that it does not know yet. */
export type Said = 'done' | 'refused' | 'unknown'

/** A request that was pushed, and what came back. Repetitions of a request are answers to the same one. */
export interface Asked {
  readonly requestId: string
  /** Whether it wants an order placed. */
  readonly places: boolean
  /** Whose order it is to be: the exchange, the practice account (its first key), the broker id. */
  readonly exchange: string
  readonly account: string
  readonly brokerId: number
  /** Another request used its id before: it must be refused. */
  readonly conflicts: boolean
  /** How often it was pushed, each time to be answered. */
  readonly pushes: number
  readonly answers: readonly Said[]
}

/** The counts that `npm run faults` is about. */
export interface Figures {
  readonly requests: number
  /** Orders at the exchanges that came of requests; exits of brackets are not counted here. */
  readonly orders: number
  /** Accepted orders that journal or answers do not know, and requests without an answer. */
  readonly lost: number
  /** Orders beyond one a request, and exits beyond what was bought. */
  readonly doubled: number
  /** Journal rows neither accepted nor refused nor left to a person with evidence. */
  readonly unknown: number
  /** Left to a person, with evidence. */
  readonly attention: number
  readonly wrongAccount: number
  /** A sentence for each thing that must not be. */
  readonly problems: readonly string[]
}

const live: ReadonlySet<string> = new Set(['pending', 'open', 'partially_filled'])
const open: ReadonlySet<string> = new Set(['intent', 'sent', 'unknown'])

/**
 * Holds the exchanges' own orders against requests, answers and journal. Entries are known by the client id that the
 * journal row of their request holds; whatever else sells in an account that has a bracket is an exit.
 */
export function figuresOf(
  asked: readonly Asked[],
  ordersThere: readonly ExchangeOrder[],
  { rows, brackets }: JournalRows,
): Figures {
  const problems: string[] = []
  const orders = underOurIds(ordersThere, rows)
  const lost = note(problems, 'lost')
  const doubled = note(problems, 'doubled')
  const wrong = note(problems, 'wrong account')
  const unknown = note(problems, 'unknown')
  const requests = new Map(asked.filter(({ conflicts }) => !conflicts).map((each) => [each.requestId, each]))
  const byClientId = new Map(rows.flatMap((row) => (row.clientOrderId === null ? [] : [[row.clientOrderId, row]])))
  const atExchange = Map.groupBy(orders, ({ clientOrderId }) => clientOrderId)
  const bracketed = new Set(brackets.map(({ brokerId, symbol }) => `${brokerId} ${symbol}`))
  const brokers = new Map(asked.map(({ exchange, account, brokerId }) => [`${exchange} ${account}`, brokerId]))
  const exits: ExchangeOrder[] = []
  let entries = 0

  for (const order of orders) {
    const row = rowOf(order, byClientId)
    const brokerId = brokers.get(`${order.exchange} ${order.account}`) ?? 0
    const where = `${order.exchange} order ${order.number} (${order.clientOrderId}, ${order.state})`
    if (isExit(order, row)) {
      if (bracketed.has(`${brokerId} ${order.symbol}`)) exits.push(order)
      else lost.add(`${where} belongs to nothing that the journal knows`)
      continue
    }
    entries += 1
    if (row === null) {
      lost.add(`${where} is in no journal row`)
      continue
    }
    const request = requests.get(row.requestId)
    if (row.brokerId !== brokerId || (request !== undefined && request.brokerId !== brokerId))
      wrong.add(`${where} is in account ${brokerId}, for broker ${request?.brokerId ?? row.brokerId}`)
    if (row.state === 'rejected') lost.add(`${where}: the journal says that it was not placed: ${row.error ?? ''}`)
  }

  for (const row of rows) {
    if (open.has(row.state)) unknown.add(`journal row ${row.id} of ${row.requestId} is still ${row.state}`)
    if (row.state === 'needs_attention' && row.evidence === 0)
      unknown.add(`journal row ${row.id} of ${row.requestId} needs attention and has no evidence`)
    const ours = row.clientOrderId === null ? [] : (atExchange.get(row.clientOrderId) ?? [])
    if (row.operation !== 'place' || row.originKind !== 'redis') continue
    if (row.state === 'accepted' && ours.length === 0)
      lost.add(`journal row ${row.id} of ${row.requestId} is accepted, and no exchange has its order`)
    // A replacement may keep the client id of the order that it replaces: then one of them is over.
    const alive = ours.filter(({ state }) => state !== 'cancelled')
    if (alive.length > 1) doubled.add(`${alive.length} orders of client id ${row.clientOrderId ?? ''}`)
  }
  for (const [id, same] of Map.groupBy(rows.filter(isPlacing), ({ requestId }) => requestId))
    if (same.length > 1) doubled.add(`${same.length} journal rows of request ${id}`)

  const placing = new Map(rows.filter(isPlacing).map((row) => [row.requestId, row]))
  for (const each of asked) {
    const { requestId, answers, pushes } = each
    if (answers.length < pushes) lost.add(`${requestId}: ${answers.length} answers to ${pushes} pushes`)
    if (answers.length > pushes) doubled.add(`${requestId}: ${answers.length} answers to ${pushes} pushes`)
    if (each.conflicts && answers.includes('done'))
      doubled.add(`${requestId}: another request under its id was carried out`)
    if (!each.places || each.conflicts) continue
    const id = placing.get(requestId)?.clientOrderId ?? null
    const there = id !== null && atExchange.has(id)
    if (answers.includes('done') && !there) lost.add(`${requestId} was answered as placed, and no exchange has it`)
    if (answers.includes('refused') && there)
      lost.add(`${requestId} was answered as not placed, and the exchange has it`)
  }
  for (const sentence of tooManyExits(exits, orders, byClientId)) doubled.add(sentence)

  return {
    requests: asked.reduce((sum, { pushes }) => sum + pushes, 0),
    orders: entries,
    lost: lost.count(),
    doubled: doubled.count(),
    unknown: unknown.count(),
    attention: rows.filter(({ state }) => state === 'needs_attention').length,
    wrongAccount: wrong.count(),
    problems,
  }
}

const isPlacing = ({ operation, originKind }: JournalRow): boolean => operation === 'place' && originKind === 'redis'

/** Kraken takes ids of 32 hexadecimal digits only: there an order is known by the beginning of its id's SHA-256. */
const onKraken = (clientOrderId: string): string =>
  createHash('sha256').update(clientOrderId).digest('hex').slice(0, 32)

/** The orders with the client ids that the journal has, whatever the exchange was told instead. */
function underOurIds(orders: readonly ExchangeOrder[], rows: readonly JournalRow[]): readonly ExchangeOrder[] {
  const ids = rows.flatMap(({ clientOrderId }) => (clientOrderId === null ? [] : [clientOrderId]))
  const ours = new Map(ids.map((id) => [onKraken(id), id]))
  return orders.map((order) => ({
    ...order,
    clientOrderId: ours.get(order.clientOrderId) ?? order.clientOrderId,
  }))
}

/**
 * The row that carries the order's client id. Legs of a list carry the id of their row with something after it: they
 * are no entries.
 */
function rowOf(order: ExchangeOrder, byClientId: ReadonlyMap<string, JournalRow>): JournalRow | null {
  return byClientId.get(order.clientOrderId) ?? null
}

/** Entries of brackets buy; what sells beside them without a request of its own is an exit. */
function isExit(order: ExchangeOrder, row: JournalRow | null): boolean {
  return order.side === 'sell' && (row === null || row.originKind === 'bracket')
}

/** Of each kind, exits must never sell more than the entries of their account and symbol have bought. */
function* tooManyExits(
  exits: readonly ExchangeOrder[],
  orders: readonly ExchangeOrder[],
  byClientId: ReadonlyMap<string, JournalRow>,
): Iterable<string> {
  const place = ({ exchange, account, symbol }: ExchangeOrder): string => `${exchange} ${account.slice(0, 8)} ${symbol}`
  const kind = (order: ExchangeOrder): string => (order.trigger?.kind === 'stop' ? 'stop-loss' : 'take-profit')
  const bought = Map.groupBy(
    orders.filter((order) => order.side === 'buy' && byClientId.has(order.clientOrderId)),
    place,
  )
  for (const [where, of] of Map.groupBy(exits, place)) {
    // Waiting for their entry, exits have nothing to sell yet.
    const filled = Money.sum((bought.get(where) ?? []).map((order) => Money.parse(order.filled)))
    for (const [name, same] of Map.groupBy(
      of.filter(({ state }) => state !== 'pending'),
      kind,
    )) {
      const selling = Money.sum(
        same.map((order) => Money.parse((live.has(order.state) ? order.quantity : null) ?? order.filled)),
      )
      if (selling.greaterThan(filled))
        yield `${name} exits of ${where} sell ${selling.toString()}, bought were ${filled.toString()}`
    }
  }
}

interface Noted {
  add(sentence: string): void
  count(): number
}

function note(problems: string[], name: string): Noted {
  let count = 0
  return {
    add(sentence) {
      count += 1
      problems.push(`${name}: ${sentence}`)
    },
    count: () => count,
  }
}

/** The sum of figures; `problems` are told by their place. */
export function sumOf(all: readonly Figures[]): Figures {
  const sum = (pick: (figures: Figures) => number): number => all.reduce((total, each) => total + pick(each), 0)
  return {
    requests: sum((each) => each.requests),
    orders: sum((each) => each.orders),
    lost: sum((each) => each.lost),
    doubled: sum((each) => each.doubled),
    unknown: sum((each) => each.unknown),
    attention: sum((each) => each.attention),
    wrongAccount: sum((each) => each.wrongAccount),
    problems: all.flatMap((each) => each.problems),
  }
}

/** The targets: nothing lost, doubled or in the wrong account; and nothing left open. */
export const isAsPromised = ({ lost, doubled, unknown, wrongAccount }: Figures): boolean =>
  lost === 0 && doubled === 0 && wrongAccount === 0 && unknown === 0

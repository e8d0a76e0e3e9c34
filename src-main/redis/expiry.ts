import { type MessageRef, message } from '../../src-shared/messages/index.ts'
import type { ActionName } from './schema/index.ts'

interface Sending {
  /**
   * Moves money or orders: never executed late (docs/wire-contract.md §6). Cancelling counts: its sender has given up
   * too.
   */
  readonly movesOrders: boolean
  /** How long Django waits for an answer, in ms (docs/wire-contract.md §1.3). */
  readonly timeoutMs: number
}

const asking = { movesOrders: false, timeoutMs: 60_000 }
const patient = { movesOrders: false, timeoutMs: 90_000 }
const ordering = { movesOrders: true, timeoutMs: 120_000 }

const sending: Readonly<Record<ActionName, Sending>> = {
  get_balance: patient,
  get_markets: patient,
  get_ticker: asking,
  fetch_tickers: asking,
  get_candles: asking,
  place_order: ordering,
  cancel_order: ordering,
  edit_order: ordering,
  fetch_open_orders: asking,
  fetch_closed_orders: asking,
  get_order_info: asking,
  preload_brokers: asking,
  test_connection: asking,
  load_markets: asking,
  create_and_execute_trade: { movesOrders: true, timeoutMs: 60_000 },
}

/** An action that nobody knows counts as a question: it can move nothing. */
const sendingOf = (action: string): Sending => (Object.hasOwn(sending, action) ? sending[action as ActionName] : asking)

/** Whether a request of this action must not be executed once its sender has stopped waiting. */
export const movesOrders = (action: string): boolean => sendingOf(action).movesOrders

export const clientTimeoutMs = (action: string): number => sendingOf(action).timeoutMs

/** All that is known about a request's age. Monotonic times are ms since boot. */
export interface AgeEvidence {
  readonly action: string
  /** The envelope's `timestamp`: seconds of the sender's monotonic clock; null where there is none. */
  readonly envelopeSeconds: number | null
  /** The wall-clock `timestamp` inside create_and_execute_trade, epoch ms; null where there is none. */
  readonly innerEpochMs: number | null
  /**
   * Before this monotonic moment it cannot have been pushed; null: it may have waited for ever (found at the start).
   */
  readonly notPushedBefore: number | null
  /** Left by a gateway that died while working on it. */
  readonly leftover: boolean
}

/** The clocks of this machine at the moment of judging. */
export interface Clocks {
  readonly epochMs: number
  readonly monotonicMs: number
  /** Whether the monotonic clock has the base of Python's (Linux). */
  readonly sharesPythonClock: boolean
  /** Whether an envelope of this claimed age comes from another machine. */
  readonly isForeign: (claimedAgeMs: number) => boolean
}

/**
 * Why a request must not be executed any more, or null. In this order: what an earlier gateway or the time before our
 * start left behind; the wall-clock time inside create_and_execute_trade; the envelope's monotonic time, unless its
 * sender is known to be another machine; and, where no clock tells, the longest that it can have waited in the queue.
 */
export function expiryOf(evidence: AgeEvidence, clocks: Clocks): MessageRef | null {
  if (!movesOrders(evidence.action)) return null
  if (evidence.leftover) return message('redis.interrupted')
  if (evidence.notPushedBefore === null) return message('redis.expired_backlog')
  const limit = clientTimeoutMs(evidence.action)
  const age = innerAge(evidence, clocks, limit) ?? envelopeAge(evidence, clocks)
  if (age !== null) return age > limit ? expired(age, limit) : null
  return clocks.monotonicMs - evidence.notPushedBefore > limit ? message('redis.expired_backlog') : null
}

/**
 * When its sender stops waiting for a request that may still be executed, epoch ms: by the clock that tells its age,
 * else counted from the earliest moment at which it can have been pushed.
 */
export function expiresAt(evidence: AgeEvidence, clocks: Clocks): number {
  const limit = clientTimeoutMs(evidence.action)
  const { notPushedBefore } = evidence
  const longest = notPushedBefore === null ? limit : clocks.monotonicMs - notPushedBefore
  const age = innerAge(evidence, clocks, limit) ?? envelopeAge(evidence, clocks) ?? longest
  return clocks.epochMs + limit - age
}

/** The age by the wall clock; null when it is absent or lies further in the future than clocks differ. */
function innerAge(evidence: AgeEvidence, clocks: Clocks, limit: number): number | null {
  if (evidence.action !== 'create_and_execute_trade' || evidence.innerEpochMs === null) return null
  const age = clocks.epochMs - evidence.innerEpochMs
  return age < -limit ? null : Math.max(0, age)
}

/** The age that the envelope claims by the monotonic clock; null when that says nothing here. */
export function envelopeAge(evidence: Pick<AgeEvidence, 'envelopeSeconds'>, clocks: Clocks): number | null {
  if (!clocks.sharesPythonClock || evidence.envelopeSeconds === null || evidence.envelopeSeconds <= 0) return null
  const age = clocks.monotonicMs - evidence.envelopeSeconds * 1_000
  return age < 0 || clocks.isForeign(age) ? null : age
}

function expired(ageMs: number, limitMs: number): MessageRef {
  return message('redis.expired', { age: String(Math.round(ageMs / 1_000)), limit: String(limitMs / 1_000) })
}

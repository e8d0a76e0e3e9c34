import { z } from 'zod'
import { EngineRejection } from '../engine/engine-rejection.ts'
import type { Numbers } from '../engine/numbers.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { EngineOrder } from '../engine/types.ts'
import type { ClientOrderCounts } from '../host/client-order-counts.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { BitgetError } from './bitget-error.ts'
import type { Parameters } from './parameters.ts'
import type { BitgetLimits } from './request-limits.ts'
import type { BitgetKey } from './security.ts'

export interface PracticeBitget {
  readonly engine: PracticeEngine
  readonly counts: ClientOrderCounts
  readonly limits: BitgetLimits
  readonly state: BitgetState
}

export interface BitgetCall {
  readonly exchange: PracticeBitget
  readonly parameters: Parameters
  readonly request: RawRequest
  readonly now: number
}
export interface PrivateCall extends BitgetCall {
  readonly key: BitgetKey
  readonly accountId: string
}

const keptState = z.object({ timers: z.array(z.tuple([z.string(), z.number()])) })

/** What the server keeps beside the engine. */
export class BitgetState {
  /** Dead man's timers by account: epoch ms. */
  readonly timers = new Map<string, number>()
  readonly #numbers: Numbers

  constructor(numbers: Numbers) {
    this.#numbers = numbers
  }

  newClientId(): string {
    return `none-${this.#numbers.take('client')}`
  }

  /** What is kept over a restart, for {@link restore}. */
  kept(): unknown {
    return { timers: [...this.timers] }
  }

  /** @throws z.ZodError */
  restore(kept: unknown): void {
    for (const [accountId, at] of keptState.parse(kept).timers) this.timers.set(accountId, at)
  }
}

/**
 * In which of Bitget's lists an order is: `normal` ones and `tpsl` ones by that word, `plan` before it has triggered.
 */
export type OrderFamily = 'normal' | 'tpsl' | 'plan'

export function familyOf(order: Pick<EngineOrder, 'labels' | 'triggered'>): OrderFamily {
  if (order.labels.family === 'plan') return order.triggered ? 'normal' : 'plan'
  return order.labels.family === 'tpsl' ? 'tpsl' : 'normal'
}

/** The account's orders of a list, oldest first; exits whose entry has not filled are not there yet. */
export function ordersIn({ exchange, accountId }: PrivateCall, family: OrderFamily): readonly EngineOrder[] {
  return exchange.engine
    .account(accountId)
    .orders.filter((order) => familyOf(order) === family && order.state !== 'pending' && !neverArmed(order))
}

/** An exit that ended together with its entry was never an order of its own. */
const neverArmed = (order: EngineOrder): boolean => order.expiryReason === 'entry_ended'

const rejections: Readonly<Partial<Record<EngineRejection['reason'], readonly [string, string]>>> = {
  insufficient_balance: ['43012', 'Insufficient balance'],
  duplicate_client_order_id: ['40786', 'Duplicate clientOid'],
  market_closed: ['40309', 'The symbol has been removed'],
  no_liquidity: ['43115', 'The current trading pair is not supported'],
  unknown_order: ['43001', 'The order does not exist'],
  bad_price_relation: ['43034', 'The trigger price must be on the right side of the market price'],
  would_trigger: ['43035', 'The trigger price has been reached already'],
}

/** Carries a command out; the engine's refusals become Bitget's. */
export function inBitgetsWords<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    const [code, text] = rejections[error.reason] ?? ruleWords(error)
    throw new BitgetError(code, text)
  }
}

function ruleWords({ violation }: EngineRejection): readonly [string, string] {
  if (violation === 'price_band') return ['43008', 'The price is outside the allowed range of the market price']
  if (violation === 'notional') return ['45110', 'less than the minimum amount 1 USDT']
  if (violation === 'max_open_orders' || violation === 'max_open_triggers') return ['43005', 'Too many open orders']
  return ['43006', 'The quantity is below the minimum']
}

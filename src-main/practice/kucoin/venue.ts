import type { Money } from '../../../src-shared/money.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { EngineOrder } from '../engine/types.ts'
import type { ClientOrderCounts } from '../host/client-order-counts.ts'
import type { Parameters } from './parameters.ts'
import type { KuCoinKey } from './security.ts'

export interface KuCoinVenue {
  readonly engine: PracticeEngine
  readonly counts: ClientOrderCounts
  readonly state: KuCoinState
}

export interface Call {
  readonly venue: KuCoinVenue
  readonly parameters: Parameters
  /** What follows the endpoint's path: an order's id. */
  readonly rest: string
  readonly now: number
}
export interface PrivateCall extends Call {
  readonly key: KuCoinKey
  readonly accountId: string
}

/** What the server keeps beside the engine: the main accounts, client ids of OCO pairs, timers. */
export class KuCoinState {
  readonly main = new Map<string, Map<string, Money>>()
  /** Orders with a time at which they are cancelled: engine id → epoch ms. */
  readonly expiries = new Map<number, number>()
  readonly timers = new Map<string, { at: number; timeout: number; symbols: readonly string[] }>()
  #generated = 0

  newClientId(): string {
    this.#generated += 1
    return `none-${this.#generated}`
  }

  mainOf(accountId: string): Map<string, Money> {
    const wallet = this.main.get(accountId) ?? new Map<string, Money>()
    this.main.set(accountId, wallet)
    return wallet
  }
}

/** Whether an order lives among the stop orders: it has a trigger that has not fired. */
export function isStop(order: EngineOrder): boolean {
  return order.trigger !== null && !order.triggered
}

/** Orders that have been in the book: everything but stops that were never triggered. */
export function hfOrders({ venue, accountId }: PrivateCall): readonly EngineOrder[] {
  return venue.engine.account(accountId).orders.filter((order) => !isStop(order))
}

import type { PracticeMarket } from '../engine/market-rules.ts'
import type { Numbers } from '../engine/numbers.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { randomAt } from '../engine/random.ts'
import type { EngineOrder } from '../engine/types.ts'
import type { ClientOrderCounts } from '../host/client-order-counts.ts'
import { eitherMissing, missing, BinanceError } from './binance-error.ts'
import { OrderViews } from './order-views.ts'
import type { Parameters } from './parameters.ts'
import { defaultLimits, OrderCounts, WeightLimits, type LimitSettings } from './request-limits.ts'
import type { KnownKey } from './security.ts'
import { Symbols } from './symbols.ts'

/** What all endpoints of one Binance share. */
export class PracticeBinance {
  readonly engine: PracticeEngine
  readonly counts: ClientOrderCounts
  readonly symbols: Symbols
  readonly views: OrderViews
  readonly weights = new WeightLimits()
  limits: LimitSettings = defaultLimits
  readonly #orderCounts = new Map<string, OrderCounts>()
  readonly #numbers: Numbers
  #cancelId: string | null = null

  constructor(engine: PracticeEngine, counts: ClientOrderCounts, numbers: Numbers) {
    this.engine = engine
    this.counts = counts
    this.#numbers = numbers
    this.symbols = new Symbols(engine)
    this.views = new OrderViews((symbol) => this.symbols.idOf(symbol))
  }

  orderCounts(accountId: string): OrderCounts {
    const counts = this.#orderCounts.get(accountId) ?? new OrderCounts()
    this.#orderCounts.set(accountId, counts)
    return counts
  }

  /** A client id as Binance makes one up: 22 letters and digits. */
  newClientId(): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const number = this.#numbers.take('client')
    return Array.from({ length: 22 }, (_, index) =>
      alphabet.charAt(Math.floor(randomAt(`${number}|${index}|client id`) * alphabet.length)),
    ).join('')
  }

  /**
   * What a cancellation that is being carried out calls itself, for whoever is told of it; made up when nobody has
   * asked for it.
   */
  get cancelId(): string {
    return this.#cancelId ?? this.newClientId()
  }

  /** Runs a cancellation under the id that its sender gave it. */
  cancelling(cancelId: string, command: () => void): void {
    this.#cancelId = cancelId
    try {
      command()
    } finally {
      this.#cancelId = null
    }
  }

  /** Counts orders placed under ids that came with a request (not those made up here). */
  accepted(orders: readonly EngineOrder[]): void {
    for (const { clientOrderId } of orders) this.counts.accepted(clientOrderId)
  }
}

/** One request that has passed the gate. */
export interface BinanceCall {
  readonly exchange: PracticeBinance
  readonly parameters: Parameters
  readonly now: number
}

/** One request of a known key, its signature and time checked. */
export interface SignedCall extends BinanceCall {
  readonly key: KnownKey
  readonly accountId: string
}

/** The market of the mandatory `symbol`. @throws BinanceError -1102, -1121 */
export function marketOfCall(call: BinanceCall): PracticeMarket {
  const symbol = call.parameters.symbol()
  if (symbol === null) throw missing('symbol')
  return call.exchange.symbols.market(symbol)
}

/** `limit` between 1 and `max`. @throws BinanceError -1130 */
export function limitOf(call: BinanceCall, fallback: number, max: number): number {
  const limit = call.parameters.integer('limit')
  if (limit === null) return fallback
  if (limit < 1) throw new BinanceError(-1130, "Data sent for parameter 'limit' is not valid.")
  return Math.min(limit, max)
}

const mostHours = 24

/** `startTime` and `endTime`, at most 24 hours apart. @throws BinanceError -1127 */
export function timeRange(call: BinanceCall): { readonly from: number | null; readonly to: number | null } {
  const from = call.parameters.time('startTime')
  const to = call.parameters.time('endTime')
  if (from !== null && to !== null && to - from > mostHours * 3_600_000) {
    throw new BinanceError(-1127, `More than ${mostHours} hours between startTime and endTime.`)
  }
  return { from, to }
}

/** How a request names an order. */
export interface OrderNaming {
  readonly orderId: number | null
  readonly clientOrderId: string | null
}

/** Reads `orderId` and `origClientOrderId` (names vary); one must be there. @throws BinanceError -1102 */
export function readNaming(parameters: Parameters, idName: string, clientIdName: string): OrderNaming {
  const orderId = parameters.integer(idName)
  const clientOrderId = parameters.clientId(clientIdName)
  if (orderId === null && clientOrderId === null) throw eitherMissing(clientIdName, idName)
  return { orderId, clientOrderId }
}

/** The account's order of that name on a market, or null. @throws BinanceError -2039 when the two names disagree */
export function findOrder(call: SignedCall, market: PracticeMarket, naming: OrderNaming): EngineOrder | null {
  const { engine } = call.exchange
  if (naming.orderId === null) {
    return naming.clientOrderId === null
      ? null
      : engine.orderByClientId(call.accountId, market.symbol, naming.clientOrderId)
  }
  const order = engine.order(naming.orderId)
  if (order?.accountId !== call.accountId || order.symbol !== market.symbol) return null
  if (naming.clientOrderId !== null && order.clientOrderId !== naming.clientOrderId) {
    throw new BinanceError(-2039, 'Client order ID is not correct for this order ID.')
  }
  return order
}

import { GatewayError } from '../../../../src-shared/errors.ts'
import { Money } from '../../../../src-shared/money.ts'
import { isFinal, type Order, type OrderFee } from '../../../../src-shared/order.ts'
import { feesOf } from '../map-orders.ts'
import type { BinanceRawClient } from '../raw-client.ts'
import type { TradeRecord } from '../schemas.ts'

/** From so many orders on, the symbol's latest trades (20 weight) are cheaper than each order's own (5). */
const manyOrders = 5
/** Orders asked one by one in one listing, at most. */
const maxSingles = 20
/** The database lags, so the trades may come later; those that do not add up after so many looks never will. */
const maxAttempts = 10
const tradesPerPage = 1_000
const maxKept = 20_000

type TradeReader = Pick<BinanceRawClient, 'myTrades'>

/**
 * Commissions of finished orders, which Binance's order endpoints do not tell: added up from the account's trades and
 * kept, since they change no more. Source: GET /myTrades.
 */
export class OrderFees {
  readonly #known = new Map<string, readonly OrderFee[]>()
  readonly #attempts = new Map<string, number>()

  /** The orders with their fees where those can be had; nothing that goes wrong here goes further. */
  async on(orders: readonly Order[], raw: TradeReader): Promise<readonly Order[]> {
    const bySymbol = Map.groupBy(
      orders.filter((order) => this.#lacks(order)),
      (order) => order.nativeSymbol,
    )
    await Promise.all([...bySymbol].map(([symbol, lacking]) => this.#learn(symbol, lacking, raw)))
    return orders.map((order) => ({ ...order, fees: order.fees ?? this.#known.get(keyOf(order)) ?? null }))
  }

  #lacks(order: Order): boolean {
    return (
      order.fees === null &&
      isFinal(order.status) &&
      order.filled.isPositive() &&
      !this.#known.has(keyOf(order)) &&
      (this.#attempts.get(keyOf(order)) ?? 0) < maxAttempts
    )
  }

  async #learn(symbol: string, lacking: readonly Order[], raw: TradeReader): Promise<void> {
    try {
      const many = lacking.length >= manyOrders
      const latest = many ? await raw.myTrades({ symbol, limit: String(tradesPerPage) }) : []
      for (const order of lacking) this.#remember(order, latest)
      const left = lacking.filter((order) => !this.#known.has(keyOf(order))).slice(0, maxSingles)
      for (const order of left) {
        this.#attempts.set(keyOf(order), (this.#attempts.get(keyOf(order)) ?? 0) + 1)
        const limit = String(tradesPerPage)
        this.#remember(order, await raw.myTrades({ symbol, orderId: order.id, limit }))
      }
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
    }
  }

  /** Only trades that make up all that was executed tell the whole fee. */
  #remember(order: Order, trades: readonly TradeRecord[]): void {
    const own = trades.filter(({ orderId }) => orderId === order.id)
    if (!Money.sum(own.map(({ qty }) => qty)).equals(order.filled)) return
    if (this.#known.size >= maxKept) this.#known.clear()
    this.#known.set(keyOf(order), feesOf(own))
  }
}

/** Order ids are counted symbol by symbol. */
const keyOf = ({ nativeSymbol, id }: Order): string => `${nativeSymbol} ${id}`

import type { ExchangeName, KeyReport } from '../../../src-shared/account.ts'
import type { Timeframe } from '../../../src-shared/capabilities.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../../../src-shared/market.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { Exits, Order, OrderChange, OrderFee, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Permit } from '../http/permit.ts'
import type { Urgency } from '../http/urgency.ts'
import type { DeadMansSwitch } from '../orders/dead-man.ts'
import type { ExchangeMemory } from '../orders/exchange-memory.ts'
import type { FillPage, FillQuery } from '../orders/fill-pages.ts'
import type { PriceChecks } from '../orders/normalise-asking.ts'
import { OfferedMarkets } from './offered-markets.ts'

/** Which order is meant: the exchange's id or ours; the symbol (BASE/QUOTE) where the exchange needs it. */
export type OrderReference =
  { readonly symbol: string; readonly orderId: string } | { readonly symbol: string; readonly clientOrderId: string }

/** Bounds of a history query; times are epoch ms, inclusive; `limit` orders at most, newest first in the answer. */
export interface HistoryQuery {
  /** BASE/QUOTE; null: every symbol in `symbols`. */
  readonly symbol: string | null
  /** Symbols this account is known to have traded; a client adds those it can find out itself. */
  readonly symbols: readonly string[]
  readonly since: number | null
  readonly until: number | null
  readonly limit: number
}

/** A key of Django's under which one name of an order leads to another (docs/wire-contract.md §5.5). */
export interface CrossReference {
  readonly key: string
  readonly value: string
}

/** What a key may do, as far as the exchange tells. */
export type CredentialsReport = KeyReport

/** What an order looked like after an edit, and the id it has now. */
export interface EditedOrder {
  readonly order: Order
  readonly previousOrderId: string
  readonly how: 'in_place' | 'replace'
}

/** Where an exchange's limits ask for nothing slower. */
export const usualWatchMs = 2_000
export const usualPriceMs = 1_000
export const usualFillsMs = 1_000

/**
 * One account on one exchange: credentials are bound at construction and never change. Every method throws GatewayError
 * only.
 *
 * Writes (`placeOrder`, `editOrder`, `cancelOrder`) are sent once. An error of class `unknown-outcome` means that the
 * exchange may have executed the request: ask `findOrder`, never send again. Every other class means that nothing was
 * executed.
 */
export abstract class BaseExchangeClient {
  abstract readonly exchange: ExchangeName

  readonly #offered: OfferedMarkets

  /** `switchedOff`: what the account may not use now although the exchange offers it. */
  constructor(switchedOff: () => readonly SwitchedOff[] = () => []) {
    this.switchedOff = switchedOff
    this.#offered = new OfferedMarkets()
  }

  readonly switchedOff: () => readonly SwitchedOff[]

  /**
   * The same account, whose reads of orders and prices take their place among what waits by `urgency`. Cheap: made for
   * each use.
   */
  abstract as(urgency: Urgency): BaseExchangeClient

  /** Every spot market by BASE/QUOTE symbol with what this account may use of it; cached, `refresh` asks anew. */
  async getMarkets(options: { readonly refresh?: boolean } = {}): Promise<ReadonlyMap<string, Market>> {
    const off = this.switchedOff().map(({ what }) => what)
    return this.#offered.of(await this.loadMarkets(options), off)
  }

  /** As {@link getMarkets}, with all that the exchange offers. */
  protected abstract loadMarkets(options: { readonly refresh?: boolean }): Promise<ReadonlyMap<string, Market>>

  /** Every asset with a balance that is not zero. */
  abstract getBalance(): Promise<readonly Balance[]>

  abstract fetchTicker(symbol: string): Promise<Ticker>

  /** Tickers by BASE/QUOTE symbol; unlisted symbols are left out. null: all. */
  abstract fetchTickers(symbols: readonly string[] | null): Promise<ReadonlyMap<string, Ticker>>

  /** Oldest first; the last may be unfinished. */
  abstract fetchCandles(symbol: string, timeframe: Timeframe, limit: number): Promise<readonly Candle[]>

  abstract fetchOrderBook(symbol: string, depth: number): Promise<OrderBook>

  /** Open orders, conditional ones and waiting legs included; null: on every symbol. */
  abstract fetchOpenOrders(symbol: string | null): Promise<readonly Order[]>

  /** Filled, cancelled, rejected and expired orders, newest first. */
  abstract fetchClosedOrders(query: HistoryQuery): Promise<readonly Order[]>

  /**
   * What was executed, fee by fee, the newest first and page by page: one question, or two, a call. @throws GatewayError
   * `refused` for a symbol that is missing where the exchange {@link tellsFillsBySymbol}.
   */
  abstract fetchFills(query: FillQuery): Promise<FillPage>

  /** @throws GatewayError `not-found` when the exchange does not know it. */
  abstract fetchOrder(reference: OrderReference): Promise<Order>

  /**
   * Rounds a request down to the market's steps and checks it against every filter, without the network but for
   * reference prices. Pure where possible. @throws GatewayError `refused` naming the field and the limit.
   * @param checks all unless told.
   */
  abstract normalise(request: OrderRequest, checks?: PriceChecks): Promise<OrderRequest>

  /**
   * Sends a normalised request once. `clientOrderId` has at most 30 characters of [a-z0-9]; list legs get it with a
   * suffix of ours (see {@link legIds}).
   */
  abstract placeOrder(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder>

  /** The exchange's dry run of a normalised request: proves syntax and filters, not balances. */
  abstract testOrder(request: OrderRequest, clientOrderId: string): Promise<void>

  /**
   * What became of a request that may have been executed: the placed order, or null when the exchange knows none of its
   * ids (what that proves, {@link memory} says).
   */
  abstract findOrder(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null>

  /** From when on and until when "not found" is proof that there is no such order. */
  abstract readonly memory: ExchangeMemory

  /**
   * Changes an open order: in place where that suffices, else cancel and replace. `clientOrderId` names a replacement.
   */
  abstract editOrder(
    reference: OrderReference,
    change: OrderChange,
    clientOrderId: string,
    permit: Permit,
  ): Promise<EditedOrder>

  /** Cancels an order, and with it every member of its list. @returns the order's last state. */
  abstract cancelOrder(reference: OrderReference): Promise<Order>

  /** Reads back what the key may do. @throws GatewayError `auth` when the exchange refuses it. */
  abstract checkCredentials(): Promise<CredentialsReport>

  /**
   * How often an account's orders may be looked at all day long without using up its limits, in ms between two looks.
   */
  readonly watchEveryMs: number = usualWatchMs

  /** How often last prices may be asked for all day long, in ms between two questions. */
  readonly priceEveryMs: number = usualPriceMs

  /** How often pages of fills may be asked for, one after the other, without anybody noticing, in ms. */
  readonly fillsEveryMs: number = usualFillsMs

  /** Whether the account's limits leave room for fills, which nobody waits for. */
  hasRoomForFills(): boolean {
    return true
  }

  /** Whether fills are told of one symbol at a time. */
  readonly tellsFillsBySymbol: boolean = false

  /**
   * The symbols of which an exchange that tells fills of one symbol at a time has to be asked: those named, and what the
   * account itself shows, within bounds. null: it tells those of all symbols together.
   */
  fillSymbols(_named: readonly string[]): Promise<readonly string[] | null> {
    return Promise.resolve(null)
  }

  /**
   * Orders that keep their ids for life, in few questions, in any order; those that the exchange does not know are left
   * out. null: this exchange has nothing cheaper than {@link findOrder}, or gives what an order turns into another id.
   */
  fetchOrders(_orders: readonly Pick<Order, 'symbol' | 'id'>[]): Promise<readonly Order[] | null> {
    return Promise.resolve(null)
  }

  /** What the fills of an order cost, for orders whose `fees` are null; null: the exchange does not say it now. */
  async fetchOrderFees(order: Pick<Order, 'symbol' | 'id'>): Promise<readonly OrderFee[] | null> {
    return (await this.fetchOrder({ symbol: order.symbol, orderId: order.id })).fees
  }

  /** Fees as fractions for one symbol, where the exchange tells them per account. */
  abstract fetchFees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }>

  /** The exits that an order of this exchange still carries in itself; null: none, or they are orders of their own. */
  exitsOf(_order: Order): Exits | null {
    return null
  }

  /** The exchange's other names for a client order id, as the keys that Django looks them up by; empty: it has none. */
  crossReferences(_clientOrderId: string): readonly CrossReference[] {
    return []
  }

  /** The exchange's dead man's switch for this account; null: it has none. */
  deadMansSwitch(): Promise<DeadMansSwitch | null> {
    return Promise.resolve(null)
  }

  /**
   * Asks for every order to be cancelled unless this is called again within so many seconds; null: no longer. Calling
   * twice is harmless.
   * @throws GatewayError `refused` where there is no such switch, or for seconds beyond its bounds.
   */
  armDeadMansSwitch(_seconds: number | null): Promise<void> {
    return noDeadMansSwitch(this.exchange)
  }
}

/** @throws GatewayError `refused`, always. */
export function noDeadMansSwitch(exchange: ExchangeName): Promise<never> {
  return Promise.reject(new GatewayError('refused', 'exchange.no_dead_man', { exchange: labelOf(exchange) }))
}

import type { ExitRole } from '../../../../src-shared/exit-plan.ts'
import type { Exits, Side, TimeInForce } from '../../../../src-shared/order.ts'
import { RecentMap } from '../../../infra/recent-map.ts'
import type { ClientIdStore } from '../../stores/client-id-store.ts'

/**
 * Bitget's separate lists of orders: an id is known in its own list only. `strategy` is a unified account's, the others
 * a classic one's.
 */
export type OrderList = 'normal' | 'tpsl' | 'plan' | 'strategy'

/** An entry that carries exits. */
export interface RememberedEntry {
  readonly id: string
  readonly nativeSymbol: string
  readonly side: Side
  readonly exits: Exits
}

/** Whose exit an order is. */
export interface ExitLink {
  readonly entryId: string
  readonly role: ExitRole
}

/** What Bitget does not tell again about an order. */
export interface RememberedOrder {
  readonly list: OrderList
  /**
   * Which of the two a conditional order is: Bitget infers that from the price when it is placed, and does not say it.
   */
  readonly role: ExitRole | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
}

/** In the store: TP/SL orders by Bitget's own id. */
const idSpace = 'bitget.tpsl'

/** More than anybody has open; the oldest are forgotten first. */
const capacity = 1_000

/**
 * What one account's client has placed or seen and Bitget does not tell again. But for the ids of orders that Bitget
 * takes no client id for, it ends with the client: without it answers are less complete, and finding an order takes
 * more questions.
 */
export class OrderMemory {
  readonly #orders = new RecentMap<RememberedOrder>(capacity)
  readonly #entries = new RecentMap<RememberedEntry>(capacity)
  readonly #links = new RecentMap<ExitLink>(capacity)
  readonly #sentAt = new RecentMap<number>(capacity)
  readonly #idOfClientId = new RecentMap<string>(capacity)
  readonly #clientIdOfId = new RecentMap<string>(capacity)
  readonly #planSymbols = new RecentMap<true>(capacity)
  readonly #clientIds: ClientIdStore

  /** @param clientIds keeps over restarts which TP/SL order came of which request. */
  constructor(clientIds: ClientIdStore) {
    this.#clientIds = clientIds
  }

  rememberOrder(orderId: string, order: RememberedOrder): void {
    this.#orders.set(orderId, order)
  }

  order(orderId: string): RememberedOrder | null {
    return this.#orders.get(orderId) ?? null
  }

  rememberEntry(entry: RememberedEntry): void {
    this.#entries.set(entry.id, entry)
  }

  entry(orderId: string): RememberedEntry | null {
    return this.#entries.get(orderId) ?? null
  }

  entries(): readonly RememberedEntry[] {
    return [...this.#entries.values()]
  }

  rememberLink(exitId: string, link: ExitLink): void {
    this.#links.set(exitId, link)
  }

  link(exitId: string): ExitLink | null {
    return this.#links.get(exitId) ?? null
  }

  /** Before an order is sent: its answer may be lost. @param at the exchange's time, epoch ms. */
  rememberSending(clientOrderId: string, at: number): void {
    this.#sentAt.set(clientOrderId, at)
  }

  sentAt(clientOrderId: string): number | null {
    return this.#sentAt.get(clientOrderId) ?? null
  }

  /**
   * Which of Bitget's orders came of a request of ours. @param list where it lives: TP/SL orders take no client id of
   * ours.
   */
  claim(clientOrderId: string, orderId: string, list: OrderList): void {
    this.#idOfClientId.set(clientOrderId, orderId)
    this.#clientIdOfId.set(orderId, clientOrderId)
    if (list === 'tpsl') this.#clientIds.claim(idSpace, orderId, clientOrderId)
  }

  orderIdOf(clientOrderId: string): string | null {
    return this.#idOfClientId.get(clientOrderId) ?? this.#clientIds.nameOf(idSpace, clientOrderId)
  }

  claimantOf(orderId: string): string | null {
    return this.#clientIdOfId.get(orderId) ?? this.#clientIds.clientOrderIdOf(idSpace, orderId)
  }

  /** A symbol that has or had a plan order: their list must be asked for symbol by symbol. */
  rememberPlanSymbol(nativeSymbol: string): void {
    this.#planSymbols.set(nativeSymbol, true)
  }

  planSymbols(): readonly string[] {
    return [...this.#planSymbols.keys()]
  }
}

import type { Exits, Side, TimeInForce } from '../../../../src-shared/order.ts'
import type { ClientIdStore } from '../../stores/client-id-store.ts'

/** Bitget's separate lists of orders: an id is known in its own list only. `strategy` is a unified account's, the others a classic one's. */
export type OrderList = 'normal' | 'tpsl' | 'plan' | 'strategy'

export type ExitRole = 'take_profit' | 'stop_loss'

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
  /** Which of the two a conditional order is: Bitget infers that from the price when it is placed, and does not say it. */
  readonly role: ExitRole | null
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
}

/** In the store: TP/SL orders by Bitget's own id. */
const idSpace = 'bitget.tpsl'

/** More than anybody has open; the oldest are forgotten first. */
const capacity = 1_000

/**
 * What one account's client has placed or seen and Bitget does not tell again. But for the ids of orders that Bitget takes no client id for, it
 * ends with the client: without it answers are less complete, and finding an order takes more questions.
 */
export class OrderMemory {
  readonly #orders = new Map<string, RememberedOrder>()
  readonly #entries = new Map<string, RememberedEntry>()
  readonly #links = new Map<string, ExitLink>()
  readonly #sentAt = new Map<string, number>()
  readonly #idOfClientId = new Map<string, string>()
  readonly #clientIdOfId = new Map<string, string>()
  readonly #planSymbols = new Map<string, true>()
  readonly #clientIds: ClientIdStore

  /** @param clientIds keeps over restarts which TP/SL order came of which request. */
  constructor(clientIds: ClientIdStore) {
    this.#clientIds = clientIds
  }

  rememberOrder(orderId: string, order: RememberedOrder): void {
    keep(this.#orders, orderId, order)
  }

  order(orderId: string): RememberedOrder | null {
    return this.#orders.get(orderId) ?? null
  }

  rememberEntry(entry: RememberedEntry): void {
    keep(this.#entries, entry.id, entry)
  }

  entry(orderId: string): RememberedEntry | null {
    return this.#entries.get(orderId) ?? null
  }

  entries(): readonly RememberedEntry[] {
    return [...this.#entries.values()]
  }

  rememberLink(exitId: string, link: ExitLink): void {
    keep(this.#links, exitId, link)
  }

  link(exitId: string): ExitLink | null {
    return this.#links.get(exitId) ?? null
  }

  /** Before an order is sent: its answer may be lost. @param at the exchange's time, epoch ms. */
  rememberSending(clientOrderId: string, at: number): void {
    keep(this.#sentAt, clientOrderId, at)
  }

  sentAt(clientOrderId: string): number | null {
    return this.#sentAt.get(clientOrderId) ?? null
  }

  /** Which of Bitget's orders came of a request of ours. @param list where it lives: TP/SL orders take no client id of ours. */
  claim(clientOrderId: string, orderId: string, list: OrderList): void {
    keep(this.#idOfClientId, clientOrderId, orderId)
    keep(this.#clientIdOfId, orderId, clientOrderId)
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
    keep(this.#planSymbols, nativeSymbol, true)
  }

  planSymbols(): readonly string[] {
    return [...this.#planSymbols.keys()]
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > capacity && oldest !== undefined) map.delete(oldest)
}

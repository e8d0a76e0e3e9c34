import type { Money } from '../../../../src-shared/money.ts'
import type { Order } from '../../../../src-shared/order.ts'
import { RecentMap } from '../../../infra/recent-map.ts'
import type { ClientIdStore } from '../../stores/client-id-store.ts'
import type { OcoDetails } from '../schemas.ts'

/** An order that was altered: what replaces it has another id and, at KuCoin, no client id of its own. */
export interface Replacement {
  readonly previousOrderId: string
  /** The replaced order's client id, which its replacement keeps. */
  readonly clientOid: string | null
}

/** In the store: stop orders by KuCoin's own id. */
const stopSpace = 'kucoin.stop'

/** More than anybody has open; the oldest are forgotten first. */
const capacity = 1_000

/**
 * What one account's client has seen and KuCoin does not tell again: stop orders vanish from every list once they
 * triggered or were cancelled, a leg does not name its pair, a replacement does not know what it was called here. But
 * for the ids of stop orders it ends with the client, so nothing that must survive a restart may rest on it: without it
 * answers are less complete, never wrong.
 */
export class OrderMemory {
  readonly #stops = new RecentMap<Order>(capacity)
  readonly #pairs = new RecentMap<OcoDetails>(capacity)
  readonly #pairOfLeg = new RecentMap<string>(capacity)
  readonly #reduced = new RecentMap<Money>(capacity)
  readonly #replacements = new RecentMap<Replacement>(capacity)
  readonly #clientIds: ClientIdStore

  /**
   * @param clientIds keeps over restarts which stop order came of which request: once triggered it goes on under
   * another id.
   */
  constructor(clientIds: ClientIdStore) {
    this.#clientIds = clientIds
  }

  /** A stop order as it was last seen. */
  rememberStop(order: Order): void {
    this.#stops.set(order.id, order)
    const { clientOrderId } = order
    if (clientOrderId !== null && this.stopIdOf(clientOrderId) === null)
      this.#clientIds.claim(stopSpace, order.id, clientOrderId)
  }

  /** The id under which an order of this client id was placed as a stop order; null: it was none. */
  stopIdOf(clientOrderId: string): string | null {
    return this.#clientIds.nameOf(stopSpace, clientOrderId)
  }

  /** Our client id of a stop order, also after a restart; null: not known. */
  clientIdOfStop(orderId: string): string | null {
    return this.#clientIds.clientOrderIdOf(stopSpace, orderId)
  }

  stop(orderId: string): Order | null {
    return this.#stops.get(orderId) ?? null
  }

  stopByClientId(clientOrderId: string): Order | null {
    return [...this.#stops.values()].find((order) => order.clientOrderId === clientOrderId) ?? null
  }

  rememberPair(pair: OcoDetails): void {
    this.#pairs.set(pair.orderId, pair)
    for (const leg of pair.orders) this.#pairOfLeg.set(leg.id, pair.orderId)
  }

  /** By the pair's own id or by that of one of its legs. */
  pair(orderId: string): OcoDetails | null {
    return this.#pairs.get(this.#pairOfLeg.get(orderId) ?? orderId) ?? null
  }

  /** An order of which a part was cancelled wants only this much in all. */
  rememberReduction(orderId: string, quantity: Money): void {
    this.#reduced.set(orderId, quantity)
  }

  reducedTo(orderId: string): Money | null {
    return this.#reduced.get(orderId) ?? null
  }

  /** Kept before the alteration is sent: its answer may be lost. */
  rememberReplacement(clientOrderId: string, replacement: Replacement): void {
    this.#replacements.set(clientOrderId, replacement)
  }

  replacement(clientOrderId: string): Replacement | null {
    return this.#replacements.get(clientOrderId) ?? null
  }
}

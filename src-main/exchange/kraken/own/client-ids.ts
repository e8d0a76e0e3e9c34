import { createHash } from 'node:crypto'
import { GatewayError } from '../../../../src-shared/errors.ts'
import type { ClientIdStore } from '../../stores/client-id-store.ts'

/** Spaces of the {@link ClientIdStore}. */
const clOrdIdSpace = 'kraken.cl_ord_id'
export const userrefSpace = 'kraken.userref'

/** `userref` is an int32; Django's specification takes the hash modulo this. */
const userrefs = 2_147_483_647

const digest = (clientOrderId: string): Buffer => createHash('sha256').update(clientOrderId).digest()

/** Ours have 27 characters, Kraken takes 18, or 32 hex digits: half of the SHA-256 of ours. */
export function clOrdIdOf(clientOrderId: string): string {
  return digest(clientOrderId).toString('hex').slice(0, 32)
}

/**
 * The `userref` that an id wants: the first four bytes of its SHA-256, modulo 2147483647. Source:
 * docs/wire-contract.md §5.5.
 */
export function wantedUserref(clientOrderId: string): number {
  return digest(clientOrderId).readUInt32BE(0) % userrefs
}

/** How an order at Kraken names its client. */
export interface NativeIds {
  readonly cl_ord_id?: string | null | undefined
  readonly userref?: string | null | undefined
}

/**
 * Our client order ids and what they are called at Kraken, both ways, over restarts. An order carries a `cl_ord_id` or
 * a `userref`, not both: ours carry the first, and the second is kept for those who know orders by number.
 */
export class KrakenClientIds {
  readonly #store: ClientIdStore

  constructor(store: ClientIdStore) {
    this.#store = store
  }

  /** Writes down both names of an id before its order is sent. @returns its `cl_ord_id`. */
  name(clientOrderId: string): string {
    const name = clOrdIdOf(clientOrderId)
    if (!this.#store.claim(clOrdIdSpace, name, clientOrderId))
      throw new GatewayError('bug', 'error.internal', {}, { cause: new Error(`${name} names another order`) })
    this.userref(clientOrderId)
    return name
  }

  /** The number of an id: the one that it wants, or the next that no other id owns. Given out once and kept. */
  userref(clientOrderId: string): number {
    const known = this.#store.nameOf(userrefSpace, clientOrderId)
    if (known !== null) return Number(known)
    let number = wantedUserref(clientOrderId)
    // 0 is what Kraken writes for an order without one.
    while (number === 0 || !this.#store.claim(userrefSpace, String(number), clientOrderId))
      number = (number + 1) % userrefs
    return number
  }

  /**
   * Ours where we know it, else Kraken's own `cl_ord_id`; null for an order without any. A foreign `userref` names
   * nothing.
   */
  clientOrderIdOf(order: NativeIds): string | null {
    const text = order.cl_ord_id ?? ''
    if (text !== '') return this.#store.clientOrderIdOf(clOrdIdSpace, text.replaceAll('-', '').toLowerCase()) ?? text
    const number = order.userref ?? ''
    return number === '' || number === '0' ? null : this.#store.clientOrderIdOf(userrefSpace, number)
  }
}

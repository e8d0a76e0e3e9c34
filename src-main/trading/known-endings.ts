import type { EndKind, EndReason } from '../../src-shared/end-reason.ts'
import type { Order } from '../../src-shared/order.ts'
import { type JournalDatabase, type Row, textOf } from './journal-database.ts'

/** Reasons that do not tell which of the account's programs asked for the cancellation. */
const open: ReadonlySet<EndKind> = new Set(['cancelled', 'not_told'])

/** Whether more may yet be known of an end. */
export function isOpenEnding(reason: EndReason | null): boolean {
  return reason === null || open.has(reason.kind)
}

/** How far the exchange's clock may stand behind ours. */
const clockGapMs = 60_000

/**
 * An order that a cancel has just ended, as {@link KnownEndings} would tell it; null: it had ended before, and the
 * journal has to be asked. Pure.
 */
export function endedByCancel(order: Order, now: number): Order | null {
  const { endReason, createdAt, updatedAt } = order
  if (!isCancelled(order) || endReason === null) return order
  const isOld = updatedAt > createdAt && updatedAt + clockGapMs < now
  return isOld ? null : { ...order, endReason: { ...endReason, kind: 'cancelled_here' } }
}

/**
 * The same orders with their ends told apart by what the journal knows: a cancel or a replacement that went out from
 * here, or none. Cancelling one member of a list ends the others, so a list is looked at as a whole. What the exchange
 * names itself stays.
 */
export class KnownEndings {
  readonly #database: JournalDatabase

  constructor(database: JournalDatabase) {
    this.#database = database
  }

  of(accountId: string, orders: readonly Order[]): readonly Order[] {
    const kinds = new Map<string, EndKind | null>()
    for (const order of orders) if (isCancelled(order)) kinds.set(order.id, this.#fromHere(accountId, order))
    const byList = new Map<string, EndKind>()
    for (const { id, listId } of orders) {
      const kind = kinds.get(id)
      if (listId !== null && kind) byList.set(listId, kind)
    }
    return orders.map((order) => {
      const { endReason, listId, id } = order
      if (endReason === null || !kinds.has(id)) return order
      const here = kinds.get(id) ?? (listId === null ? null : (byList.get(listId) ?? null))
      const kind = here ?? (endReason.kind === 'cancelled' ? 'cancelled_elsewhere' : endReason.kind)
      return { ...order, endReason: { ...endReason, kind } }
    })
  }

  /** What ended an order from here. A cancel that we sent after it had ended did not end it. */
  #fromHere(accountId: string, order: Order): EndKind | null {
    const { id, listId, createdAt, updatedAt } = order
    const endedAt = updatedAt > createdAt ? updatedAt + clockGapMs : Number.MAX_SAFE_INTEGER
    const sent = (orderId: string): readonly Row[] =>
      this.#database.all(
        `SELECT operation, state, exchange_order_id FROM operations
           WHERE account_id = ? AND json_extract(request_json, '$.orderId') = ? AND operation <> 'place'
             AND state NOT IN ('intent', 'rejected') AND created_at <= ?`,
        accountId,
        orderId,
        endedAt,
      )
    const rows = sent(id)
    // The end of the old order may be pushed before the change is answered.
    const isReplaced = ({ operation, state, exchange_order_id: now }: Row): boolean =>
      operation === 'edit' && (now === null ? state === 'sent' || state === 'unknown' : now !== id)
    if (rows.some(isReplaced)) return 'replaced'
    const others = listId === null ? [] : this.#placedWith(accountId, id)
    const cancels = [...rows, ...others.flatMap(sent)].filter(({ operation }) => operation === 'cancel')
    return cancels.length > 0 ? 'cancelled_here' : null
  }

  /** The other orders of the operation that placed one of ours. */
  #placedWith(accountId: string, orderId: string): readonly string[] {
    const rows = this.#database.all(
      `SELECT order_id FROM orders
         WHERE operation_id = (SELECT operation_id FROM orders WHERE account_id = ? AND order_id = ?) AND order_id <> ?`,
      accountId,
      orderId,
      orderId,
    )
    return rows.map((row) => textOf(row, 'order_id'))
  }
}

function isCancelled({ status, endReason }: Order): boolean {
  return status === 'cancelled' && endReason !== null && open.has(endReason.kind)
}

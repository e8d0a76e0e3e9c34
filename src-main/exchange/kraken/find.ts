import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { OrderReference } from '../core/base-exchange-client.ts'
import type { Priority } from '../http/admission.ts'
import { attachedExits } from '../orders/exits.ts'
import { Search } from '../orders/search.ts'
import { clOrdIdOf } from './own/client-ids.ts'
import { pageSize } from './raw-client.ts'
import type { OrderRecord, OrderRecords } from './schemas.ts'
import { type KrakenSession, readOrder } from './session.ts'

export interface Found {
  readonly id: string
  readonly record: OrderRecord
}

/** Pages of closed orders that are looked through for the exits of one entry: 500 orders opened after it. */
const maxExitPages = 10

/**
 * What Kraken has under a request's client id: the order, and the exits that its fills have called for. null: nothing.
 * Source: OpenOrders, then ClosedOrders, in this order, so that an order that ends meanwhile is in one of them. No
 * bound in time: a wrong clock of ours must not hide an order.
 */
export async function find(
  session: KrakenSession,
  request: OrderRequest,
  clientOrderId: string,
): Promise<Omit<PlacedOrder, 'notes'> | null> {
  const hasExits = attachedExits(request) !== null
  const name = clOrdIdOf(clientOrderId)
  // An entry's exits have no client id, so they are among all open orders.
  const open = hasExits
    ? await session.raw.openOrders({}, 'order', undefined, isOfEntry(name))
    : await session.raw.openOrders({ cl_ord_id: name }, 'order')
  const closed = async () => (await session.raw.closedOrders({ cl_ord_id: name }, 'order')).records
  const entry = named(open, name) ?? named(await closed(), name)
  if (entry === null) return null
  const markets = await session.shared.markets.all()
  const order = readOrder(session, markets, entry.id, entry.record)
  const legs = hasExits ? await exitsOfEntry(session, { ...entry, filled: order.filled }, open) : []
  return { order, legs: legs.map(({ id, record }) => readOrder(session, markets, id, record)) }
}

/** An order by our client id alone; null: nothing. */
async function findByClientId(
  { raw }: KrakenSession,
  clientOrderId: string,
  priority: Priority,
): Promise<Found | null> {
  const name = clOrdIdOf(clientOrderId)
  const asked = { cl_ord_id: name }
  const open = named(await raw.openOrders(asked, priority), name)
  return open ?? named((await raw.closedOrders(asked, priority)).records, name)
}

/**
 * An order by its id or ours; null: Kraken's answer does not hold it. @throws GatewayError `not-found` where Kraken
 * says so itself.
 */
export async function findReferenced(
  session: KrakenSession,
  reference: OrderReference,
  priority: Priority,
): Promise<Found | null> {
  if ('clientOrderId' in reference) return findByClientId(session, reference.clientOrderId, priority)
  const { orderId: id } = reference
  const record = (await session.raw.queryOrders(id, priority))[id]
  return record === undefined ? null : { id, record }
}

function named(records: OrderRecords, name: string): Found | null {
  for (const [id, record] of Object.entries(records)) if (isNamed(record, name)) return { id, record }
  return null
}

function isNamed({ cl_ord_id: told }: { readonly cl_ord_id?: unknown }, name: string): boolean {
  return typeof told === 'string' && told.replaceAll('-', '').toLowerCase() === name
}

/** Orders that may be the one looked for, or one that an entry has called for. */
function isOfEntry(name: string): (row: unknown) => boolean {
  return (row) => {
    const record: unknown = Array.isArray(row) ? row[1] : null
    if (typeof record !== 'object' || record === null) return true
    return isNamed(record, name) || ('refid' in record && (record.refid ?? '') !== '')
  }
}

/**
 * The exits of an entry: every fill has called for one, each with the entry as its parent, oldest first. Closed ones
 * are looked for only where the open ones are fewer than the entry's fills. @param filled of the entry, base units.
 * @throws GatewayError `retryable` when there are more closed ones than are looked through: an exit may have executed
 * there.
 */
export async function exitsOfEntry(
  { raw, shared }: KrakenSession,
  { id: entryId, record: entry, filled }: Found & { readonly filled: Money },
  open: OrderRecords,
): Promise<readonly Found[]> {
  const exits = new Map<string, Found>()
  const collect = (records: OrderRecords): void => {
    for (const [id, record] of Object.entries(records)) if (record.refid === entryId) exits.set(id, { id, record })
  }
  const uncovered = (): boolean => {
    const volumes = [...exits.values()].map(({ record }) => record.vol)
    return filled.greaterThan(Money.sum(volumes))
  }
  collect(open)
  const start = String(Math.floor(entry.opentm / 1_000) - 1)
  const search = new Search(shared.venue)
  for (let page = 0; uncovered(); page += 1) {
    if (page === maxExitPages) {
      search.cut()
      break
    }
    const asked = { start, closetime: 'open', ofs: String(page * pageSize) }
    const { records, isLast } = await raw.closedOrders(asked, 'order', isOfEntry(''))
    collect(records)
    if (isLast) break
  }
  search.nothing()
  return [...exits.values()].sort((a, b) => a.record.opentm - b.record.opentm)
}

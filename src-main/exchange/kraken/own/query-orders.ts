import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Order } from '../../../../src-shared/order.ts'
import type { OrderRecord, OrderRecords } from '../schemas.ts'
import { type KrakenSession, readOrder } from '../session.ts'

/** So many ids a question Kraken always took. */
const maxQueried = 20

/** Orders by their ids, in few questions; those that Kraken does not know are left out. Source: QueryOrders. */
export async function fetchOrders(session: KrakenSession, ids: readonly string[]): Promise<readonly Order[]> {
  const markets = await session.shared.markets.all()
  const found = new Map<string, OrderRecord>()
  for (let start = 0; start < ids.length; start += maxQueried)
    for (const [id, record] of await known(session, ids.slice(start, start + maxQueried))) found.set(id, record)
  return [...found].map(([id, record]) => readOrder(session, markets, id, record))
}

type Found = readonly (readonly [string, OrderRecord])[]

/**
 * Kraken refuses a whole question for one id that it never gave. Then the two lists tell most of the orders for one
 * call each, and only what is in neither is asked for in halves.
 */
async function known({ raw }: KrakenSession, ids: readonly string[]): Promise<Found> {
  const records = await together(raw, ids)
  if (records !== null) return Object.entries(records)
  if (ids.length === 1) return []
  const lists = [await raw.openOrders({}), (await raw.closedOrders({})).records]
  const listed = ids.flatMap((id) => {
    const record = lists.find((list) => id in list)?.[id]
    return record === undefined ? [] : [[id, record] as const]
  })
  const told = new Set(listed.map(([id]) => id))
  const rest = ids.filter((id) => !told.has(id))
  return [...listed, ...(await inHalves(raw, rest))]
}

async function inHalves(raw: KrakenSession['raw'], ids: readonly string[]): Promise<Found> {
  if (ids.length === 0) return []
  const records = await together(raw, ids)
  if (records !== null) return Object.entries(records)
  if (ids.length === 1) return []
  const middle = Math.ceil(ids.length / 2)
  return [...(await inHalves(raw, ids.slice(0, middle))), ...(await inHalves(raw, ids.slice(middle)))]
}

/** null: one of the ids at least is none of Kraken's. */
async function together(raw: KrakenSession['raw'], ids: readonly string[]): Promise<OrderRecords | null> {
  return raw.queryOrders(ids.join(',')).catch((error: unknown) => {
    if (error instanceof GatewayError && isAboutIds(error)) return null
    throw error
  })
}

/** "No such order", and what Kraken says of a text that is no id at all. */
function isAboutIds({ class: errorClass, exchange }: GatewayError): boolean {
  if (errorClass === 'not-found') return true
  return errorClass === 'refused' && exchange?.code === 'EGeneral:Invalid arguments'
}

import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { Order, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import { asEntry, attachedExits } from '../orders/exits.ts'
import { orderAsAsked } from '../orders/order-as-asked.ts'
import type { BitgetMarket } from './markets.ts'
import { limitEntry } from './own/market-entry.ts'
import type { OrderList, OrderMemory } from './own/order-memory.ts'
import { checkClientId, entryNotes, type SingleRequest, singleRequest } from './own/requests.ts'
import type { BitgetVenue } from './venue.ts'

/** How often an acknowledged order is read before what was asked for is told instead. */
export const readAttempts = 4

/** What classic and unified accounts do each in their own way. */
interface Sending {
  /** @returns the acknowledged order's id, and the list that it is in */
  readonly send: (sent: SingleRequest) => Promise<{ readonly orderId: string; readonly list: OrderList }>
  /** The acknowledged order as the exchange shows it, with its exits. */
  readonly read: (sent: SingleRequest, accepted: Order) => Promise<PlacedOrder>
}

/**
 * Sends one order, once. Bitget acknowledges with ids only, so the order is read back; whatever fails after the
 * acknowledgement hides nothing: then the order is told as it was asked for.
 */
export async function sendOnce(
  session: { readonly shared: BitgetVenue; readonly memory: OrderMemory },
  on: BitgetMarket,
  request: OrderRequest,
  clientOrderId: string,
  { send, read }: Sending,
): Promise<PlacedOrder> {
  checkClientId(clientOrderId)
  const { shared, memory } = session
  const { nativeId: nativeSymbol } = on.market
  const asked = singleRequest(request)
  const sent = asked.kind === 'market' && asked.exits !== null ? await limitEntry(shared, asked, on) : asked
  await shared.venue.clock.ensure()
  const at = shared.venue.clock.serverNow()
  memory.rememberSending(clientOrderId, at)
  const { orderId, list } = await send(sent)
  const accepted = orderAsAsked(sent, { id: orderId, clientOrderId, nativeSymbol, at })
  const notes = entryNotes(asked, sent)
  const exits = attachedExits(sent)
  try {
    memory.claim(clientOrderId, orderId, list)
    if (exits !== null) memory.rememberEntry({ id: orderId, nativeSymbol, side: sent.side, exits })
    const placed = await read(sent, accepted)
    return { ...placed, notes: [...notes, ...placed.notes] }
  } catch (error) {
    shared.venue.logger.warn({ orderId, error }, 'an order that was acknowledged could not be read back')
    return exits === null
      ? { order: accepted, legs: [], notes }
      : {
          order: asEntry(accepted),
          legs: [],
          notes: [...notes, warningOf('bitget.note.exits_unread', accepted)],
        }
  }
}

/** That something about an order's exits is not as it should be, or cannot be seen. */
export function warningOf(key: MessageRef['key'], { id: orderId }: Pick<Order, 'id'>): MessageRef {
  return message(key, { exchange: labelOf('bitget'), orderId })
}

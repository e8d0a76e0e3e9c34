import { z } from 'zod'
import { message } from '../../src-shared/messages/index.ts'
import type { LimitOrderRequest, Order } from '../../src-shared/order.ts'
import { ask, done, note, noteStatuses, type StepEnd } from './observing.ts'
import {
  type Accepted,
  boughtRemark,
  ended,
  freeOf,
  half,
  noteFrozen,
  noteSoon,
  notTaken,
  openOf,
  placed,
  type Trading,
  unseen,
} from './trading.ts'

/** A far purchase: placed, read in every way, changed, cancelled, and read again. */
export async function limitStep(run: Trading): Promise<StepEnd> {
  const { client, plan } = run
  const { limit, market } = plan
  const before = await freeOf(run, market.quote)
  const startedAt = run.now()
  const trial = await placed(run, limit, 'limit.accepted')
  if (trial === null) return notTaken(run, 'limit.accepted')
  const { symbol, id: orderId } = trial.placed.order
  const { clientOrderId } = trial
  const mark = run.answers.count
  const found = await ask(run, 'limit.found_by_id', () => client.fetchOrder({ symbol, orderId }))
  if (found !== null) {
    note(run, 'limit.as_asked', isAsAsked(found, limit), mark)
    note(
      run,
      'limit.client_id_echoed',
      found.clientOrderId === clientOrderId && saysId(run, found, clientOrderId, mark),
      mark,
    )
    noteStatuses(run, [found], mark)
  }
  await noteSoon(
    run,
    'limit.found_by_client_id',
    async () => (await client.fetchOrder({ symbol, clientOrderId })).id === orderId,
  )
  await noteSoon(run, 'limit.listed_open', async () => (await openOf(run, trial)).length > 0)
  const cost = limit.quantity.times(limit.price)
  await noteFrozen(run, 'limit.freezes', market.quote, before, cost)
  const changed = await changeStep(run, trial, limit)

  const last = await ended(run, trial)
  const bought = boughtRemark(last)
  if (bought !== null) return bought
  const ends = run.answers.count
  const final = last ?? changed
  note(run, 'cancel.final', final.status === 'cancelled', ends)
  await noteSoon(run, 'cancel.frees', async () =>
    before.minus(await freeOf(run, market.quote)).lessThan(cost.times(half)),
  )
  await noteSoon(
    run,
    'ended.found_by_id',
    async () => (await client.fetchOrder({ symbol, orderId: changed.id })).status === 'cancelled',
  )
  await noteSoon(run, 'ended.found_by_client_id', async () => (await client.findOrder(limit, clientOrderId)) !== null)
  await noteSoon(run, 'ended.in_history', async () => {
    const query = { symbol, symbols: [symbol], since: startedAt - 60_000, until: null, limit: 50 }
    return (await client.fetchClosedOrders(query)).some(({ id }) => id === changed.id || id === orderId)
  })
  return done()
}

/** An exchange that takes only ids of another form is told a name of ours, from which the client gets back to it. */
const renamed = z.looseObject({ cl_ord_id: z.string().min(1) })

/** In the exchange's own words: a client may remember what it sent. */
function saysId({ answers }: Trading, { raw }: Order, clientOrderId: string, mark: number): boolean {
  return renamed.safeParse(raw).success || answers.since(mark).some(({ text }) => text.includes(clientOrderId))
}

function isAsAsked(order: Order, { symbol, side, price, quantity }: LimitOrderRequest): boolean {
  return (
    order.symbol === symbol &&
    order.side === side &&
    order.terms.kind === 'limit' &&
    order.terms.price.equals(price) &&
    order.quantity?.equals(quantity) === true &&
    order.filled.isZero()
  )
}

/** A new price, then a smaller quantity. @returns the order as it is now. */
async function changeStep(run: Trading, trial: Accepted, limit: LimitOrderRequest): Promise<Order> {
  const { client, plan, trials } = run
  const { editedPrice: price, reducedTo, market } = plan
  const { order } = trial.placed
  const { edit } = market.capabilities
  const reducing = ['reduce.accepted', 'reduce.id_kept', 'reduce.quantity_changed'] as const
  let current = order
  if (edit.length === 0) {
    unseen(run, ['edit.accepted'], message('verify.remark.not_offered'))
    return current
  }
  const quantity = reducedTo
  if (quantity === null) unseen(run, reducing, message('verify.remark.reduce_over_bound'))
  else if (edit.includes('in_place')) {
    const becomes = { ...limit, quantity }
    const reduced = await ask(run, 'reduce.accepted', () => trials.edit(current, { quantity }, becomes))
    if (reduced !== null) {
      const mark = run.answers.count
      note(run, 'reduce.id_kept', reduced.id === current.id, mark)
      current = reduced
      const reference = { symbol: current.symbol, orderId: current.id }
      await noteSoon(
        run,
        'reduce.quantity_changed',
        async () => (await client.fetchOrder(reference)).quantity?.equals(quantity) === true,
      )
    }
  }
  const becomes = { ...limit, quantity: quantity ?? limit.quantity, price }
  const moved = await ask(run, 'edit.accepted', () => trials.edit(current, { price }, becomes))
  if (moved === null) return current
  const mark = run.answers.count
  note(run, 'edit.id_kept', moved.id === order.id, mark)
  note(run, 'edit.id_changed', moved.id !== order.id, mark)
  const { symbol } = moved
  await noteSoon(run, 'edit.price_changed', async () => {
    const { terms, status } = await client.fetchOrder({ symbol, orderId: moved.id })
    return status === 'open' && terms.kind === 'limit' && terms.price.equals(price)
  })
  await noteSoon(run, 'edit.old_gone', async () => {
    const open = await client.fetchOpenOrders(symbol)
    return moved.id === order.id || open.every(({ id }) => id !== order.id)
  })
  return moved
}

import { z } from 'zod'
import { toGatewayError } from '../../src-shared/errors.ts'
import { message } from '../../src-shared/messages/index.ts'
import type { Exits, LimitOrderRequest, Order, OrderRequest } from '../../src-shared/order.ts'
import type { FactName } from './facts.ts'
import type { Planned } from './far-orders.ts'
import { ask, done, note, noteStatuses, shownBy, type StepEnd } from './observing.ts'
import {
  type Accepted,
  boughtRemark,
  ended,
  freeOf,
  noteFrozen,
  noteSoon,
  openOf,
  placed,
  type Trading,
  unseen,
} from './trading.ts'

const notTaken = (): StepEnd => ({ state: 'failed', remark: message('verify.step.not_taken') })

/** The exchange's own check of an order that is not sent. */
export async function dryRunStep(run: Trading): Promise<StepEnd> {
  const { limit, market } = run.plan
  const names = ['dry_run.accepted', 'dry_run.places_nothing'] as const
  if (!market.capabilities.dryRun) {
    unseen(run, names, message('verify.remark.not_offered'))
    return { state: 'skipped', remark: message('verify.remark.not_offered') }
  }
  const clientOrderId = `xgc${run.now().toString(36)}dry`
  const request = await run.client.normalise(limit)
  const accepted = await ask(run, 'dry_run.accepted', async () => {
    await run.client.testOrder(request, clientOrderId)
    return true
  })
  if (accepted === null) return notTaken()
  const mark = run.answers.count
  const open = await run.client.fetchOpenOrders(market.symbol)
  const isThere = open.some((order) => order.clientOrderId?.startsWith(clientOrderId) === true)
  note(run, 'dry_run.places_nothing', !isThere, mark)
  return done()
}

/** A far purchase: placed, read in every way, changed, cancelled, and read again. */
export async function limitStep(run: Trading): Promise<StepEnd> {
  const { client, plan } = run
  const { limit, market } = plan
  const before = await freeOf(run, market.quote)
  const startedAt = run.now()
  const trial = await placed(run, limit, 'limit.accepted')
  if (trial === null) return notTaken()
  const { symbol, id: orderId } = trial.placed.order
  const { clientOrderId } = trial
  const mark = run.answers.count
  const found = await ask(run, 'limit.found_by_id', () => client.fetchOrder({ symbol, orderId }))
  if (found !== null) {
    note(run, 'limit.as_asked', isAsAsked(found, limit), mark)
    note(run, 'limit.client_id_echoed', found.clientOrderId === clientOrderId, mark)
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
  await noteSoon(run, 'cancel.frees', async () => (await freeOf(run, market.quote)).atLeast(before))
  await noteSoon(
    run,
    'ended.found_by_id',
    async () => (await client.fetchOrder({ symbol, orderId: changed.id })).status === 'cancelled',
  )
  await noteSoon(
    run,
    'ended.found_by_client_id',
    async () => (await client.findOrder(limit, clientOrderId)) !== null,
  )
  await noteSoon(run, 'ended.in_history', async () => {
    const query = { symbol, symbols: [symbol], since: startedAt - 60_000, until: null, limit: 50 }
    return (await client.fetchClosedOrders(query)).some(({ id }) => id === changed.id || id === orderId)
  })
  return done()
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

/** A far purchase that may only make a price. */
export async function postOnlyStep(run: Trading): Promise<StepEnd> {
  const { plan, client } = run
  if (!plan.market.capabilities.postOnly) {
    unseen(run, ['post_only.accepted', 'post_only.shown'], message('verify.remark.not_offered'))
    return { state: 'skipped', remark: message('verify.remark.not_offered') }
  }
  const trial = await placed(run, plan.postOnly, 'post_only.accepted')
  if (trial === null) return notTaken()
  const { symbol, id: orderId } = trial.placed.order
  await noteSoon(run, 'post_only.shown', async () => {
    const { terms } = await client.fetchOrder({ symbol, orderId })
    return terms.kind === 'limit' && terms.postOnly
  })
  return boughtRemark(await ended(run, trial)) ?? done()
}

/** A far purchase with exits that wait for it. */
export async function exitsStep(run: Trading): Promise<StepEnd> {
  const names = ['exits.accepted', 'exits.shown', 'exits.cancelled_along'] as const
  const { entry } = run.plan
  if ('missing' in entry) return leftOut(run, names, entry)
  const { exits } = entry.request
  const trial = await placed(run, entry.request, 'exits.accepted')
  if (trial === null) return notTaken()
  await noteSoon(run, 'exits.shown', async () => exits !== null && (await showsExits(run, trial, exits)))
  const last = await ended(run, trial)
  await noteSoon(run, 'exits.cancelled_along', async () => (await openOf(run, trial)).length === 0)
  return boughtRemark(last) ?? done()
}

/** An order that carries its exits as a text of its own. */
const closing = z.looseObject({ descr: z.looseObject({ close: z.string().min(1) }) })

/** In the entry's own row, or as orders that wait beside it. */
async function showsExits({ client }: Trading, trial: Accepted, exits: Exits): Promise<boolean> {
  const { symbol, id, listId } = trial.placed.order
  const open = await client.fetchOpenOrders(symbol)
  const entry = open.find((order) => order.id === id)
  if (entry === undefined) return false
  const wanted = [exits.takeProfit, exits.stopLoss].filter((leg) => leg !== null).length
  const carried = client.exitsOf(entry)
  if (carried !== null) {
    const isSame = (kind: 'takeProfit' | 'stopLoss'): boolean => {
      const [asked, shown] = [exits[kind], carried[kind]]
      return asked === null || shown?.triggerPrice.equals(asked.triggerPrice) === true
    }
    return isSame('takeProfit') && isSame('stopLoss')
  }
  if (closing.safeParse(entry.raw).success) return true
  return (
    open.filter((order) => order.id !== id && listId !== null && order.listId === listId).length === wanted
  )
}

interface SaleFacts {
  readonly accepted: FactName
  readonly asAsked?: FactName
  readonly listed: FactName
  readonly freezes?: FactName
  readonly cancelled?: FactName
  /** How many open orders it is. */
  readonly orders: number
}

export const conditionalFacts: SaleFacts = {
  accepted: 'conditional.accepted',
  asAsked: 'conditional.as_asked',
  listed: 'conditional.listed_open',
  freezes: 'conditional.freezes',
  cancelled: 'conditional.cancelled',
  orders: 1,
}
export const trailingFacts: SaleFacts = {
  accepted: 'trailing.accepted',
  listed: 'trailing.listed_open',
  orders: 1,
}
export const ocoFacts: SaleFacts = {
  accepted: 'oco.accepted',
  listed: 'oco.legs_listed',
  freezes: 'oco.freezes',
  cancelled: 'oco.cancelled_along',
  orders: 2,
}

/** A far sale that waits for its price: whether it is listed, takes its coins, and goes when it is cancelled. */
export async function saleStep(
  run: Trading,
  sale: Planned<Exclude<OrderRequest, { kind: 'market' }>>,
  facts: SaleFacts,
): Promise<StepEnd> {
  const { accepted, asAsked, listed, freezes, cancelled, orders } = facts
  const names = [accepted, asAsked, listed, freezes, cancelled].filter((name) => name !== undefined)
  if ('missing' in sale) return leftOut(run, names, sale)
  const { request } = sale
  const { base } = run.plan.market
  const before = await freeOf(run, base)
  const trial = await placed(run, request, accepted)
  if (trial === null) return notTaken()
  await noteSoon(run, listed, async () => (await openOf(run, trial)).length >= orders)
  if (asAsked !== undefined)
    await noteSoon(run, asAsked, async () =>
      (await openOf(run, trial)).some((order) => isTriggerOf(order, request)),
    )
  if (freezes !== undefined) await noteFrozen(run, freezes, base, before, request.quantity)
  const last = await ended(run, trial)
  if (cancelled !== undefined)
    await noteSoon(run, cancelled, async () => (await openOf(run, trial)).length === 0)
  return boughtRemark(last) ?? done()
}

/** Waits at the price that was asked, on the side that was asked. */
function isTriggerOf({ terms, waiting, side }: Order, request: OrderRequest): boolean {
  if (!('triggerPrice' in terms) || !('triggerPrice' in request)) return false
  return waiting && side === request.side && terms.triggerPrice.equals(request.triggerPrice)
}

function leftOut(
  run: Trading,
  names: readonly FactName[],
  { missing }: Extract<Planned<unknown>, { missing: unknown }>,
): StepEnd {
  unseen(run, names, missing)
  return { state: 'skipped', remark: missing }
}

/**
 * The dead man's switch, set for as long as it can be and released at once: only where nothing else stands on the account, and only where it is known to
 * leave stops alone.
 */
export async function deadManStep(run: Trading): Promise<StepEnd> {
  const names = ['dead_man.armed'] as const
  const device = await run.client.deadMansSwitch()
  const leave = (
    key:
      | 'verify.remark.not_offered'
      | 'verify.remark.dead_man_in_use'
      | 'verify.remark.dead_man_stops'
      | 'verify.remark.orders_stand',
  ) => leftOut(run, names, { missing: message(key) })
  if (device === null) return leave('verify.remark.not_offered')
  if (run.account.deadManSeconds !== null) return leave('verify.remark.dead_man_in_use')
  if (device.coversStops !== false) return leave('verify.remark.dead_man_stops')
  if ((await run.client.fetchOpenOrders(null)).length > 0) return leave('verify.remark.orders_stand')
  const mark = run.answers.count
  try {
    try {
      await run.client.armDeadMansSwitch(device.maxSeconds)
    } finally {
      await run.client.armDeadMansSwitch(null)
    }
    note(run, 'dead_man.armed', true, mark)
  } catch (thrown) {
    const error = toGatewayError(thrown)
    note(run, 'dead_man.armed', shownBy(error), mark, error.text)
  }
  return done()
}

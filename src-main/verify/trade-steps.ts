import { z } from 'zod'
import { toGatewayError } from '../../src-shared/errors.ts'
import { message } from '../../src-shared/messages/index.ts'
import type { Exits, LimitOrderRequest, Order, OrderRequest } from '../../src-shared/order.ts'
import type { FactName } from './facts.ts'
import type { Planned } from './far-orders.ts'
import { ask, done, note, shownBy, type StepEnd } from './observing.ts'
import {
  type Accepted,
  boughtRemark,
  ended,
  freeOf,
  noteFrozen,
  noteSoon,
  notTaken,
  openOf,
  placed,
  type Trading,
  unseen,
} from './trading.ts'

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
  if (accepted === null) return notTaken(run, 'dry_run.accepted')
  const mark = run.answers.count
  const open = await run.client.fetchOpenOrders(market.symbol)
  const isThere = open.some((order) => order.clientOrderId?.startsWith(clientOrderId) === true)
  note(run, 'dry_run.places_nothing', !isThere, mark)
  return done()
}

/** A far purchase that may only make a price. */
export async function postOnlyStep(run: Trading): Promise<StepEnd> {
  const { plan, client } = run
  if (!plan.market.capabilities.postOnly) {
    unseen(run, ['post_only.accepted', 'post_only.shown'], message('verify.remark.not_offered'))
    return { state: 'skipped', remark: message('verify.remark.not_offered') }
  }
  const trial = await placed(run, plan.postOnly, 'post_only.accepted')
  if (trial === null) return notTaken(run, 'post_only.accepted')
  const { symbol, id: orderId } = trial.placed.order
  const mark = run.answers.count
  await noteSoon(run, 'post_only.shown', async () => {
    const { terms } = await client.fetchOrder({ symbol, orderId })
    await openOf(run, trial)
    return (
      terms.kind === 'limit' && terms.postOnly && run.answers.since(mark).some(({ text }) => postOnlyWords.test(text))
    )
  })
  return boughtRemark(await ended(run, trial)) ?? done()
}

/** In the exchanges' own words: a client may remember what it sent. */
const postOnlyWords = /"LIMIT_MAKER"|"post_only"|"postOnly":\s*true|"oflags":\s*"[^"]*\bpost\b/

/** A far purchase with exits that wait for it. */
export async function exitsStep(run: Trading): Promise<StepEnd> {
  const names = ['exits.accepted', 'exits.shown', 'exits.cancelled_along'] as const
  const { entry } = run.plan
  if ('missing' in entry) return leftOut(run, names, entry)
  const { exits } = entry.request
  const trial = await placed(run, entry.request, 'exits.accepted')
  if (trial === null) return notTaken(run, 'exits.accepted')
  await noteSoon(run, 'exits.shown', async () => exits !== null && (await showsExits(run, trial, exits)))
  if (exits !== null) await moveEntry(run, trial, entry.request, exits)
  const last = await ended(run, trial)
  await noteSoon(run, 'exits.cancelled_along', async () => (await openOf(run, trial)).length === 0)
  return boughtRemark(last) ?? done()
}

/** Whether its exits stay with an entry whose price is changed. */
async function moveEntry(run: Trading, trial: Accepted, request: LimitOrderRequest, exits: Exits): Promise<void> {
  const { plan, facts, trials } = run
  if (plan.market.capabilities.edit.length === 0 || facts.get('exits.shown')?.holds !== true) return
  const price = plan.editedPrice
  const { order } = trial.placed
  const moved = await ask(run, 'exits.edited', () => trials.edit(order, { price }, { ...request, price }))
  if (moved === null) {
    const why = facts.get('exits.edited')?.remark ?? message('verify.remark.not_reached')
    unseen(run, ['exits.kept_on_edit'], why)
    return
  }
  const now = { ...trial, placed: { ...trial.placed, order: moved } }
  await noteSoon(run, 'exits.kept_on_edit', () => showsExits(run, now, exits))
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
  return open.filter((order) => order.id !== id && listId !== null && order.listId === listId).length === wanted
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
  if (trial === null) return notTaken(run, accepted)
  await noteSoon(run, listed, async () => (await openOf(run, trial)).length >= orders)
  if (asAsked !== undefined)
    await noteSoon(run, asAsked, async () => (await openOf(run, trial)).some((order) => isTriggerOf(order, request)))
  if (freezes !== undefined) await noteFrozen(run, freezes, base, before, request.quantity)
  const last = await ended(run, trial)
  if (cancelled !== undefined) await noteSoon(run, cancelled, async () => (await openOf(run, trial)).length === 0)
  return boughtRemark(last) ?? done()
}

/** Waits at the price that was asked, on the side that was asked. */
function isTriggerOf({ terms, waiting, side, status }: Order, request: OrderRequest): boolean {
  if (!('triggerPrice' in terms) || !('triggerPrice' in request)) return false
  return (waiting || status === 'unknown') && side === request.side && terms.triggerPrice.equals(request.triggerPrice)
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
 * The dead man's switch, set for as long as it can be and released at once: only where nothing else stands on the
 * account, and only where it is known to leave stops alone.
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

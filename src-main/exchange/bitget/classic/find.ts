import { GatewayError } from '../../../../src-shared/errors.ts'
import type { Market } from '../../../../src-shared/market.ts'
import type { Order } from '../../../../src-shared/order.ts'
import type { OrderReference } from '../../core/base-exchange-client.ts'
import { holds, type ReadPage } from '../../core/readable-rows.ts'
import type { Params } from '../../http/query.ts'
import { isNotFound, notFound, nullWhenNotFound } from '../../orders/references.ts'
import { Search } from '../../orders/search.ts'
import { widestMs, windowsOf } from '../own/windows.ts'
import { isPlain } from '../signing.ts'
import type { CallOptions } from '../transport.ts'
import { executedPlan, type Sighting } from './map-orders.ts'
import { currentPlans, unfilled } from './open-orders.ts'
import { allPages } from './own/paging.ts'
import { orderOf } from './own/reading.ts'
import { pageSize, type TpslType } from './raw-client.ts'
import type { OrderRow, PlanRow } from './schemas.ts'
import type { ClassicSession } from './session.ts'

/** An order and the list that it lives in. */
export interface Located {
  readonly list: Sighting['list']
  readonly order: Order
  readonly sighting: Sighting
}

/**
 * By client id orderInfo knows the last two hours only; older ones are looked for in this many pages of the symbol's
 * finished orders.
 */
const maxHistoryPages = 10
/** Our idea of Bitget's time and the times in its answers may differ by this much. */
const clockSlackMs = 10_000

type Looker = (
  session: ClassicSession,
  market: Market,
  orderId: string,
  options: CallOptions,
) => Promise<Sighting | null>

const finders: Readonly<Record<Sighting['list'], Looker>> = {
  normal: findAmongNormal,
  tpsl: findAmongTpsl,
  plan: findAmongPlans,
}

/** The order meant, whichever list it is in; null when none knows it. */
export async function findLocated(
  session: ClassicSession,
  market: Market,
  reference: OrderReference,
  options: CallOptions = {},
): Promise<Located | null> {
  const sighting =
    'orderId' in reference
      ? await findById(session, market, reference.orderId, options)
      : await findByClientId(session, market, reference.clientOrderId, options)
  return sighting && located(session, sighting)
}

/** @throws GatewayError `not-found` */
export async function fetchLocated(
  session: ClassicSession,
  market: Market,
  reference: OrderReference,
  options: CallOptions = {},
): Promise<Located> {
  const found = await findLocated(session, market, reference, options)
  if (found !== null) return found
  throw notFound(reference)
}

/** A sighting as the order that it shows; a plan order that was triggered, as the order that it placed has gone. */
export async function located(session: ClassicSession, sighting: Sighting): Promise<Located> {
  const order = await orderOf(session, sighting)
  const { list } = sighting
  if (list !== 'plan' || order.nativeStatus !== 'executed') return { list, order, sighting }
  const child = await childOf(session, order)
  return { list, order: child === null ? order : executedPlan(order, child), sighting }
}

/** Tries the list where we know the order to be first, else the normal one, where nearly all are. */
async function findById(
  session: ClassicSession,
  market: Market,
  orderId: string,
  options: CallOptions,
): Promise<Sighting | null> {
  // No id of Bitget's holds anything else.
  if (!isPlain(orderId)) return null
  const known = session.memory.order(orderId)?.list
  const first = known === undefined || known === 'strategy' ? 'normal' : known
  for (const list of new Set<Sighting['list']>([first, 'normal', 'tpsl', 'plan'])) {
    const found = await finders[list](session, market, orderId, options)
    if (found !== null) return found
  }
  return null
}

/** orderInfo answers an unknown id with an empty list, or with an error. */
async function findAmongNormal(
  { raw }: ClassicSession,
  { nativeId }: Market,
  orderId: string,
  options: CallOptions,
): Promise<Sighting | null> {
  const rows = await raw.orderInfo({ orderId }, options).catch(emptyWhenNotFound)
  const row = rows.find((each) => each.orderId === orderId && each.symbol === nativeId)
  if (row === undefined) return null
  return { list: row.tpslType === 'tpsl' ? 'tpsl' : 'normal', unfilled: false, row }
}

async function findAmongTpsl(
  session: ClassicSession,
  market: Market,
  orderId: string,
  options: CallOptions,
): Promise<Sighting | null> {
  return (
    (await findIn(session, 'unfilled', 'tpsl', market, orderId, options)) ??
    (await findIn(session, 'history', 'tpsl', market, orderId, options))
  )
}

async function findIn(
  { raw }: ClassicSession,
  where: 'unfilled' | 'history',
  list: TpslType,
  { nativeId: symbol }: Market,
  orderId: string,
  options: CallOptions,
): Promise<Sighting | null> {
  const params = { symbol, orderId }
  const exactly = { ...options, mustRead: holds(orderId) }
  const asked =
    where === 'unfilled' ? raw.unfilledOrders(list, params, exactly) : raw.historyOrders(list, params, exactly)
  const page = await asked.catch(nullWhenNotFound)
  const row = page?.rows.find((each) => each.orderId === orderId)
  return row === undefined ? null : { list, unfilled: where === 'unfilled', row }
}

/** An entry among the unfilled orders, which alone shows its exits; null: not (or no longer) there. */
export function findAmongUnfilled(
  session: ClassicSession,
  market: Market,
  orderId: string,
  options: CallOptions = {},
): Promise<Sighting | null> {
  return findIn(session, 'unfilled', 'normal', market, orderId, options)
}

async function findAmongPlans(session: ClassicSession, market: Market, orderId: string): Promise<Sighting | null> {
  const is = ({ row }: Sighting): boolean => row.orderId === orderId
  const exactly = { mustRead: holds(orderId) }
  const search = new Search(session.shared.venue)
  const whenCut = search.cut
  const current = (await currentPlans(session, market.nativeId, whenCut, exactly)).find(is)
  if (current !== undefined) return current
  const enough = (rows: readonly Sighting[]): boolean => rows.some(is)
  const span = { since: null, until: null, enough, whenCut }
  return (await finishedPlans(session, market.nativeId, span, exactly)).find(is) ?? search.nothing()
}

/** How far a list of finished orders is read. */
export interface Span {
  /** Epoch ms; null: as far back as there are. */
  readonly since: number | null
  /** Epoch ms; null: up to now. */
  readonly until: number | null
  /** Whether what was found will do. */
  readonly enough: (sightings: readonly Sighting[]) => boolean
  /** Told when the list goes on after what was read. */
  readonly whenCut: () => void
}

/** Finished plan orders of one symbol, newest first. */
export function finishedPlans(
  session: ClassicSession,
  symbol: string,
  span: Span,
  options: Pick<CallOptions, 'mustRead'> = {},
): Promise<readonly Extract<Sighting, { list: 'plan' }>[]> {
  const page = (params: Params): Promise<ReadPage<PlanRow>> =>
    session.raw.historyPlanOrders({ symbol, ...params }, options)
  return finished(session, span, page, (row) => ({ list: 'plan', row }))
}

/** Finished orders of one list and symbol, newest first. */
export function finishedOrders(
  session: ClassicSession,
  list: TpslType,
  symbol: string,
  span: Span,
  options: Pick<CallOptions, 'mustRead'> = {},
): Promise<readonly Extract<Sighting, { unfilled: boolean }>[]> {
  const page = (params: Params): Promise<ReadPage<OrderRow>> =>
    session.raw.historyOrders(list, { symbol, ...params }, options)
  return finished(session, span, page, (row) => ({ list, unfilled: false, row }))
}

async function finished<R extends { readonly orderId: string }, S extends Sighting>(
  { shared }: ClassicSession,
  { since, until, enough, whenCut }: Span,
  page: (params: Params) => Promise<ReadPage<R>>,
  sighted: (row: R) => S,
): Promise<readonly S[]> {
  const [window] = windowsOf(since, until, shared.venue.clock.serverNow(), widestMs.classic)
  if (window === undefined) return []
  const rows = await allPages(
    (idLessThan) => page({ ...window, idLessThan }),
    pageSize,
    maxHistoryPages,
    whenCut,
    (found) => enough(found.map(sighted)),
  )
  return rows.map(sighted)
}

/**
 * The order that came of a request: by what we know, by orderInfo, and, for the two hours are over at some time, in
 * every list.
 */
async function findByClientId(
  session: ClassicSession,
  market: Market,
  clientOid: string,
  options: CallOptions,
): Promise<Sighting | null> {
  if (!isPlain(clientOid)) return null
  const { memory, raw } = session
  const known = memory.orderIdOf(clientOid)
  if (known !== null) return findById(session, market, known, options)
  const is = ({ row }: Sighting): boolean => row.clientOid === clientOid && row.symbol === market.nativeId
  const rows = await raw.orderInfo({ clientOid }, options).catch(emptyWhenNotFound)
  const row = rows.find((each) => each.clientOid === clientOid && each.symbol === market.nativeId)
  if (row !== undefined) return { list: 'normal', unfilled: false, row }
  const exactly = { mustRead: holds(clientOid) }
  const search = new Search(session.shared.venue)
  const whenCut = search.cut
  const [open, plans] = await Promise.all([
    unfilled(session, 'normal', market.nativeId, whenCut, exactly),
    currentPlans(session, market.nativeId, whenCut, exactly),
  ])
  const current = open.find(is) ?? plans.find(is)
  if (current !== undefined) return current
  const since = memory.sentAt(clientOid)
  const from = since === null ? null : since - clockSlackMs
  const span = {
    since: from,
    until: null,
    enough: (found: readonly Sighting[]): boolean => found.some(is),
    whenCut,
  }
  const [finished, ended] = await Promise.all([
    finishedOrders(session, 'normal', market.nativeId, span, exactly),
    finishedPlans(session, market.nativeId, span, exactly),
  ])
  return finished.find(is) ?? ended.find(is) ?? search.nothing()
}

/**
 * The order that a triggered plan order placed; it carries the plan order's id as its client id. null: it cannot be
 * found.
 */
async function childOf(session: ClassicSession, plan: Order): Promise<Order | null> {
  const { raw } = session
  try {
    const [byClientId] = await raw.orderInfo({ clientOid: plan.id }).catch(emptyWhenNotFound)
    if (byClientId !== undefined) return await orderOf(session, { list: 'normal', unfilled: false, row: byClientId })
    const children = await raw.planSubOrders(plan.id).catch(emptyWhenNotFound)
    const orderId = children.at(-1)?.orderId
    if (orderId === undefined) return null
    const [row] = await raw.orderInfo({ orderId }).catch(emptyWhenNotFound)
    return row === undefined ? null : await orderOf(session, { list: 'normal', unfilled: false, row })
  } catch (error) {
    // The plan order itself has been read: what it placed is then told later.
    if (error instanceof GatewayError) return null
    throw error
  }
}

function emptyWhenNotFound(error: unknown): readonly never[] {
  if (isNotFound(error)) return []
  throw error
}

import { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from './engine-rejection.ts'
import { lockFunds, planAgainstBook, withBuyersFee } from './funds.ts'
import { enterBook } from './matching.ts'
import { crosses, oppositeOf } from './order-book.ts'
import { pairIsSound, violatedCount, violatedRule } from './rules.ts'
import type { AccountState, EngineState, MarketState } from './state.ts'
import { firesAtOnce, priceReached } from './triggers.ts'
import {
  isOver,
  isWaiting,
  remainingOf,
  type EngineOrder,
  type ListSpec,
  type OrderList,
  type OrderSpec,
} from './types.ts'

/** Places one order and lets it trade. @throws EngineRejection; then nothing has changed. */
export function placeOrder(
  state: EngineState,
  market: MarketState,
  account: AccountState,
  spec: OrderSpec,
): EngineOrder {
  checkPlacement(state, market, account, [spec], false)
  checkNow(market, spec)
  const order = createOrder(state, market, account, spec, null, 'open')
  fund(state, market, order)
  register(state, account, [order])
  state.feed.order(state, order, 'placed')
  startOrder(state, market, order)
  return order
}

/** Places an order list. @throws EngineRejection; then nothing has changed. */
export function placeList(state: EngineState, market: MarketState, account: AccountState, spec: ListSpec): OrderList {
  const specs = spec.kind === 'either' ? [...spec.legs] : [spec.entry, ...spec.legs]
  if ([...account.openLists].some((list) => list.clientListId === spec.clientListId)) {
    throw new EngineRejection('duplicate_client_list_id')
  }
  checkPlacement(state, market, account, specs, true)
  if (spec.kind === 'either' && !pairIsSound(spec.legs, market.tape.last)) {
    throw new EngineRejection('bad_price_relation')
  }
  for (const now of spec.kind === 'either' ? spec.legs : [spec.entry]) checkNow(market, now)
  const listId = state.numbers.take('list')
  const isEither = spec.kind === 'either'
  const orders = specs.map((each, index) =>
    createOrder(state, market, account, each, listId, isEither || index === 0 ? 'open' : 'pending'),
  )
  if (isEither) lockFunds(state, orders)
  else for (const entry of orders.slice(0, 1)) fund(state, market, entry)
  const list = listFrom(state, market, account, spec, listId, orders)
  state.lists.set(list.id, list)
  account.lists.push(list)
  account.openLists.add(list)
  register(state, account, orders)
  state.feed.list(state, list, 'executing')
  for (const order of orders) state.feed.order(state, order, 'placed')
  for (const order of orders) if (order.state === 'open') startOrder(state, market, order)
  return list
}

/**
 * What placing checks before the book and the balances: market open, ids unique, market rules, counts. @throws
 * EngineRejection
 */
function checkPlacement(
  state: EngineState,
  market: MarketState,
  account: AccountState,
  specs: readonly OrderSpec[],
  asList: boolean,
): void {
  for (const spec of specs) checkRules(market, spec)
  const open = [...account.open].filter((order) => order.symbol === market.market.symbol)
  const ids = [...open.map((order) => order.clientOrderId), ...specs.map((spec) => spec.clientOrderId)]
  if (new Set(ids).size !== ids.length) throw new EngineRejection('duplicate_client_order_id')
  const counts = {
    orders: open.length,
    triggers: open.filter((order) => order.trigger !== null).length,
    lists: [...account.openLists].filter((list) => list.symbol === market.market.symbol).length,
  }
  const violation = violatedCount(market.market, counts, specs, asList)
  if (violation !== null) throw new EngineRejection('rule', violation)
  if (passesMaxPosition(state, market, account, specs)) throw new EngineRejection('rule', 'max_position')
}

function passesMaxPosition(
  state: EngineState,
  market: MarketState,
  account: AccountState,
  specs: readonly OrderSpec[],
): boolean {
  const { maxPosition, base, symbol } = market.market
  if (maxPosition === null) return false
  const { free, locked } = state.ledger.balance(account.id, base)
  const buys = [...account.open].filter((order) => order.symbol === symbol && order.side === 'buy')
  const coming = [
    ...buys.map((order) => remainingOf(order) ?? Money.zero),
    ...specs.filter((spec) => spec.side === 'buy').map((spec) => spec.quantity ?? Money.zero),
  ]
  const grows = specs.some((spec) => spec.side === 'buy')
  return grows && Money.sum([free, locked, ...coming]).greaterThan(maxPosition)
}

/** Market open and market rules. @throws EngineRejection */
export function checkRules(market: MarketState, spec: OrderSpec): void {
  if (market.status !== 'trading') throw new EngineRejection('market_closed')
  const violation = violatedRule(market.market, spec, market.tape.last)
  if (violation !== null) throw new EngineRejection('rule', violation)
}

/** What can only be said of an order that is to work at once. @throws EngineRejection */
export function checkNow(market: MarketState, spec: OrderSpec): void {
  const refuses = spec.whenReached === 'refuse'
  if (refuses && spec.trigger !== null && firesAtOnce(spec.side, spec.trigger, market.tape.last)) {
    throw new EngineRejection('would_trigger')
  }
  if (!spec.postOnly || spec.trigger !== null) return
  const best = market.book.best(oppositeOf(spec.side))
  if (best !== null && crosses(spec.side, spec.limitPrice, best)) throw new EngineRejection('would_take')
}

function createOrder(
  state: EngineState,
  market: MarketState,
  account: AccountState,
  spec: OrderSpec,
  listId: number | null,
  orderState: 'open' | 'pending',
): EngineOrder {
  const now = state.now()
  return {
    ...spec,
    id: state.numbers.take('order'),
    accountId: account.id,
    symbol: market.market.symbol,
    listId,
    createdAt: now,
    updatedAt: now,
    filled: Money.zero,
    quoteFilled: Money.zero,
    state: orderState,
    expiryReason: null,
    endedAt: null,
    workingSince: orderState === 'open' && spec.trigger === null ? now : null,
    triggered: false,
    trailingExtreme: null,
    trailingSince: null,
    amendments: [],
    fills: [],
    hold: null,
    fundingPrice: spec.limitPrice ?? spec.trigger?.price ?? market.tape.last,
  }
}

function register(state: EngineState, account: AccountState, orders: readonly EngineOrder[]): void {
  for (const order of orders) {
    state.orders.set(order.id, order)
    account.orders.push(order)
    account.open.add(order)
    account.updatedAt = order.createdAt
  }
}

function listFrom(
  state: EngineState,
  market: MarketState,
  account: AccountState,
  spec: ListSpec,
  id: number,
  orders: readonly EngineOrder[],
): OrderList {
  const orderIds = orders.map((order) => order.id)
  const now = state.now()
  return {
    id,
    accountId: account.id,
    symbol: market.market.symbol,
    kind: spec.kind,
    entryPays: spec.kind !== 'either' && spec.entryPays,
    clientListId: spec.clientListId,
    createdAt: now,
    updatedAt: now,
    orderIds,
    entryId: spec.kind === 'either' ? null : (orderIds[0] ?? null),
    legIds: spec.kind === 'either' ? orderIds : orderIds.slice(1),
    proceeds: null,
    state: 'executing',
  }
}

/**
 * Locks what an order needs. An order at market is reckoned against the book; one sized in quote units gets its
 * quantity here.
 * @throws EngineRejection
 */
export function fund(state: EngineState, market: MarketState, order: EngineOrder): void {
  if (order.limitPrice !== null || isWaiting(order)) {
    lockFunds(state, [order])
    return
  }
  const { base, quote } = market.market
  const { ledger } = state
  if (order.quantity === null) {
    if (order.quoteQuantity === null) throw new Error('an order at market needs a quantity')
    const plan = planAgainstBook(market, order, { value: order.quoteQuantity })
    if (market.book.best(oppositeOf(order.side)) === null) throw new EngineRejection('no_liquidity')
    if (plan.quantity.lessThan(market.market.quantity.min)) throw new EngineRejection('rule', 'quantity')
    order.hold =
      order.side === 'buy'
        ? ledger.hold(order.accountId, quote, withBuyersFee(state, order.accountId, order.quoteQuantity))
        : ledger.hold(order.accountId, base, plan.quantity)
    order.quantity = plan.quantity
    return
  }
  if (order.side === 'sell') {
    order.hold ??= ledger.hold(order.accountId, base, order.quantity)
    return
  }
  const { value } = planAgainstBook(market, order, { quantity: order.quantity })
  const cost = withBuyersFee(state, order.accountId, value)
  if (order.hold === null) order.hold = ledger.hold(order.accountId, quote, cost)
  else ledger.resize(order.hold, cost)
}

/** A funded order begins: to wait for its trigger, or to work. */
export function startOrder(state: EngineState, market: MarketState, order: EngineOrder): void {
  if (isOver(order)) return
  const waited = order.state === 'pending'
  order.state = 'open'
  if (!isWaiting(order)) order.workingSince ??= state.now()
  if (waited) state.feed.order(state, order, 'activated')
  if (order.trigger === null || order.triggered) {
    enterBook(state, market, order)
    return
  }
  const { last } = market.tape
  if (order.trigger.trailingBips !== null && priceReached(order.side, order.trigger, last)) {
    order.trailingExtreme = last
    order.trailingSince = state.now()
  }
  market.waiting.add(order)
  // Shown once more, so that a trigger that is reached already fires like any other.
  if (order.whenReached === 'fire' && firesAtOnce(order.side, order.trigger, last)) market.untold.push(last)
}

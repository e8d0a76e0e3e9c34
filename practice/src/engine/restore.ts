import { feeAccount, houseAccount } from './ledger.ts'
import { quote, type Ladder } from './market-maker.ts'
import type { SavedAccount, SavedBalances, SavedEngine, SavedList, SavedOrder } from './saved-rows.ts'
import { accountOf, type AccountState, type EngineState, type MarketState } from './state.ts'
import { type EngineOrder, type Fill, type Hold, isOver, isWaiting, type OrderList, remainingOf } from './types.ts'

/** Of what is over, only the latest is brought back: an exchange forgets too, and a start stays quick. */
const endedKept = 2_000

/**
 * Puts what was kept into an engine that holds nothing yet; its markets stand at their last prices already. What stood
 * on a market that is not there any more is left out, its funds free. Nothing trades.
 */
export function restore(state: EngineState, ladders: ReadonlyMap<string, Ladder>, saved: SavedEngine): void {
  for (const account of saved.accounts) openAsSaved(state, account)
  setBalances(state, houseAccount, saved.others.house)
  setBalances(state, feeAccount, saved.others.fees)
  const lists = saved.lists.filter(({ symbol, accountId }) => isKnown(state, symbol, accountId))
  const living = new Set(lists.filter((list) => list.state !== 'done').flatMap((list) => list.orderIds))
  const orders = kept(
    saved.orders.filter(({ symbol, accountId }) => isKnown(state, symbol, accountId)),
    living,
  )
  const holds = new Map<number, Hold>()
  for (const row of orders) addOrder(state, row, holds)
  for (const row of lists) addList(state, row)
  for (const account of state.accounts.values()) orderFills(account, orders)
  for (const [symbol, market] of state.markets) {
    const ladder = ladders.get(symbol)
    if (ladder !== undefined) quote(market, ladder)
  }
}

const isKnown = ({ markets, accounts }: EngineState, symbol: string, accountId: string): boolean =>
  markets.has(symbol) && accounts.has(accountId)

function kept(orders: readonly SavedOrder[], living: ReadonlySet<number>): readonly SavedOrder[] {
  const counts = new Map<string, number>()
  return orders
    .toReversed()
    .filter((order) => {
      if (order.endedAt === null || living.has(order.id)) return true
      const count = (counts.get(order.accountId) ?? 0) + 1
      counts.set(order.accountId, count)
      return count <= endedKept
    })
    .toReversed()
}

function openAsSaved(state: EngineState, { id, uid, fees, updatedAt, balances }: SavedAccount): void {
  state.ledger.open(id)
  setBalances(state, id, balances)
  state.accounts.set(id, {
    id,
    uid,
    fees,
    updatedAt,
    orders: [],
    open: new Set(),
    lists: [],
    openLists: new Set(),
    fills: [],
  })
}

/** All of it free: what is locked, the orders lock again. */
function setBalances({ ledger }: EngineState, accountId: string, balances: SavedBalances): void {
  for (const { asset, free, locked } of balances) ledger.setFree(accountId, asset, free.plus(locked))
}

function addOrder(state: EngineState, row: SavedOrder, holds: Map<number, Hold>): void {
  const market = state.markets.get(row.symbol)
  if (market === undefined) return
  const order: EngineOrder = {
    ...row,
    fills: row.fills.map(({ index: _index, ...fill }) => fill),
    hold: holdOf(state, row, holds),
  }
  const account = accountOf(state, order.accountId)
  state.orders.set(order.id, order)
  account.orders.push(order)
  if (isOver(order)) return
  account.open.add(order)
  if (order.state !== 'pending') putToWork(market, order)
}

function putToWork(market: MarketState, order: EngineOrder): void {
  const remaining = remainingOf(order)
  if (isWaiting(order)) market.waiting.add(order)
  else if (order.limitPrice !== null && remaining !== null)
    market.book.add({ order, side: order.side, price: order.limitPrice, remaining })
}

function holdOf(state: EngineState, { hold, accountId }: SavedOrder, holds: Map<number, Hold>): Hold | null {
  if (hold === null) return null
  const known = holds.get(hold.shared)
  if (known !== undefined) return known
  const made = state.ledger.hold(accountId, hold.asset, hold.amount)
  holds.set(hold.shared, made)
  return made
}

function addList(state: EngineState, row: SavedList): void {
  // Of a list that is over, orders may have been left out.
  if (!row.orderIds.every((id) => state.orders.has(id))) return
  const { proceeds } = row
  const list: OrderList = {
    ...row,
    proceeds: proceeds === null ? null : state.ledger.hold(row.accountId, proceeds.asset, proceeds.amount),
  }
  const account = accountOf(state, list.accountId)
  state.lists.set(list.id, list)
  account.lists.push(list)
  if (list.state !== 'done') account.openLists.add(list)
}

function orderFills(account: AccountState, rows: readonly SavedOrder[]): void {
  const indexes = rows
    .filter(({ accountId }) => accountId === account.id)
    .flatMap(({ fills }) => fills.map(({ index }) => index))
  const fills: readonly Fill[] = account.orders.flatMap((order) => order.fills)
  const placed = fills.map((fill, at) => ({ fill, index: indexes[at] ?? 0 }))
  placed.sort((a, b) => a.index - b.index)
  account.fills.push(...placed.map(({ fill }) => fill))
}

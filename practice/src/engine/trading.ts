import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import { EngineRejection } from './engine-rejection.ts'
import { requiredFunds, withBuyersFee } from './funds.ts'
import { feeAccount, houseAccount } from './ledger.ts'
import { endOrder, takeOver } from './lifecycle.ts'
import { quoteValue, valueDecimals } from './market-rules.ts'
import type { BookEntry } from './order-book.ts'
import { accountOf, listOf, type EngineState, type MarketState } from './state.ts'
import type { EngineOrder, Hold, OrderList, PublicTrade } from './types.ts'

/** Who takes: an account's order, or the market maker. */
export interface Taker {
  readonly side: Side
  readonly order: EngineOrder | null
}

interface Party {
  readonly order: EngineOrder | null
  readonly accountId: string
}

function party(order: EngineOrder | null): Party {
  return { order, accountId: order?.accountId ?? houseAccount }
}

/** One trade at the resting entry's price: money, fees, orders, tape. `quantity` is at most what both have left. */
export function trade(state: EngineState, market: MarketState, taker: Taker, entry: BookEntry, quantity: Money): void {
  for (const order of [taker.order, entry.order]) if (order !== null) takeOver(state, order)
  const value = quoteValue(entry.price, quantity)
  const buyer = party(taker.side === 'buy' ? taker.order : entry.order)
  const seller = party(taker.side === 'buy' ? entry.order : taker.order)
  const { base, quote } = market.market
  pay(state, buyer, seller.accountId, quote, value)
  pay(state, seller, buyer.accountId, base, quantity)
  const recorded = market.tape.record({
    price: entry.price,
    quantity,
    quoteQuantity: value,
    time: state.now(),
    takerSide: taker.side,
  })
  state.feed.trade(market.market.symbol, recorded, taker.order?.id ?? null, entry.order?.id ?? null)
  market.untold.push(entry.price)
  shrink(market, entry, quantity)
  if (taker.order !== null) applyFill(state, market, taker.order, recorded, false)
  if (entry.order !== null) applyFill(state, market, entry.order, recorded, true)
}

/** A trade between others, which only moves the last price. */
export function printTrade(
  state: EngineState,
  market: MarketState,
  takerSide: Side,
  price: Money,
  quantity: Money,
): void {
  const quoteQuantity = quoteValue(price, quantity)
  const recorded = market.tape.record({ price, quantity, quoteQuantity, time: state.now(), takerSide })
  state.feed.trade(market.market.symbol, recorded, null, null)
  market.untold.push(price)
}

function pay(state: EngineState, from: Party, to: string, asset: string, amount: Money): void {
  if (from.order === null) {
    state.ledger.payFree(houseAccount, to, asset, amount)
    return
  }
  if (from.order.hold === null) throw new Error(`order ${from.order.id} trades without funds locked`)
  state.ledger.payHeld(from.order.hold, to, amount)
}

function shrink(market: MarketState, entry: BookEntry, quantity: Money): void {
  entry.remaining = entry.remaining.minus(quantity)
  market.book.touched()
  if (entry.order === null) market.quotesStale = true
  if (entry.remaining.isPositive()) return
  market.book.remove(entry)
  market.quotes.delete(entry)
}

function applyFill(
  state: EngineState,
  market: MarketState,
  order: EngineOrder,
  done: PublicTrade,
  maker: boolean,
): void {
  const account = accountOf(state, order.accountId)
  const rate = maker ? account.fees.maker : account.fees.taker
  const buys = order.side === 'buy'
  const received = buys ? done.quantity : done.quoteQuantity
  const receivedAsset = buys ? market.market.base : market.market.quote
  const onTop = buys && state.fees === 'quote'
  const feeAsset = onTop ? market.market.quote : receivedAsset
  const fee = (onTop ? done.quoteQuantity : received).times(rate).truncated(valueDecimals)
  if (onTop) payFeeOnTop(state, order, fee)
  const fromReceived = onTop ? Money.zero : fee
  const list = listOf(state, order)
  if (list?.entryPays === true && list.entryId === order.id)
    keepProceeds(state, list, receivedAsset, received, fromReceived)
  else state.ledger.payFree(account.id, feeAccount, receivedAsset, fromReceived)
  const fill = {
    tradeId: done.id,
    orderId: order.id,
    symbol: order.symbol,
    side: order.side,
    price: done.price,
    quantity: done.quantity,
    quoteQuantity: done.quoteQuantity,
    fee,
    feeAsset,
    maker,
    time: done.time,
  }
  order.fills.push(fill)
  account.fills.push(fill)
  order.filled = order.filled.plus(done.quantity)
  order.quoteFilled = order.quoteFilled.plus(done.quoteQuantity)
  order.updatedAt = done.time
  account.updatedAt = done.time
  order.state = 'partially_filled'
  if (order.quantity?.equals(order.filled) === true) endOrder(state, order, { state: 'filled', by: fill })
  else {
    if (order.limitPrice !== null && order.hold !== null)
      state.ledger.resize(order.hold, requiredFunds(state, order).amount)
    state.feed.order(state, order, 'filled', fill)
  }
  for (const spec of state.followUps?.after(order, fill) ?? []) state.due.push({ parent: order, spec })
}

function payFeeOnTop(state: EngineState, order: EngineOrder, fee: Money): void {
  if (order.hold === null) throw new Error(`order ${order.id} trades without funds locked`)
  state.ledger.payHeld(order.hold, feeAccount, fee)
}

/** Locks what an entry brought for the legs that it pays; the fee comes from free funds where they suffice. */
function keepProceeds(state: EngineState, list: OrderList, asset: string, received: Money, fee: Money): void {
  const { ledger } = state
  const free = ledger.balance(list.accountId, asset).free.minus(received)
  const fromFree = !state.exitsNetOfFees && asset !== state.feeAsset && free.atLeast(fee)
  ledger.payFree(list.accountId, feeAccount, asset, fee)
  const kept = fromFree ? received : received.minus(fee)
  list.proceeds = addToHold(state, list, asset, kept)
}

function addToHold(state: EngineState, list: OrderList, asset: string, amount: Money): Hold {
  const { ledger } = state
  if (list.proceeds === null) return ledger.hold(list.accountId, asset, amount)
  ledger.resize(list.proceeds, list.proceeds.amount.plus(amount))
  return list.proceeds
}

/** Makes sure that an order at market can pay the next trade: grows its hold. False when the account cannot. */
export function canPay(state: EngineState, order: EngineOrder, price: Money, quantity: Money): boolean {
  if (order.side === 'sell' || order.hold === null) return order.hold !== null
  const value = withBuyersFee(state, order.accountId, quoteValue(price, quantity))
  if (order.hold.amount.atLeast(value)) return true
  try {
    state.ledger.resize(order.hold, value)
    return true
  } catch (error) {
    if (error instanceof EngineRejection) return false
    throw error
  }
}

import type { Balance } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { ExitLeg, Exits, Order, OrderTerms, TimeInForce } from '../../../../src-shared/order.ts'
import { symbolOf } from '../../core/markets.ts'
import { averageOf, positive } from '../../orders/amounts.ts'
import { makeOrder } from '../../orders/make-order.ts'
import { endOf } from '../end-reasons.ts'
import type { BitgetMarkets } from '../markets.ts'
import { feesOfList } from '../own/fees.ts'
import type { OrderMemory } from '../own/order-memory.ts'
import { isAtMarket } from '../own/order-types.ts'
import { statusOf } from '../own/statuses.ts'
import type { AssetRecord, FundingRecord, OrderRow } from './schemas.ts'

/** What a row alone does not tell. */
export interface MappingContext {
  readonly markets: BitgetMarkets
  readonly memory: Pick<OrderMemory, 'entry'>
}

/** A unified account's order in our words. Pure. */
export function orderFrom(row: OrderRow, { markets, memory }: MappingContext): Order {
  const filled = row.cumExecQty ?? Money.zero
  const quoteFilled = row.cumExecValue
  const inQuote = row.orderType === 'market' && row.side === 'buy'
  const isEntry = exitsOf(row) !== null || memory.entry(row.orderId) !== null
  const status = statusOf(row.orderStatus)
  const terms = termsOf(row)
  const { orderStatus: nativeStatus, cancelReason } = row
  return makeOrder({
    id: row.orderId,
    clientOrderId: row.clientOid === '' ? null : row.clientOid,
    listId: isEntry ? row.orderId : null,
    role: isEntry ? 'entry' : 'single',
    symbol: symbolOf(markets, row.symbol),
    nativeSymbol: row.symbol,
    side: row.side,
    terms,
    status,
    nativeStatus,
    endReason: endOf({ status, terms, nativeStatus, cancelReason, knowsForce: row.timeInForce !== '' }),
    quantity: inQuote ? null : positive(row.qty),
    quoteQuantity: inQuote ? (positive(row.amount) ?? positive(row.qty)) : null,
    filled,
    quoteFilled,
    averagePrice: averageOf(row.avgPrice, filled, quoteFilled),
    fees: row.feeDetail.length === 0 && filled.isPositive() ? null : feesOfList(row.feeDetail),
    createdAt: row.createdTime,
    updatedAt: row.updatedTime ?? row.createdTime,
    raw: row,
  })
}

function termsOf(row: OrderRow): OrderTerms {
  if (isAtMarket(row.orderType, row.price)) return { kind: 'market' }
  const postOnly = row.timeInForce === 'post_only'
  return {
    kind: 'limit',
    price: row.price ?? Money.zero,
    timeInForce: timeInForceOf(row.timeInForce),
    postOnly,
  }
}

function timeInForceOf(text: string): TimeInForce {
  return text === 'ioc' || text === 'fok' ? text : 'gtc'
}

/** The exits that an order or a strategy order carries; null: none. */
export function exitsOf(
  row: Pick<OrderRow, 'takeProfit' | 'stopLoss' | 'tpOrderType' | 'slOrderType' | 'tpLimitPrice' | 'slLimitPrice'>,
): Exits | null {
  const takeProfit = legOf(row.takeProfit, row.tpOrderType, row.tpLimitPrice)
  const stopLoss = legOf(row.stopLoss, row.slOrderType, row.slLimitPrice)
  if (takeProfit !== null) return { takeProfit, stopLoss }
  return stopLoss === null ? null : { takeProfit, stopLoss }
}

/** The type decides, whatever limit stands beside it. */
function legOf(trigger: Money | null, type: string, limit: Money | null): ExitLeg | null {
  const triggerPrice = positive(trigger)
  return triggerPrice && { triggerPrice, limitPrice: type === 'market' ? null : positive(limit) }
}

/** What spot orders can use is `available`; what lies in the funding wallet must be moved first. */
export function balancesFrom(assets: readonly AssetRecord[], funding: readonly FundingRecord[]): readonly Balance[] {
  const elsewhere = new Map<string, Money>()
  for (const { coin, balance, available } of funding) {
    const amount = positive(balance) ?? positive(available)
    if (amount !== null) elsewhere.set(coin, amount)
  }
  const inFunding = (asset: string): Balance['elsewhere'] => {
    const amount = elsewhere.get(asset)
    return amount === undefined ? [] : [{ wallet: 'funding', amount }]
  }
  const own = assets.map(({ coin: asset, available, locked }): Balance => {
    const held = locked ?? Money.zero
    return { asset, available, held, total: available.plus(held), elsewhere: inFunding(asset) }
  })
  const named = new Set(own.map(({ asset }) => asset))
  const others = [...elsewhere.keys()]
    .filter((asset) => !named.has(asset))
    .map((asset): Balance => {
      const { zero } = Money
      return { asset, available: zero, held: zero, total: zero, elsewhere: inFunding(asset) }
    })
  return [...own, ...others].filter(({ total, elsewhere: other }) => !total.isZero() || other.length > 0)
}

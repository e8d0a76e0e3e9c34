import type { Money } from '../../../../src-shared/money.ts'
import type { Fill, OrderFee, Side } from '../../../../src-shared/order.ts'
import { symbolOf } from '../../core/markets.ts'
import type { BitgetMarkets } from '../markets.ts'
import { makerOf } from './makers.ts'

/** What an answer and a push tell alike of a classic account's fill. */
interface ClassicFillRow {
  readonly tradeId: string
  readonly orderId: string
  readonly symbol: string
  readonly side: Side
  readonly priceAvg: Money
  readonly size: Money
  readonly tradeScope: string
  readonly cTime: number
}

/** A fill in our words; Bitget tells no client order id with it. `fee`: answers and pushes tell it each in its own way. */
export function classicFillFrom(row: ClassicFillRow, fee: OrderFee | null, markets: BitgetMarkets): Fill {
  return {
    id: row.tradeId,
    orderId: row.orderId,
    clientOrderId: null,
    symbol: symbolOf(markets, row.symbol),
    side: row.side,
    price: row.priceAvg,
    quantity: row.size,
    fee,
    maker: makerOf(row.tradeScope),
    time: row.cTime,
  }
}

/** The same of a unified account. */
interface UnifiedFillRow {
  readonly execId: string
  readonly orderId: string
  readonly clientOid: string
  readonly symbol: string
  readonly side: Side
  readonly execPrice: Money
  readonly execQty: Money
  readonly tradeScope: string
}

/** @param told what answers and pushes tell each in its own way */
export function unifiedFillFrom(row: UnifiedFillRow, told: Pick<Fill, 'fee' | 'time'>, markets: BitgetMarkets): Fill {
  return {
    id: row.execId,
    orderId: row.orderId,
    clientOrderId: row.clientOid === '' ? null : row.clientOid,
    symbol: symbolOf(markets, row.symbol),
    side: row.side,
    price: row.execPrice,
    quantity: row.execQty,
    maker: makerOf(row.tradeScope),
    ...told,
  }
}

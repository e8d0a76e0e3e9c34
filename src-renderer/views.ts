import type { BracketView as Bracket } from '../src-shared/bracket.ts'
import type { AccountView as Account } from '../src-shared/contract.ts'
import type { Balance, LiveCandle, Market, OrderBook, PriceLevel, PublicTrade, Ticker } from '../src-shared/market.ts'
import type { Order, PlacedOrder } from '../src-shared/order.ts'
import type { Wire } from '../src-shared/wire.ts'

/** The models as they arrive here: every Money is its decimal text. */
export type MarketView = Wire<Market>
export type TickerView = Wire<Ticker>
export type OrderBookView = Wire<OrderBook>
export type PriceLevelView = Wire<PriceLevel>
export type PublicTradeView = Wire<PublicTrade>
export type CandleView = Wire<LiveCandle>
export type BalanceView = Wire<Balance>
export type OrderView = Wire<Order>
export type PlacedOrderView = Wire<PlacedOrder>
export type AccountView = Wire<Account>
export type BracketView = Wire<Bracket>

import { z } from 'zod'
import { timeframes } from '../capabilities.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../market.ts'
import { gives, read } from './call.ts'
import type { ConnectionState } from './connections.ts'
import { id, ofAccount, symbol } from './fields.ts'

const ofSymbol = z.strictObject({ accountId: id, symbol })

/** How the connections stand over which an account's exchange pushes. */
export interface StreamView {
  readonly market: ConnectionState
  readonly account: ConnectionState
  /** The socket for the account's orders: `off` where they are to go over REST; unless it is `live` they do all the same. */
  readonly orders: ConnectionState
}

export const marketCalls = {
  'markets.list': read(ofAccount, gives<readonly Market[]>()),
  'market.ticker': read(ofSymbol, gives<Ticker>()),
  'market.candles': read(
    z.strictObject({ accountId: id, symbol, timeframe: z.enum(timeframes), limit: z.int().min(1).max(1000) }),
    gives<readonly Candle[]>(),
  ),
  'market.orderBook': read(
    z.strictObject({ accountId: id, symbol, depth: z.int().min(1).max(100) }),
    gives<OrderBook>(),
  ),
  'balances.get': read(ofAccount, gives<readonly Balance[]>()),
  'streams.status': read(ofAccount, gives<StreamView>()),
} as const

import { z } from 'zod'
import { timeframes } from '../capabilities.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from '../market.ts'
import { gives, read } from './call.ts'
import { id, ofAccount, symbol } from './fields.ts'

const ofSymbol = z.strictObject({ accountId: id, symbol })

/**
 * How the connections stand over which an exchange pushes: `off` where it pushes nothing or nobody wants anything,
 * `refused` where it will not have the key.
 */
export interface StreamView {
  readonly market: 'off' | 'connecting' | 'live' | 'down' | 'refused'
  readonly account: 'off' | 'connecting' | 'live' | 'down' | 'refused'
  /** The socket for the account's orders: `off` where they are to go over REST; unless it is `live` they do all the same. */
  readonly orders: 'off' | 'connecting' | 'live' | 'down' | 'refused'
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

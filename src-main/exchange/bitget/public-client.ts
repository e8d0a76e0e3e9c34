import { z } from 'zod'
import { parseLargeJson } from '../http/json.ts'
import type { Priority } from '../http/rate-limiter.ts'
import { publicEndpoints } from './endpoints.ts'
import { BitgetRest, type RestVenue } from './transport.ts'
import * as schemas from './schemas.ts'
import type { Params } from '../http/query.ts'

/** Bitget's public endpoints by their own names, in Bitget's own shapes (schemas.ts). */
export class BitgetPublicClient {
  readonly #rest: BitgetRest

  constructor(shared: RestVenue) {
    this.#rest = new BitgetRest(shared, null)
  }

  /** The server's time, epoch ms; asked once, since the clock takes several samples. */
  async time(onSend: () => void): Promise<number> {
    const options = { attempts: 1, onSend }
    return (await this.#rest.get(publicEndpoints.time, {}, schemas.serverTimeSchema, options)).serverTime
  }

  /** Each is to be read with symbolSchema, which takes too long for a thousand at once. */
  symbols(): Promise<readonly unknown[]> {
    return this.#rest.get(publicEndpoints.symbols, {}, z.array(z.unknown()), { parse: parseLargeJson })
  }

  /** Spot only; each is to be read with instrumentSchema. */
  instruments(): Promise<readonly unknown[]> {
    const options = { parse: parseLargeJson }
    return this.#rest.get(publicEndpoints.instruments, { category: 'SPOT' }, z.array(z.unknown()), options)
  }

  ticker(symbol: string, priority: Priority = 'read'): Promise<readonly schemas.TickerRecord[]> {
    return this.#rest.get(publicEndpoints.tickers, { symbol }, schemas.tickerSchema.array(), { priority })
  }

  /** Each is to be read with tickerSchema. */
  tickers(): Promise<readonly unknown[]> {
    return this.#rest.get(publicEndpoints.tickers, {}, z.array(z.unknown()), { parse: parseLargeJson })
  }

  /** @param limit 150 at most. */
  orderbook(symbol: string, limit: number, priority: Priority = 'read'): Promise<schemas.OrderbookRecord> {
    const params = { symbol, type: 'step0', limit: String(limit) }
    return this.#rest.get(publicEndpoints.orderbook, params, schemas.orderbookSchema, { priority })
  }

  /** Oldest first, 1000 at most, of the last weeks only. */
  candles(params: Params): Promise<readonly schemas.CandleRecord[]> {
    return this.#rest.get(publicEndpoints.candles, params, schemas.candlesSchema)
  }

  /** Oldest first, 200 at most; `endTime` is required. */
  historyCandles(params: Params): Promise<readonly schemas.CandleRecord[]> {
    return this.#rest.get(publicEndpoints.historyCandles, params, schemas.candlesSchema)
  }
}

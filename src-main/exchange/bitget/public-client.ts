import { z } from 'zod'
import type { Priority } from '../http/admission.ts'
import { parseLargeJson } from '../http/json.ts'
import type { Params } from '../http/query.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { type Endpoint, publicEndpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'
import type { BitgetRest, CallOptions } from './transport.ts'

/** Bitget's public endpoints by their own names, in Bitget's own shapes (schemas.ts). */
export class BitgetPublicClient {
  readonly #rest: BitgetRest
  readonly #urgency: Urgency

  constructor(rest: BitgetRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): BitgetPublicClient {
    return new BitgetPublicClient(this.#rest, urgency)
  }

  /** The server's time, epoch ms; asked once, since the clock takes several samples. */
  async time(onSend: () => void): Promise<number> {
    const options = { attempts: 1, onSend }
    return (await this.#get(publicEndpoints.time, {}, schemas.serverTimeSchema, options)).serverTime
  }

  /** Each is to be read with symbolSchema, which takes too long for a thousand at once. */
  symbols(): Promise<readonly unknown[]> {
    return this.#get(publicEndpoints.symbols, {}, z.array(z.unknown()), { parse: parseLargeJson })
  }

  /** Spot only; each is to be read with instrumentSchema. */
  instruments(): Promise<readonly unknown[]> {
    const options = { parse: parseLargeJson }
    return this.#get(publicEndpoints.instruments, { category: 'SPOT' }, z.array(z.unknown()), options)
  }

  ticker(symbol: string): Promise<readonly schemas.TickerRecord[]> {
    return this.#get(publicEndpoints.tickers, { symbol }, schemas.tickerSchema.array())
  }

  /** Each is to be read with tickerSchema. */
  tickers(): Promise<readonly unknown[]> {
    return this.#get(publicEndpoints.tickers, {}, z.array(z.unknown()), { parse: parseLargeJson })
  }

  /** @param limit 150 at most. */
  orderbook(symbol: string, limit: number, priority: Priority = 'read'): Promise<schemas.OrderbookRecord> {
    const params = { symbol, type: 'step0', limit: String(limit) }
    return this.#get(publicEndpoints.orderbook, params, schemas.orderbookSchema, { priority })
  }

  /** Oldest first, 1000 at most, of the last weeks only. */
  candles(params: Params): Promise<readonly schemas.CandleRecord[]> {
    return this.#get(publicEndpoints.candles, params, schemas.candlesSchema)
  }

  /** Oldest first, 200 at most; `endTime` is required. */
  historyCandles(params: Params): Promise<readonly schemas.CandleRecord[]> {
    return this.#get(publicEndpoints.historyCandles, params, schemas.candlesSchema)
  }

  #get<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.get(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }
}

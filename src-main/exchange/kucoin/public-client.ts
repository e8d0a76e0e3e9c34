import { z } from 'zod'
import { parseLargeJson } from '../http/json.ts'
import type { Params } from '../http/query.ts'
import { type Urgency, usual } from '../http/urgency.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'
import type { CallOptions, KuCoinRest } from './transport.ts'

/** KuCoin's public endpoints by their own names, in KuCoin's own shapes (schemas.ts). */
export class KuCoinPublicClient {
  readonly #rest: KuCoinRest
  readonly #urgency: Urgency

  constructor(rest: KuCoinRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, of another urgency. */
  as(urgency: Urgency): KuCoinPublicClient {
    return new KuCoinPublicClient(this.#rest, urgency)
  }

  /** The server's time, epoch ms; asked once, since the clock takes several samples. */
  timestamp(onSend: () => void): Promise<number> {
    return this.#query(endpoints.timestamp, {}, schemas.timestampSchema, { attempts: 1, onSend })
  }

  /** Each is to be read with symbolSchema, which takes too long for thousands at once. */
  symbols(): Promise<readonly unknown[]> {
    return this.#query(endpoints.symbols, {}, z.array(z.unknown()), { parse: parseLargeJson })
  }

  level1(symbol: string): Promise<z.infer<typeof schemas.level1Schema>> {
    return this.#query(endpoints.level1, { symbol }, schemas.level1Schema)
  }

  stats(symbol: string): Promise<z.infer<typeof schemas.statsSchema>> {
    return this.#query(endpoints.stats, { symbol }, schemas.statsSchema)
  }

  /** Each of `ticker` is to be read with tickerSchema. */
  allTickers(): Promise<z.infer<typeof schemas.allTickersSchema>> {
    return this.#query(endpoints.allTickers, {}, schemas.allTickersSchema, { parse: parseLargeJson })
  }

  /** @param depth 20 or 100: the whole book needs a key. */
  level2(symbol: string, depth: 20 | 100): Promise<z.infer<typeof schemas.bookSchema>> {
    const endpoint = depth === 20 ? endpoints.level2of20 : endpoints.level2of100
    return this.#query(endpoint, { symbol }, schemas.bookSchema)
  }

  /** A hundred levels a side, as KuCoin writes them. */
  topOfBook(symbol: string): Promise<unknown> {
    return this.#query(endpoints.level2of100, { symbol }, z.unknown())
  }

  /** Newest first, 1500 at most; `startAt` and `endAt` in seconds. */
  candles(params: Params): Promise<readonly schemas.CandleRecord[]> {
    return this.#query(endpoints.candles, params, schemas.candlesSchema)
  }

  socketToken(): Promise<schemas.SocketToken> {
    return this.#query(endpoints.publicToken, {}, schemas.socketTokenSchema)
  }

  #query<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.query(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }
}

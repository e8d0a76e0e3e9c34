import { createHmac } from 'node:crypto'
import { KuCoinPracticeServer } from '../../src/kucoin/kucoin-practice-server.ts'
import { ServerFixture } from '../support/server-fixture.ts'

export const secret = 'kucoin-secret'
export const passphrase = 'kucoin-passphrase'

/** KuCoin's digest, written from its documents alone. */
export const digest = (text: string, key = secret): string => createHmac('sha256', key).update(text).digest('base64')

export interface Answer {
  readonly code: string
  readonly msg?: string
  readonly data: unknown
}
export type Json = Record<string, unknown>

/** A server on a clock that only moves when told, with one classic account. */
export class KuCoinFixture extends ServerFixture<KuCoinPracticeServer> {
  constructor() {
    super(KuCoinPracticeServer, { secret, passphrase })
    this.open('key')
  }

  raw(...request: Parameters<ServerFixture<KuCoinPracticeServer>['send']>): Answer {
    return JSON.parse(this.send(...request).body) as Answer
  }

  get(path: string, query = ''): Answer {
    return this.raw('GET', path, { query })
  }

  headers(prehash: string, change: Record<string, string> = {}): Record<string, string> {
    const timestamp = change['kc-api-timestamp'] ?? String(this.time)
    return {
      'kc-api-key': 'key',
      'kc-api-sign': digest(timestamp + prehash),
      'kc-api-timestamp': timestamp,
      'kc-api-passphrase': digest(passphrase),
      'kc-api-key-version': '3',
      ...change,
    }
  }

  /** A signed call: parameters in the query for GET and DELETE, in the body for POST. */
  call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    params: Json = {},
    change: Record<string, string> = {},
  ): Answer {
    // Values that are no texts as JSON: an object's own toString may be anything.
    const texts = Object.entries(params).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    const query = method === 'POST' ? '' : new URLSearchParams(texts).toString()
    const body = method === 'POST' ? JSON.stringify(params) : ''
    // What is signed is the query before it was encoded.
    const prehash = method + path + (query === '' ? '' : `?${decodeURIComponent(query)}`) + body
    return this.raw(method, path, { query, body, headers: this.headers(prehash, change) })
  }

  /** Places an order in sync; its data, or the code and words of the refusal. */
  add(params: Json): Json & { readonly orderId: string } {
    const answer = this.call('POST', '/api/v1/hf/orders/sync', {
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      ...params,
    })
    if (answer.code !== '200000') return { orderId: '', refused: `${answer.code} ${answer.msg ?? ''}` }
    return answer.data as Json & { orderId: string }
  }

  stop(params: Json): string {
    const order = { symbol: 'BTC-USDT', side: 'sell', type: 'market', ...params }
    const answer = this.call('POST', '/api/v1/stop-order', order)
    return answer.code === '200000'
      ? (answer.data as { orderId: string }).orderId
      : `${answer.code} ${answer.msg ?? ''}`
  }

  order(orderId: string, symbol = 'BTC-USDT'): Json {
    return this.call('GET', `/api/v1/hf/orders/${orderId}`, { symbol }).data as Json
  }

  /** An order as a client id finds it. */
  orderOf(clientOid: string, symbol = 'BTC-USDT'): Json {
    return this.call('GET', `/api/v1/hf/orders/client-order/${clientOid}`, { symbol }).data as Json
  }

  /** What an asset's trade wallet holds. */
  trade(currency: string): Json {
    const lines = this.call('GET', '/api/v1/accounts', { currency, type: 'trade' }).data as readonly Json[]
    return lines[0] ?? {}
  }
}

import { createHmac } from 'node:crypto'
import { BitgetPracticeServer } from '../../src/bitget/bitget-practice-server.ts'
import { ServerFixture } from '../support/server-fixture.ts'

export const secret = 'bitget-secret'
export const passphrase = 'bitget-passphrase'
export type Json = Record<string, unknown>
export interface Answer {
  readonly code: string
  readonly msg: string
  readonly data: unknown
}

/** Bitget's signature, written from its documents alone. */
export const digest = (text: string, key = secret): string => createHmac('sha256', key).update(text).digest('base64')

/** A server on a clock that only moves when told, with one classic and one unified account. */
export class BitgetFixture extends ServerFixture<BitgetPracticeServer> {
  constructor() {
    super(BitgetPracticeServer, { secret, passphrase })
    this.server.setLimits({ perSecondPercent: 100_000 })
    this.open('classic')
    this.open('unified', { kind: 'unified' })
  }

  raw(...request: Parameters<ServerFixture<BitgetPracticeServer>['send']>): Answer {
    return JSON.parse(this.send(...request).body) as Answer
  }

  headers(apiKey: string, prehash: string, change: Record<string, string> = {}): Record<string, string> {
    const timestamp = change['access-timestamp'] ?? String(this.time)
    return {
      'access-key': apiKey,
      'access-sign': digest(timestamp + prehash),
      'access-timestamp': timestamp,
      'access-passphrase': passphrase,
      ...change,
    }
  }

  get(apiKey: string, path: string, params: Record<string, string> = {}, change: Record<string, string> = {}): Answer {
    const query = new URLSearchParams(params).toString()
    const headers = this.headers(apiKey, `GET${path}${query === '' ? '' : `?${query}`}`, change)
    return this.raw('GET', path, { query, headers })
  }

  post(apiKey: string, path: string, params: unknown, change: Record<string, string> = {}): Answer {
    const body = JSON.stringify(params)
    return this.raw('POST', path, { body, headers: this.headers(apiKey, `POST${path}${body}`, change) })
  }

  /** Places a classic order; its id, or the code of the refusal. */
  add(params: Json): string {
    const order = { symbol: 'BTCUSDT', side: 'buy', orderType: 'limit', force: 'gtc', ...params }
    const { code, data } = this.post('classic', '/api/v2/spot/trade/place-order', order)
    return code === '00000' ? (data as { orderId: string }).orderId : code
  }

  info(orderId: string): Json {
    return (this.get('classic', '/api/v2/spot/trade/orderInfo', { orderId }).data as readonly Json[])[0] ?? {}
  }

  unfilled(tpslType = 'normal'): readonly Json[] {
    return this.get('classic', '/api/v2/spot/trade/unfilled-orders', { tpslType }).data as readonly Json[]
  }

  /** Places on the unified account; its id, or the code of the refusal. */
  addUnified(params: Json): string {
    const order = { category: 'SPOT', symbol: 'BTCUSDT', side: 'buy', orderType: 'limit', ...params }
    const { code, data } = this.post('unified', '/api/v3/trade/place-order', order)
    return code === '00000' ? (data as { orderId: string }).orderId : code
  }
}

import { createHmac } from 'node:crypto'
import { BitgetPracticeServer } from '../../src/bitget/bitget-practice-server.ts'
import type { AccountPermissions, KeyMaterial, RawReply } from '../../src/host/practice-server.ts'
import { Money } from '../../../src-shared/money.ts'

const startTime = Date.UTC(2026, 10, 23, 12, 0, 0)
export const secret = 'bitget-secret'
export const passphrase = 'bitget-passphrase'
export type Json = Record<string, unknown>
export interface Answer {
  readonly code: string
  readonly msg: string
  readonly data: unknown
}

/** Bitget's signature, written from its documents alone. */
export const digest = (text: string, key = secret): string =>
  createHmac('sha256', key).update(text).digest('base64')

/** A server on a clock that only moves when told, with one classic and one unified account. */
export class BitgetFixture {
  time = startTime
  readonly server = new BitgetPracticeServer({
    seed: 'test',
    now: () => this.time,
    listings: 'tests',
    keeping: null,
  })
  status = 0

  constructor() {
    this.server.setLimits({ perSecondPercent: 100_000 })
    this.open('classic')
    this.open('unified', { kind: 'unified' })
  }

  open(
    apiKey: string,
    change: {
      kind?: string
      permissions?: Partial<AccountPermissions>
      accountId?: string
      key?: KeyMaterial
    } = {},
  ): void {
    this.server.openAccount({
      apiKey,
      key: change.key ?? { secret },
      passphrase,
      kind: change.kind ?? null,
      accountId: change.accountId ?? null,
      balances: null,
      permissions: {
        canRead: true,
        canTrade: true,
        canWithdraw: false,
        ipRestrict: null,
        ...change.permissions,
      },
    })
  }

  raw(
    method: string,
    path: string,
    options: { query?: string; body?: string; headers?: Record<string, string> } = {},
  ): Answer {
    const reply: RawReply = this.server.handle({
      method,
      path,
      rawQuery: options.query ?? '',
      body: Buffer.from(options.body ?? ''),
      headers: options.headers ?? {},
      remoteAddress: '127.0.0.1',
    })
    this.status = reply.status
    return JSON.parse(reply.body) as Answer
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

  get(
    apiKey: string,
    path: string,
    params: Record<string, string> = {},
    change: Record<string, string> = {},
  ): Answer {
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

  setPrice(price: string, maxQuantity: string | null = null): void {
    this.server.setPrice(
      'BTCUSDT',
      Money.parse(price),
      maxQuantity === null ? null : Money.parse(maxQuantity),
    )
  }
}

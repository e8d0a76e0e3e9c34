import { createHash, createHmac } from 'node:crypto'
import { KrakenPracticeServer } from '../../src/kraken/kraken-practice-server.ts'
import type { AccountPermissions, RawReply } from '../../src/host/practice-server.ts'
import { Money } from '../../../src-shared/money.ts'

export const startTime = Date.UTC(2026, 10, 23, 12, 0, 0)
export const secret = Buffer.from('the practice secret of a test').toString('base64')

/** Kraken's signature, written from its documents alone. */
export function sign(path: string, nonce: string, body: string, key = secret): string {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest()
  return createHmac('sha512', Buffer.from(key, 'base64')).update(path).update(hash).digest('base64')
}

export interface Answer {
  readonly error: readonly string[]
  readonly result: unknown
}

/** A server on a clock that only moves when told, with one account. */
export class KrakenFixture {
  time = startTime
  readonly server = new KrakenPracticeServer({
    seed: 'test',
    now: () => this.time,
    listings: 'tests',
    keeping: null,
  })
  #nonce = 1_000n

  constructor() {
    this.open('key')
  }

  open(apiKey: string, permissions: Partial<AccountPermissions> = {}, accountId: string | null = null): void {
    this.server.openAccount({
      apiKey,
      key: { secret },
      passphrase: null,
      kind: null,
      accountId,
      balances: null,
      permissions: { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null, ...permissions },
    })
  }

  raw(
    method: string,
    path: string,
    options: { query?: string; body?: string; headers?: Record<string, string> } = {},
  ): RawReply {
    return this.server.handle({
      method,
      path,
      rawQuery: options.query ?? '',
      body: Buffer.from(options.body ?? ''),
      headers: options.headers ?? {},
      remoteAddress: '127.0.0.1',
    })
  }

  get(name: string, query = ''): Answer {
    return JSON.parse(this.raw('GET', `/0/public/${name}`, { query }).body) as Answer
  }

  nextNonce(): string {
    this.#nonce += 1n
    return String(this.#nonce)
  }

  /** A signed call with a form body. */
  post(
    name: string,
    params: Readonly<Record<string, string>> = {},
    apiKey = 'key',
    nonce = this.nextNonce(),
  ): Answer {
    const path = `/0/private/${name}`
    const body = new URLSearchParams({ nonce, ...params }).toString()
    const headers = {
      'api-key': apiKey,
      'api-sign': sign(path, nonce, body),
      'content-type': 'application/x-www-form-urlencoded',
    }
    return JSON.parse(this.raw('POST', path, { body, headers }).body) as Answer
  }

  /** A signed call with a JSON body; the text of the answer. */
  signedJson(path: string, nonce: string, body: string): string {
    const headers = {
      'api-key': 'key',
      'api-sign': sign(path, nonce, body),
      'content-type': 'application/json',
    }
    return this.raw('POST', path, { body, headers }).body
  }

  /** Places an order; its txid, or the error in its place. */
  add(params: Readonly<Record<string, string>>): string {
    const { error, result } = this.post('AddOrder', {
      pair: 'XBTUSDT',
      type: 'buy',
      ordertype: 'limit',
      ...params,
    })
    return error[0] ?? (result as { txid?: readonly string[] }).txid?.[0] ?? 'no txid'
  }

  order(txid: string): Record<string, unknown> & { readonly descr: Record<string, unknown> } {
    const { result } = this.post('QueryOrders', { txid })
    return (
      (result as Record<string, Record<string, unknown> & { descr: Record<string, unknown> }>)[txid] ?? {
        descr: {},
      }
    )
  }

  openOrders(): readonly (Record<string, unknown> & { readonly txid: string })[] {
    const { result } = this.post('OpenOrders')
    const open = (result as { open: Record<string, Record<string, unknown>> }).open
    return Object.entries(open).map(([txid, order]) => ({ ...order, txid }))
  }

  setPrice(price: string, maxQuantity: string | null = null, symbol = 'BTC/USDT'): void {
    this.server.setPrice(symbol, Money.parse(price), maxQuantity === null ? null : Money.parse(maxQuantity))
  }
}

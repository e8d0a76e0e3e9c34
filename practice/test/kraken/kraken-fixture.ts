import { createHash, createHmac } from 'node:crypto'
import { KrakenPracticeServer } from '../../src/kraken/kraken-practice-server.ts'
import { ServerFixture } from '../support/server-fixture.ts'

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
export class KrakenFixture extends ServerFixture<KrakenPracticeServer> {
  #nonce = 1_000n

  constructor() {
    super(KrakenPracticeServer, { secret, passphrase: null })
    this.open('key')
  }

  get(name: string, query = ''): Answer {
    return JSON.parse(this.send('GET', `/0/public/${name}`, { query }).body) as Answer
  }

  nextNonce(): string {
    this.#nonce += 1n
    return String(this.#nonce)
  }

  /** A signed call with a form body. */
  post(name: string, params: Readonly<Record<string, string>> = {}, apiKey = 'key', nonce = this.nextNonce()): Answer {
    const path = `/0/private/${name}`
    const body = new URLSearchParams({ nonce, ...params }).toString()
    const headers = {
      'api-key': apiKey,
      'api-sign': sign(path, nonce, body),
      'content-type': 'application/x-www-form-urlencoded',
    }
    return JSON.parse(this.send('POST', path, { body, headers }).body) as Answer
  }

  /** A signed call with a JSON body; the text of the answer. */
  signedJson(path: string, nonce: string, body: string): string {
    const headers = {
      'api-key': 'key',
      'api-sign': sign(path, nonce, body),
      'content-type': 'application/json',
    }
    return this.send('POST', path, { body, headers }).body
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
}

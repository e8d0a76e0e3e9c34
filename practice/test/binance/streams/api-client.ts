import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { StreamClient } from '../../support/stream-client.ts'
import type { BinanceFixture } from '../binance-fixture.ts'
import { connect } from './stream-fixture.ts'

type Params = Readonly<Record<string, string | number | boolean>>
type Signer = (payload: string) => string

export const hmac =
  (secret: string): Signer =>
  (payload) =>
    createHmac('sha256', secret).update(payload).digest('hex')

/** Opens an account with an Ed25519 key, and returns what signs with it. */
export async function ed25519Account(fixture: BinanceFixture, apiKey: string): Promise<Signer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  await fixture.control('POST', '/accounts', { apiKey, publicKeyPem })
  return (payload) => sign(null, Buffer.from(payload), privateKey).toString('base64')
}

interface ApiAnswer {
  readonly id: unknown
  readonly status: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly msg: string; readonly data?: unknown }
  readonly rateLimits?: readonly Readonly<Record<string, unknown>>[]
}

/** A client of the WebSocket API that signs as the documents say, written for these tests alone. */
export class ApiClient {
  readonly stream: StreamClient
  readonly #fixture: BinanceFixture
  #ids = 0

  private constructor(stream: StreamClient, fixture: BinanceFixture) {
    this.stream = stream
    this.#fixture = fixture
  }

  static async open(fixture: BinanceFixture, query = ''): Promise<ApiClient> {
    return new ApiClient(await connect(fixture, `/ws-api/v3${query}`), fixture)
  }

  /** Sends without signing. */
  async ask(method: string, params?: Params): Promise<ApiAnswer> {
    const id = this.send(method, params)
    return JSON.parse(await this.stream.next((text) => text.startsWith(`{"id":"${id}"`))) as ApiAnswer
  }

  send(method: string, params?: Params): string {
    this.#ids += 1
    const id = `r${this.#ids}`
    this.stream.send({ id, method, ...(params === undefined ? {} : { params }) })
    return id
  }

  signed(params: Params = {}, apiKey = 'the-key', signer: Signer = hmac('the-secret')): Params {
    const all: Params = { ...params, apiKey, timestamp: this.#fixture.time }
    const payload = Object.keys(all)
      .toSorted()
      .map((name) => `${name}=${String(all[name])}`)
      .join('&')
    return { ...all, signature: signer(payload) }
  }

  /** Asks for the account of `the-key`. */
  askSigned(method: string, params: Params = {}): Promise<ApiAnswer> {
    return this.ask(method, this.signed(params))
  }

  /** The next event of an account; acknowledgements are passed over. */
  async event(kind?: string): Promise<Readonly<Record<string, unknown>>> {
    const wanted = kind === undefined ? '"event":{' : `"event":{"e":"${kind}"`
    const { event } = await this.stream.nextJson((text) => text.includes(wanted))
    return event as Readonly<Record<string, unknown>>
  }
}

export const limitOrder = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01000',
  price: '60000.00',
}

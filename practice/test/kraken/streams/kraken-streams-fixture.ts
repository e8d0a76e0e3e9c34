import { ExchangesFixture } from '../../support/exchanges-fixture.ts'
import { StreamClient } from '../../support/stream-client.ts'
import { secret, sign } from '../kraken-fixture.ts'

export type Row = Readonly<Record<string, unknown>>

/** A practice Kraken over the line, with one account and a clock that only moves when told. */
export class KrakenStreamsFixture extends ExchangesFixture {
  protected override readonly exchange = 'kraken'
  #nonce = 1_000n

  static async start(settings: Readonly<Record<string, number>> = {}): Promise<KrakenStreamsFixture> {
    const fixture = new KrakenStreamsFixture()
    await fixture.begin(settings)
    fixture.exchanges.openAccount('kraken', { apiKey: 'key', secret })
    return fixture
  }

  setPrice(price: string, symbol = 'BTC/USD'): void {
    this.moveTo(price, symbol)
  }

  /** A signed call; its result. */
  async post(name: string, params: Readonly<Record<string, string>> = {}): Promise<Row> {
    const path = `/0/private/${name}`
    this.#nonce += 1n
    const nonce = String(this.#nonce)
    const body = new URLSearchParams({ nonce, ...params }).toString()
    const headers = {
      'api-key': 'key',
      'api-sign': sign(path, nonce, body),
      'content-type': 'application/x-www-form-urlencoded',
    }
    const response = await fetch(`${this.exchanges.baseUrls.kraken}${path}`, { method: 'POST', headers, body })
    const { error, result } = (await response.json()) as { error: readonly string[]; result: Row }
    if (error.length > 0) throw new Error(error.join())
    return result
  }

  /** Places an order; its txid. */
  async add(params: Readonly<Record<string, string>>): Promise<string> {
    const { txid } = await this.post('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', ...params })
    return (txid as readonly string[])[0] ?? ''
  }

  async token(): Promise<string> {
    return (await this.post('GetWebSocketsToken')).token as string
  }

  connect(path: '/ws/v2' | '/ws-auth/v2'): Promise<StreamClient> {
    return StreamClient.connect(`${this.exchanges.baseUrls.kraken}${path}`)
  }

  /** A public socket with one subscription, acknowledged. */
  async watching(
    channel: string,
    params: Row = {},
    symbol: readonly string[] | null = ['BTC/USD'],
  ): Promise<StreamClient> {
    const client = await this.connect('/ws/v2')
    client.send({ method: 'subscribe', params: { channel, ...(symbol === null ? {} : { symbol }), ...params } })
    await client.next((text) => text.includes('"success":true'))
    return client
  }

  /** A private socket with a subscription, acknowledged. */
  async owning(channel: string, params: Row = {}): Promise<StreamClient> {
    const client = await this.connect('/ws-auth/v2')
    client.send({ method: 'subscribe', params: { channel, token: await this.token(), ...params } })
    await client.next((text) => text.includes('"success":true'))
    return client
  }
}

/** The rows of the next message of a channel. */
export async function rows(client: StreamClient, channel: string): Promise<readonly Row[]> {
  const { data } = await client.nextJson((text) => text.startsWith(`{"channel":"${channel}"`))
  return data as readonly Row[]
}

/** Everything that the channel has told when a ping comes back. */
export async function told(client: StreamClient, channel: string): Promise<readonly Row[]> {
  client.send({ method: 'ping', req_id: 99 })
  await client.next((text) => text.includes('"pong"'))
  return client.heard
    .map((text) => JSON.parse(text) as { channel?: string; type?: string; data?: readonly Row[] })
    .flatMap((message) => (message.channel === channel && message.type === 'update' ? (message.data ?? []) : []))
}

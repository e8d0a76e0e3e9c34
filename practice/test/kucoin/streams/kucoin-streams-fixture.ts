import { ExchangesFixture } from '../../support/exchanges-fixture.ts'
import { StreamClient } from '../../support/stream-client.ts'
import { digest, type Json, passphrase, secret } from '../kucoin-fixture.ts'

/** Streams that speak with whatever happens, so that no test waits. */
const atOnce = { level1Ms: 0, tickerMs: 0, snapshotMs: 0 }

/** A practice KuCoin over the line, with one account and a clock that only moves when told. */
export class KuCoinStreamsFixture extends ExchangesFixture {
  protected override readonly exchange = 'kucoin'

  static async start(settings: Readonly<Record<string, number>> = {}): Promise<KuCoinStreamsFixture> {
    const fixture = new KuCoinStreamsFixture()
    await fixture.begin({ ...atOnce, ...settings })
    fixture.exchanges.openAccount('kucoin', { apiKey: 'key', secret, passphrase })
    return fixture
  }

  setPrice(price: string, symbol = 'BTC-USDT'): void {
    this.moveTo(price, symbol)
  }

  /** An unsigned request; its data. */
  async open(method: string, path: string): Promise<Json> {
    const response = await fetch(`${this.exchanges.baseUrls.kucoin}${path}`, { method })
    return ((await response.json()) as { data: Json }).data
  }

  /** A signed request; its data. */
  async call(method: 'GET' | 'POST' | 'DELETE', path: string, params: Json = {}): Promise<Json> {
    const texts = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)])
    const target = method === 'POST' || texts.length === 0 ? path : `${path}?${new URLSearchParams(texts).toString()}`
    const body = method === 'POST' ? JSON.stringify(params) : ''
    const timestamp = String(this.time)
    const headers = {
      'content-type': 'application/json',
      'kc-api-key': 'key',
      'kc-api-sign': digest(timestamp + method + target + body),
      'kc-api-timestamp': timestamp,
      'kc-api-passphrase': digest(passphrase),
      'kc-api-key-version': '3',
    }
    const init = { method, headers, ...(body === '' ? {} : { body }) }
    const response = await fetch(`${this.exchanges.baseUrls.kucoin}${target}`, init)
    const answer = (await response.json()) as { code: string; msg?: string; data: Json }
    if (answer.code !== '200000') throw new Error(`${answer.code} ${answer.msg ?? ''}`)
    return answer.data
  }

  async add(params: Json): Promise<string> {
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', ...params }
    return (await this.call('POST', '/api/v1/hf/orders/sync', order)).orderId as string
  }

  /** A welcomed socket, opened with a token of that kind. */
  async connect(kind: 'public' | 'private', token?: string): Promise<StreamClient> {
    const path = `/api/v1/bullet-${kind}`
    const bullet = await (kind === 'public' ? this.open('POST', path) : this.call('POST', path))
    const [server] = bullet.instanceServers as readonly { endpoint: string }[]
    return StreamClient.connect(`${server?.endpoint ?? ''}?token=${token ?? String(bullet.token)}&connectId=mine`)
  }

  /** A socket with subscriptions, each acknowledged. */
  async reading(kind: 'public' | 'private', ...topics: readonly string[]): Promise<StreamClient> {
    const client = await this.connect(kind)
    await client.next((text) => text.includes('"welcome"'))
    for (const topic of topics) {
      client.send({ id: topic, type: 'subscribe', topic, privateChannel: kind === 'private', response: true })
      await client.next((text) => text === JSON.stringify({ id: topic, type: 'ack' }))
    }
    return client
  }
}

/** The data of what a topic has told when a ping comes back. */
export async function told(client: StreamClient, topic: string): Promise<readonly Json[]> {
  client.send({ id: 'sync', type: 'ping' })
  await client.next((text) => text.includes('"pong"'))
  return client.heard
    .map((text) => JSON.parse(text) as { topic?: string; data: Json })
    .flatMap((message) => (message.topic === topic ? [message.data] : []))
}

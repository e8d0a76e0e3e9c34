import { ExchangesFixture } from '../../support/exchanges-fixture.ts'
import { StreamClient } from '../../support/stream-client.ts'
import { digest, type Json, passphrase, secret } from '../bitget-fixture.ts'

export type Version = 'v2' | 'v3'

/** Streams that speak with whatever happens, so that no test waits. */
const atOnce = { bookMs: 0, bestMs: 0, tickerMs: 0, candleMs: 0 }

/** What subscribes to a channel: of a market, or of everything of an account. */
export const argOf = (version: Version, channel: string, symbol?: string): Json => {
  if (version === 'v2')
    return {
      instType: 'SPOT',
      channel,
      ...(channel === 'account' ? { coin: 'default' } : { instId: symbol ?? 'default' }),
    }
  return symbol === undefined ? { instType: 'UTA', topic: channel } : { instType: 'spot', topic: channel, symbol }
}

/** A practice Bitget over the line, with a classic and a unified account and a clock that only moves when told. */
export class BitgetStreamsFixture extends ExchangesFixture {
  protected override readonly exchange = 'bitget'

  static async start(settings: Readonly<Record<string, number>> = {}): Promise<BitgetStreamsFixture> {
    const fixture = new BitgetStreamsFixture()
    await fixture.begin({ ...atOnce, ...settings })
    fixture.exchanges.openAccount('bitget', { apiKey: 'v2', secret, passphrase })
    fixture.exchanges.openAccount('bitget', { apiKey: 'v3', secret, passphrase, kind: 'unified' })
    await fixture.control('/limits', { exchange: 'bitget', limits: { perSecondPercent: 100_000 } })
    return fixture
  }

  setPrice(price: string, symbol = 'BTCUSDT'): void {
    this.moveTo(price, symbol)
  }

  /** A signed request of the account of that version; its data. Reading only: parameters in the query. */
  async call(version: Version, method: 'GET' | 'POST', path: string, params: Json = {}): Promise<unknown> {
    const query = method === 'GET' ? new URLSearchParams(params as Record<string, string>).toString() : ''
    const target = query === '' ? path : `${path}?${query}`
    const body = method === 'POST' ? JSON.stringify(params) : ''
    const timestamp = String(this.time)
    const headers = {
      'content-type': 'application/json',
      'access-key': version,
      'access-sign': digest(timestamp + method + target + body),
      'access-timestamp': timestamp,
      'access-passphrase': passphrase,
    }
    const init = { method, headers, ...(body === '' ? {} : { body }) }
    const response = await fetch(`${this.exchanges.baseUrls.bitget}${target}`, init)
    const answer = (await response.json()) as { code: string; msg: string; data: unknown }
    if (answer.code !== '00000') throw new Error(`${answer.code} ${answer.msg}`)
    return answer.data
  }

  /** Places an order of 0.01 at 64000 unless told otherwise; its id. */
  async add(version: Version, params: Json = {}): Promise<string> {
    const order = { symbol: 'BTCUSDT', side: 'buy', orderType: 'limit', price: '64000' }
    const data =
      version === 'v2'
        ? await this.call('v2', 'POST', '/api/v2/spot/trade/place-order', {
            ...order,
            force: 'gtc',
            size: '0.01',
            ...params,
          })
        : await this.call('v3', 'POST', '/api/v3/trade/place-order', {
            ...order,
            category: 'SPOT',
            qty: '0.01',
            ...params,
          })
    return (data as { orderId: string }).orderId
  }

  cancel(version: Version, orderId: string): Promise<unknown> {
    return version === 'v2'
      ? this.call('v2', 'POST', '/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', orderId })
      : this.call('v3', 'POST', '/api/v3/trade/cancel-order', { orderId })
  }

  connect(version: Version, kind: 'public' | 'private'): Promise<StreamClient> {
    return StreamClient.connect(`${this.exchanges.baseUrls.bitget}/${version}/ws/${kind}`)
  }

  login(version: Version, change: Json = {}): Json {
    const timestamp = String(Math.floor(this.time / 1000))
    const sign = digest(`${timestamp}GET/user/verify`)
    return { op: 'login', args: [{ apiKey: version, passphrase, timestamp, sign, ...change }] }
  }

  /** A public socket with subscriptions, acknowledged. */
  async watching(version: Version, ...args: readonly Json[]): Promise<StreamClient> {
    const client = await this.connect(version, 'public')
    await subscribe(client, args)
    return client
  }

  /** A private socket, logged in, with subscriptions, acknowledged. */
  async owning(version: Version, ...channels: readonly string[]): Promise<StreamClient> {
    const client = await this.connect(version, 'private')
    client.send(this.login(version))
    await client.next((text) => text.includes('"login"'))
    await subscribe(
      client,
      channels.map((channel) => argOf(version, channel)),
    )
    return client
  }
}

async function subscribe(client: StreamClient, args: readonly Json[]): Promise<void> {
  client.send({ op: 'subscribe', args })
  for (const arg of args) await client.next((text) => text === JSON.stringify({ event: 'subscribe', arg }))
}

export interface Push {
  readonly action: string
  readonly arg: Json
  readonly data: readonly Json[]
}

/** What a channel has told when a ping comes back, in the order in which it came. */
export async function told(client: StreamClient, channel: string): Promise<readonly Push[]> {
  client.send('ping')
  await client.next((text) => text === 'pong')
  return client.heard
    .filter((text) => text.startsWith('{"action"'))
    .map((text) => JSON.parse(text) as Push)
    .filter(({ arg }) => arg.channel === channel || arg.topic === channel)
}

export const rows = async (client: StreamClient, channel: string): Promise<readonly Json[]> =>
  (await told(client, channel)).flatMap(({ data }) => data)

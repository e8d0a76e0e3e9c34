import { StreamClient } from '../../support/stream-client.ts'
import { BinanceFixture, type Json } from '../binance-fixture.ts'

/** Streams that speak with whatever happens, so that no test waits. */
const atOnce = { bookMs: 0, fastBookMs: 0, candleMs: 0, fastCandleMs: 0, tickerMs: 0 }

/** A practice Binance with its streams set as told. */
export async function withStreams(settings: Readonly<Record<string, number>> = atOnce): Promise<BinanceFixture> {
  const fixture = await BinanceFixture.start()
  await streams(fixture, { exchange: 'binance', settings })
  return fixture
}

export async function streams(fixture: BinanceFixture, body: Json): Promise<Json> {
  const answer = await fixture.control('POST', '/streams', body)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

export const connect = (
  fixture: BinanceFixture,
  path: string,
  options: { readonly autoPong?: boolean } = {},
): Promise<StreamClient> => StreamClient.connect(`${fixture.base}${path}`, options)

/** Subscribes and waits for the acknowledgement. */
export async function subscribe(client: StreamClient, ...params: readonly string[]): Promise<void> {
  client.send({ method: 'SUBSCRIBE', params, id: 1 })
  await client.next((text) => text === '{"result":null,"id":1}')
}

import { expect } from 'vitest'
import type { BinanceFixture } from '../binance-fixture.ts'
import { ApiClient } from './api-client.ts'

/** Subscribed to the account of `the-key`. */
export async function listening(fixture: BinanceFixture): Promise<ApiClient> {
  const client = await ApiClient.open(fixture)
  const answer = await client.askSigned('userDataStream.subscribe.signature')
  expect(answer.result).toEqual({ subscriptionId: 0 })
  return client
}

export type Event = Readonly<Record<string, unknown>>

/** The events of a kind, as far as they have been told when a ping comes back. */
export async function told(client: ApiClient, kind: string): Promise<readonly Event[]> {
  client.stream.rest()
  await client.ask('ping')
  return client.stream.heard
    .map((text) => (JSON.parse(text) as { event?: Event }).event)
    .filter((event): event is Event => event?.e === kind)
}

/** Of each report: client id, what happened, status, whether it works, how much has filled, why it expired. */
export const brief = (events: readonly Event[]): readonly unknown[] =>
  events.map(({ c, x, X, w, z, eR }) => [c, x, X, w, z, ...(eR === undefined ? [] : [eR])])

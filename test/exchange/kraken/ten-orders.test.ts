import { afterEach, beforeEach, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { urgent } from '../../../src-main/exchange/http/urgency.ts'
import { Money } from '../../../src-shared/money.ts'
import type { MarketOrderRequest } from '../../../src-shared/order.ts'
import { type PracticeHarness, startPracticeHarness } from '../practice-harness.ts'

const m = (text: string) => Money.parse(text)
const secret = Buffer.from('practice-secret-1').toString('base64')
const account = { accountId: 'first', apiKey: 'practice-key-1', secret }
const symbol = 'BTC/USD'
/** What Django's page waits for an answer, less what it does itself. */
const longestMs = 10_000

let harness: PracticeHarness
beforeEach(async () => {
  harness = await startPracticeHarness({}, { exchange: 'kraken', account })
  await harness.control('POST', '/limits', {
    exchange: 'kraken',
    limits: { restMax: 15, restDecayMilli: 330, tradingMax: 60, tradingDecayMilli: 1_000 },
  })
})
afterEach(() => harness.close())

it('ten orders at once, each with its balance, at the lowest tier: our own looks and lists come last', async () => {
  const { client } = harness
  await client.getMarkets()
  // The watchers of other positions and an open page have used the counter up, and want more.
  const used = Array.from({ length: 12 }, () => client.fetchFees(symbol))
  await Promise.all(used)
  const ended: string[] = []
  const looks = [
    ...Array.from({ length: 5 }, () => client.as(urgent).fetchOpenOrders(symbol)),
    ...Array.from({ length: 5 }, () => client.fetchOpenOrders(null)),
  ].map((each) =>
    each.then(
      () => ended.push('look'),
      () => ended.push('look'),
    ),
  )
  const request: MarketOrderRequest = {
    kind: 'market',
    symbol,
    side: 'buy',
    amount: { unit: 'base', value: m('0.001') },
    exits: null,
  }
  const waits = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const startedAt = performance.now()
      await client.getBalance()
      const { order } = await client.placeOrder(await client.normalise(request), `xgpten${index}`, withoutPermit)
      expect(['open', 'filled']).toContain(order.status)
      ended.push('order')
      return performance.now() - startedAt
    }),
  )
  expect(Math.max(...waits)).toBeLessThan(longestMs)
  expect(ended.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'order'))
  await Promise.all(looks)
}, 60_000)

import { expect, it } from 'vitest'
import { type Answer, py } from './support/django-client.ts'
import { columns, onPractice } from './support/on-practice.ts'

/** What Django's page leaves an answer, of the 30 s that it waits for everything. */
const longestMs = 10_000

/**
 * Django's page on a Kraken account of the lowest tier, Terminal 7 scanning meanwhile: the whole way, each order with
 * the two questions before it.
 */
it('ten trades in quick succession are answered in time, whatever else is asked', async () => {
  const account = { ...columns.kraken, brokerId: 1, userId: 1, balances: { USD: '10000' } }
  await using run = await onPractice([account])
  const slow: string[] = []
  const ask = async (action: string, params: object): Promise<Answer> => {
    const startedAt = performance.now()
    const answer = await run.django.ask(action, params)
    const ms = performance.now() - startedAt
    if (ms >= longestMs) slow.push(`${action} ${Math.round(ms)} ms`)
    return answer
  }
  const scan = { broker_id: 1, limit: 50 }
  const scans = ['fetch_closed_orders', 'fetch_open_orders'].flatMap((action) =>
    Array.from({ length: 3 }, () => ask(action, scan)),
  )
  const about = { broker_id: 1, symbol: 'BTC/USD' }
  const trades = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await ask('get_ticker', about)
      await ask('get_balance', { broker_id: 1 })
      const trade = await ask('create_and_execute_trade', {
        ...about,
        side: 'buy',
        order_type: 'market',
        quantity: py('0.001'),
        total_value: py('60'),
        timestamp: Date.now(),
      })
      await ask('fetch_open_orders', scan)
      return trade
    }),
  )
  await Promise.all(scans)
  expect(slow).toEqual([])
  for (const { success, data } of trades) {
    expect(success).toBe(true)
    expect(['pending', 'executed']).toContain(data.status)
  }
  const ids = new Set(trades.map(({ data }) => data.exchange_order_id))
  expect(ids.size).toBe(10)
}, 120_000)

import { describe, expect, it } from 'vitest'
import { type Json, KuCoinFixture } from './kucoin-fixture.ts'

describe('history', () => {
  it('comes a hundred a page by lastId, newest first, a week at most', () => {
    const fixture = new KuCoinFixture()
    fixture.server.makeHistory('key', 'BTC-USDT', 250)
    const ids = new Set<unknown>()
    let lastId = 0
    for (const size of [100, 100, 50, 0]) {
      const page = fixture.call('GET', '/api/v1/hf/orders/done', {
        symbol: 'BTC-USDT',
        limit: '100',
        lastId: String(lastId),
      }).data as { lastId: number; items: readonly Json[] }
      expect(page.items).toHaveLength(size)
      lastId = page.lastId
      for (const { id } of page.items) ids.add(id)
    }
    expect(ids.size).toBe(250)
    const far = {
      symbol: 'BTC-USDT',
      startAt: String(fixture.time - 8 * 86_400_000),
      endAt: String(fixture.time),
    }
    expect(fixture.call('GET', '/api/v1/hf/orders/done', far).code).toBe('400100')
    const fills = fixture.call('GET', '/api/v1/hf/fills', { symbol: 'BTC-USDT', limit: '100' }).data as {
      items: readonly Json[]
    }
    expect(fills.items[0]).toMatchObject({ liquidity: 'taker', feeCurrency: 'USDT' })
  })

  it('ids of executions have more digits than a number holds, and page without losing one', () => {
    const fixture = new KuCoinFixture()
    fixture.server.makeHistory('key', 'BTC-USDT', 45)
    const seen = new Set<string>()
    let lastId = '0'
    for (const size of [20, 20, 5, 0]) {
      fixture.call('GET', '/api/v1/hf/fills', { symbol: 'BTC-USDT', lastId })
      const { body } = fixture.lastReply
      const ids = [...body.matchAll(/"id":(\d+),/g)].map(([, id]) => id ?? '')
      expect(ids).toHaveLength(size)
      for (const id of ids) seen.add(id)
      lastId = /"lastId":(\d+)/.exec(body)?.[1] ?? ''
      if (size > 0) expect(BigInt(lastId)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    }
    expect(seen.size).toBe(45)
  })

  it('after an id that is not there comes nothing', () => {
    const fixture = new KuCoinFixture()
    fixture.server.makeHistory('key', 'BTC-USDT', 2)
    for (const path of ['hf/orders/done', 'hf/fills'])
      expect(fixture.call('GET', `/api/v1/${path}`, { symbol: 'BTC-USDT', lastId: '77' }).data).toMatchObject({
        items: [],
      })
  })

  it('executions need a symbol, and are told by order, side and type', () => {
    const fixture = new KuCoinFixture()
    const { orderId } = fixture.add({ price: '60000', size: '0.01' })
    fixture.setPrice('59999')
    fixture.add({ side: 'sell', type: 'market', size: '0.02' })
    const fills = (params: Json): readonly Json[] =>
      (fixture.call('GET', '/api/v1/hf/fills', { symbol: 'BTC-USDT', ...params }).data as { items: Json[] }).items
    expect(fixture.call('GET', '/api/v1/hf/fills', { orderId }).code).toBe('400100')
    expect(fills({ orderId })).toMatchObject([
      {
        orderId,
        side: 'buy',
        liquidity: 'maker',
        price: '60000',
        size: '0.01',
        fee: '0.6',
        feeRate: '0.001',
      },
    ])
    expect(fills({ side: 'sell' }).every(({ type }) => type === 'market')).toBe(true)
    expect(fills({ type: 'limit' })).toHaveLength(1)
    expect(fills({})[0]?.side).toBe('sell')
  })
})

describe('the ledger of the trade wallet', () => {
  it('tells trades and transfers with the balance after each, newest first', () => {
    const fixture = new KuCoinFixture()
    fixture.open('mover', { permissions: { canWithdraw: true }, accountId: 'key' })
    fixture.add({ price: '60000', size: '0.1' })
    fixture.time += 1_000
    fixture.setPrice('59999')
    fixture.time += 1_000
    const transfer = { clientOid: 't', currency: 'USDT', amount: '94', type: 'INTERNAL' }
    fixture.call(
      'POST',
      '/api/v3/accounts/universal-transfer',
      { ...transfer, fromAccountType: 'TRADE', toAccountType: 'MAIN' },
      { 'kc-api-key': 'mover' },
    )
    const lines = (params: Json): readonly Json[] =>
      fixture.call('GET', '/api/v1/hf/accounts/ledgers', params).data as readonly Json[]
    expect(lines({ currency: 'USDT' })).toMatchObject([
      { bizType: 'TRANSFER', direction: 'out', amount: '94', fee: '0', balance: '3900' },
      { bizType: 'TRADE_EXCHANGE', direction: 'out', amount: '6006', fee: '6', balance: '3994' },
    ])
    expect(lines({ direction: 'in' })).toMatchObject([{ currency: 'BTC', amount: '0.1', balance: '0.6' }])
    const [newest] = lines({ limit: '1' })
    expect(lines({ lastId: String(newest?.id), limit: '1' })[0]?.bizType).toBe('TRADE_EXCHANGE')
  })
})

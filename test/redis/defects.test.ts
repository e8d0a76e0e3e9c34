import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { rules } from '../conformance-redis/rules.ts'
import { type Answer, DjangoClient } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { columns, onPractice } from './support/on-practice.ts'
import { makeBridge, untilState } from './support/running.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(import.meta.dirname, 'defects.md'), 'utf8')
const rows = [...page.matchAll(/^\| ([DKMS]\d+) \| (.+?) \| (.+) \|$/gm)].map(([, id = '', what = '', shown = '']) => ({
  id,
  what,
  shown: shown.split('<br>'),
}))
const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)

describe('defects.md', () => {
  it('has a line for every defect, every habit worth keeping, every MUST and every SHOULD', () => {
    expect(rows.map(({ id }) => id)).toEqual([...numbered('D', 54), ...numbered('K', 9), ...Object.keys(rules)])
    for (const [id, text] of Object.entries(rules)) expect(rows.find((row) => row.id === id)?.what).toBe(text)
  })

  it.each(rows)('$id ($what): the tests it names are there', ({ shown }) => {
    expect(shown.length).toBeGreaterThan(0)
    for (const each of shown) {
      const [, file, title] = /^`(test\/[\w./-]+)` › (.+)$/.exec(each) ?? []
      if (file === undefined || title === undefined) {
        expect(each).toMatch(/^(Not ours|Elsewhere)\b.{30,}\.$/)
        continue
      }
      const path = join(root, file)
      expect(existsSync(path), file).toBe(true)
      const text = readFileSync(path, 'utf8')
      const quoted = ["'", '`', '"'].some((quote) => text.includes(quote + title + quote))
      expect(quoted, `${file}: ${title}`).toBe(true)
    }
  })
})

describe('defects that have no other test', () => {
  it('D1: orders of two users at once reach each one’s own account and no other', async () => {
    await using two = await onPractice([
      { ...columns.binance, brokerId: 1, userId: 1 },
      { ...columns.binance, brokerId: 2, userId: 2 },
    ])
    const place = (brokerId: number, quantity: number): Promise<Answer> =>
      two.django.ask(
        'place_order',
        {
          broker_id: brokerId,
          symbol: 'BTC/USDT',
          side: 'buy',
          amount: quantity,
          type: 'limit',
          price: 50_000,
        },
        { user_id: brokerId },
      )
    const placed = await Promise.all(
      Array.from({ length: 10 }, (_, index) => [
        place(1, 0.001 + index / 100_000),
        place(2, 0.002 + index / 100_000),
      ]).flat(),
    )
    expect(placed.map(({ error }) => error).filter((error) => error !== null)).toEqual([])
    for (const brokerId of [1, 2]) {
      const { data } = await two.django.ask('fetch_open_orders', { broker_id: brokerId }, { user_id: brokerId })
      const amounts = Object.values(data).map(({ amount }) => Number(amount))
      expect(amounts).toHaveLength(10)
      expect(amounts.every((amount) => Math.floor(amount * 1_000 + 1e-9) === brokerId)).toBe(true)
    }
    const foreign = await two.django.ask('fetch_open_orders', { broker_id: 2 }, { user_id: 1 })
    expect(foreign.success).toBe(false)
  })

  it('D40: the change over 24 hours is in per cent on every exchange', async () => {
    const accounts = Object.values(columns).map((column, index) => ({
      ...column,
      brokerId: index + 1,
      userId: 1,
    }))
    await using all = await onPractice(accounts)
    for (const { brokerId, exchange } of accounts) {
      const { data } = await all.django.ask('get_ticker', { broker_id: brokerId, symbol: 'BTC/USDT' })
      // A fraction of a day's move would be a hundred times smaller than what the prices of the day allow.
      const { last, low_24h: low, high_24h: high } = data
      const range = ((Number(high) - Number(low)) / Number(last)) * 100
      // Kraken’s is taken from the candle that the moment a day ago lies in: a quarter of an hour off at most.
      const slack = exchange === 'kraken' ? range / 10 : 0.01
      expect(Math.abs(Number(data.change_24h))).toBeLessThanOrEqual(range + slack)
      expect(Math.abs(Number(data.change_24h))).toBeGreaterThan(range / 1_000)
    }
  })

  it('D51: an order that goes well leaves no line in the log', async () => {
    const server = await startOwnRedis()
    const lines: unknown[] = []
    const log = (fields: object, text: string): void => void lines.push([fields, text])
    const bridge = makeBridge(server.port, new FakeServices(), { logger: { warn: log, error: log } })
    bridge.start()
    await untilState(bridge, 'connected')
    const django = new DjangoClient(server.port)
    const params = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }
    expect((await django.ask('place_order', params)).success).toBe(true)
    expect(lines).toEqual([])
    await bridge.close()
    django.close()
    await server.close()
  })
})

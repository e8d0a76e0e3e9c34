import { expect, it } from 'vitest'
import { z } from 'zod'
import { pythonJson } from './support/django-client.ts'
import { columns, type Gateways, onPractice, type OwnedColumn } from './support/on-practice.ts'

/** Two gateways that take from one queue, for one account, on an exchange whose limits set the pace. */
const rows: readonly {
  readonly exchange: 'binance' | 'bitget' | 'kucoin'
  readonly column: OwnedColumn
  readonly limits: object
  readonly orders: number
}[] = [
  {
    exchange: 'binance',
    column: { ...columns.binance, brokerId: 1, userId: 1 },
    limits: { ordersPer10Seconds: 30 },
    orders: 40,
  },
  {
    exchange: 'bitget',
    column: { ...columns.bitgetClassic, brokerId: 1, userId: 1 },
    limits: { perSecondPercent: 100 },
    orders: 60,
  },
]

const order = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 0.001, type: 'limit', price: 40_000 }

const load = async ({ exchange, column, limits, orders }: (typeof rows)[number], sharesLimits: boolean) => {
  const bridge: Gateways['bridge'] = {
    sharing: () => 'share',
    leaseTimes: { everyMs: 50, ttlMs: 30_000 },
    answerWithinMs: 30_000,
  }
  const on = await onPractice([column], { count: 2, sharesLimits, bridge })
  await fetch(`${on.practice.controlUrl}/limits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exchange, limits }),
  })
  const { django } = on
  // The same envelope twice: whoever has it, it is executed once.
  const envelopes = Array.from({ length: orders }, () => django.envelope('place_order', order))
  for (const envelope of [...envelopes, ...envelopes]) await django.push(pythonJson(envelope))
  const answers = await Promise.all(envelopes.map(({ request_id }) => django.collect(request_id)))
  const open = await django.send(django.envelope('fetch_open_orders', { broker_id: 1, symbol: 'BTC/USDT' }))
  return { on, answers, placed: z.array(z.unknown()).parse(open.data).length }
}

it.each(rows)(
  '$exchange refuses neither of two at full load, and has each order once',
  async (row) => {
    const { on, answers, placed } = await load(row, true)
    await using _ = on
    expect(on.refusals).toEqual([])
    expect(answers.filter(({ success }) => !success)).toEqual([])
    expect(placed).toBe(row.orders)
    for (const { bridge } of on.gateways) expect(bridge.counts().received).toBeGreaterThan(row.orders / 4)
  },
  60_000,
)

it('what keeps them is that limits are divided: bitget refuses two that know nothing of each other', async () => {
  const { on } = await load({ ...rows[1], orders: 40 } as (typeof rows)[number], false)
  await using _ = on
  expect(on.refusals.length).toBeGreaterThan(0)
}, 60_000)

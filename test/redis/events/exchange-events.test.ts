import { describe, expect, it, onTestFinished } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { until } from '../../support/until.ts'
import { type Answer, type DjangoClient, py } from '../support/django-client.ts'
import { columns, type Gateways, onPractice, type OnPractice, type PracticeColumn } from '../support/on-practice.ts'

/** What happens on practice exchanges, as a client of Redis is told it. */

type Entry = Readonly<Record<string, string>>

const live: Gateways = { count: 1, sharesLimits: false, isLive: true, tellsEvents: true }

async function stage(column: PracticeColumn, gateways: Gateways): Promise<OnPractice> {
  const trader = { ...column, brokerId: 1, userId: 1, balances: { USDT: '100000', BTC: '1' } }
  const on = await onPractice([trader], gateways)
  onTestFinished(() => on[Symbol.asyncDispose]())
  on.practice.setPrice(column.exchange, 'BTC/USDT', Money.parse('60000'))
  for (const gateway of on.gateways)
    await until(
      () => gateways.tellsEvents !== true || gateway.live?.streams.stateOf(accountIdOf(on, gateway)).kind === 'live',
    )
  return on
}

const accountIdOf = ({ gateways }: OnPractice, gateway: OnPractice['gateways'][0]): string =>
  gateways[0] === gateway ? 'account-1' : `account-1-${gateways.indexOf(gateway)}`

async function entries(django: DjangoClient): Promise<readonly Entry[]> {
  const rows = await django.redis.xrange('exchange_events', '-', '+')
  return rows.map(([, words]) =>
    Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : []))),
  )
}

const ofOrder = async (django: DjangoClient, id: string): Promise<readonly Entry[]> =>
  (await entries(django)).filter(({ order_id: orderId }) => orderId === id)

const far = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', type: 'limit', amount: py('0.01'), price: py('50000') }
const atMarket = { broker_id: 1, symbol: 'BTC/USDT', side: 'sell', type: 'market', amount: py('0.01') }

const idOf = ({ data }: Answer): string => data.order_id as unknown as string

describe.each(Object.entries(columns))('on %s', (_name, column) => {
  it('an order is told from its placing to its end, a fill with what it brought, and balances', async () => {
    const { django } = await stage(column, live)
    const placed = await django.ask('place_order', far)
    expect(placed.error).toBeNull()
    await django.ask('cancel_order', { broker_id: 1, symbol: 'BTC/USDT', order_id: idOf(placed) })
    await until(async () => (await ofOrder(django, idOf(placed))).length >= 2)
    expect(await ofOrder(django, idOf(placed))).toMatchObject([
      {
        type: 'order_placed',
        broker_id: '1',
        exchange: column.exchange,
        symbol: 'BTC/USDT',
        side: 'buy',
        status: 'open',
        amount: '0.01',
        price: '50000',
        filled: '0',
        client_order_id: placed.data.client_order_id,
      },
      { type: 'order_ended', status: 'cancelled', end_reason: 'cancelled_here' },
    ])

    const sold = await django.ask('place_order', atMarket)
    const isFilled = async (): Promise<boolean> =>
      (await ofOrder(django, idOf(sold))).some(({ type }) => type === 'order_filled')
    await until(isFilled)
    const told = await ofOrder(django, idOf(sold))
    expect(told.filter(({ type }) => type === 'order_filled')).toMatchObject([{ filled: '0.01', side: 'sell' }])
    // All that was told to have filled adds up.
    expect(Money.sum(told.map(({ filled_now: now }) => Money.parse(now ?? '0'))).toString()).toBe('0.01')
    expect(told.at(-1)?.type).toBe('order_filled')
    await until(async () => (await entries(django)).some(({ type }) => type === 'balance_changed'))
    const all = await entries(django)
    expect(all.map(({ sequence }) => Number(sequence))).toEqual(all.map((_, index) => index + 1))
  })
})

it('two gateways that share the queue and the account tell each step of an order once', async () => {
  const { django } = await stage(columns.binance, {
    ...live,
    count: 2,
    bridge: { sharing: () => 'share', leaseTimes: { everyMs: 50, ttlMs: 30_000 } },
  })
  const placed = await Promise.all(Array.from({ length: 20 }, () => django.ask('place_order', far)))
  await Promise.all(
    placed.map((answer) => django.ask('cancel_order', { broker_id: 1, symbol: 'BTC/USDT', order_id: idOf(answer) })),
  )
  const types = async (answer: Answer): Promise<readonly (string | undefined)[]> =>
    (await ofOrder(django, idOf(answer))).map(({ type }) => type)
  for (const answer of placed) await until(async () => (await types(answer)).includes('order_ended'))
  for (const answer of placed) expect(await types(answer)).toEqual(['order_placed', 'order_ended'])
})

it('a bracket is told from its protection to its end', async () => {
  const { django, practice } = await stage(columns.binance, live)
  const bracket = {
    broker_id: 1,
    symbol: 'BTC/USDT',
    side: 'buy',
    type: 'limit',
    amount: py('0.01'),
    price: py('60300'),
    stop_loss_price: py('55000'),
    take_profit_price: py('65000'),
  }
  const placed = await django.ask('place_order', bracket)
  expect(placed.error).toBeNull()
  const types = async (): Promise<readonly (string | undefined)[]> =>
    (await entries(django)).filter(({ bracket_id: id }) => id !== undefined).map(({ type }) => type)
  await until(async () => (await types()).includes('bracket_protected'))
  practice.setPrice('binance', 'BTC/USDT', Money.parse('65100'))
  await until(async () => (await types()).includes('bracket_ended'))
  const told = await entries(django)
  expect(told.filter(({ type }) => type === 'exit_fired')).toMatchObject([{ role: 'take_profit', by: 'exchange' }])
  expect(told.filter(({ type, role }) => type === 'order_filled' && role === 'take_profit')).toHaveLength(1)
  expect(told.find(({ type }) => type === 'bracket_ended')).toMatchObject({ ending: 'exited', symbol: 'BTC/USDT' })
})

it('nothing of it is there unless it was asked for', async () => {
  const { django } = await stage(columns.binance, { ...live, tellsEvents: false })
  const placed = await django.ask('place_order', far)
  await django.ask('cancel_order', { broker_id: 1, symbol: 'BTC/USDT', order_id: idOf(placed) })
  expect(await django.redis.keys('*exchange_events*')).toEqual([])
})

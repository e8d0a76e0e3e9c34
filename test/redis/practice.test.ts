import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GatewayError } from '../../src-shared/errors.ts'
import { type Answer, type DjangoClient, py } from './support/django-client.ts'
import { columns, onPractice, type OnPractice, type RunningGateway } from './support/on-practice.ts'

const trader = { ...columns.binance, brokerId: 1, userId: 1, balances: { USDT: '10000', BTC: '1', ETH: '10' } }
let on: OnPractice
let gateway: RunningGateway
let django: DjangoClient

beforeAll(async () => {
  on = await onPractice([trader])
  ;({
    django,
    gateways: [gateway],
  } = on)
})
afterAll(() => on[Symbol.asyncDispose]())

const btc = { broker_id: 1, symbol: 'BTC/USDT' }
const openIds = async (): Promise<readonly unknown[]> => {
  const { data } = await django.ask('fetch_open_orders', { broker_id: 1 })
  return Object.values(data).map((each) => each.id)
}
const lastPrice = async (): Promise<number> => Number((await django.ask('get_ticker', btc)).data.last)
const expectDone = (answer: Answer): void => {
  expect(answer).toMatchObject({ success: true, error: null })
}

describe('reads from a practice account', () => {
  it('get_ticker, fetch_tickers, get_markets, get_balance and test_connection', async () => {
    expect(await lastPrice()).toBeGreaterThan(0)
    const tickers = await django.ask('fetch_tickers', {
      broker_id: 1,
      symbols: ['BTC/USDT', 'ETH/USDT', 'USDT/USDT'],
    })
    expect(Object.keys(tickers.data)).toEqual(['BTC/USDT', 'ETH/USDT'])
    const markets = await django.ask('get_markets', { broker_id: 1 })
    expect(markets.data['BTC/USDT']).toMatchObject({ id: 'BTCUSDT', active: true })
    const balance = await django.ask('get_balance', { broker_id: 1 })
    expect(balance.data.USDT).toMatchObject({ available: 10_000, frozen: 0, total: 10_000 })
    expect((await django.ask('test_connection', { broker_id: 1 })).data).toMatchObject({ connected: true })
  })

  it('1,000 get_ticker at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => django.ask('get_ticker', btc)))
    expect(answers.filter(({ success }) => success)).toHaveLength(1_000)
  }, 60_000)
})

describe('orders on a practice account', () => {
  it('a market buy of 60 is 60 in quote, and T7 finds it again by the id that was answered', async () => {
    const answer = await django.ask('place_order', {
      ...btc,
      side: 'buy',
      amount: py('60.0'),
      type: 'market',
      price: null,
    })
    expectDone(answer)
    expect(answer.data).toMatchObject({ status: 'filled' })
    const spent = Number(answer.data.quote_volume)
    expect(spent).toBeGreaterThan(55)
    expect(spent).toBeLessThanOrEqual(60)
    const closed = await django.ask('fetch_closed_orders', { broker_id: 1, limit: 50 })
    const row = Object.values(closed.data).find((each) => each.id === answer.data.id)
    expect(row).toMatchObject({ status: 'filled', symbol: 'BTC/USDT', side: 'buy', type: 'market' })
    expect(Number(row?.filled)).toBeGreaterThan(0)
  })

  it('create_and_execute_trade buys, and the same request again buys nothing more', async () => {
    const envelope = django.envelope('create_and_execute_trade', {
      ...btc,
      side: 'buy',
      order_type: 'market',
      quantity: py('0.001'),
      total_value: py('60.0'),
      price: null,
      timestamp: Date.now(),
    })
    const first = await django.send(envelope)
    expectDone(first)
    expect(Number.isSafeInteger(first.data.trade_id)).toBe(true)
    expect(first.data).toMatchObject({ status: 'executed', symbol: 'BTC/USDT', side: 'buy' })
    const before = await django.ask('get_balance', { broker_id: 1 })
    expect((await django.send(envelope)).data).toEqual(first.data)
    expect((await django.ask('get_balance', { broker_id: 1 })).data).toEqual(before.data)
  })

  it('a limit order is open until it is cancelled, the symbol given flat or not at all', async () => {
    const price = Math.floor((await lastPrice()) * 0.9)
    const limit = {
      broker_id: 1,
      symbol: 'BTCUSDT',
      side: 'buy',
      amount: 0.001,
      type: 'limit',
      price,
      force: 'GTC',
    }
    const ids: unknown[] = []
    for (let count = 0; count < 2; count += 1) {
      const placed = await django.ask('place_order', limit)
      expectDone(placed)
      ids.push(placed.data.id)
    }
    expect(await openIds()).toEqual(expect.arrayContaining(ids))
    expectDone(await django.ask('cancel_order', { broker_id: 1, order_id: ids[0], symbol: 'BTCUSDT' }))
    expectDone(await django.ask('cancel_order', { broker_id: 1, order_id: ids[1] }))
    expect(await openIds()).toEqual([])
  })

  it('stop loss (stop_price), take profit (price), stop limit and the pair of both to sell', async () => {
    const last = await lastPrice()
    const below = Math.floor(last * 0.9)
    const above = Math.ceil(last * 1.1)
    const sell = { ...btc, side: 'sell', amount: 0.01 }
    for (const order of [
      { ...sell, type: 'stop_loss', stop_price: below },
      { ...sell, type: 'take_profit', price: above },
      { ...sell, type: 'stop_limit', price: below - 1, trigger_price: below },
      { ...sell, type: 'sl_tp_combo', stop_loss_price: below, take_profit_price: above },
    ]) {
      expectDone(await django.ask('place_order', order))
    }
    const open = Object.values((await django.ask('fetch_open_orders', btc)).data)
    expect(open.map(({ type }): unknown => type).sort()).toEqual(
      ['stop_loss', 'take_profit', 'stop_limit', 'stop_loss', 'take_profit'].sort(),
    )
    for (const { id } of open) await django.ask('cancel_order', { ...btc, order_id: id })
    expect(await openIds()).toEqual([])
  })

  it('an entry with stop loss and take profit attached', async () => {
    const price = Math.floor((await lastPrice()) * 0.95)
    const placed = await django.ask('place_order', {
      ...btc,
      side: 'buy',
      amount: 0.01,
      type: 'sl_tp_combo',
      price,
      stop_loss_price: Math.floor(price * 0.9),
      take_profit_price: Math.ceil(price * 1.2),
    })
    expectDone(placed)
    expect(Object.values(placed.data.legs ?? {})).toHaveLength(2)
    expectDone(await django.ask('cancel_order', { ...btc, order_id: placed.data.id }))
    expect(await openIds()).toEqual([])
  })

  it.each([
    ['1e-30', { side: 'sell', amount: py('1e-30') }, /amount/],
    ['below the minimum notional', { side: 'buy', amount: py('0.5') }, /amount/],
    ['more than there is', { side: 'sell', amount: 5 }, /.+/],
    ['an unlisted symbol', { side: 'buy', amount: 60, symbol: 'NOPE/USDT' }, /NOPE/],
  ])('%s is refused by one sentence', async (_name, change, error) => {
    const answer = await django.ask('place_order', { ...btc, ...change })
    expect(answer.success).toBe(false)
    expect(answer.error).toMatch(error)
    expect(answer.error).not.toMatch(/timeout/i)
  })

  it('an order refused because the exchange cannot be reached is in the journal, and its name may be tried again', async () => {
    const price = Math.floor((await lastPrice()) * 0.9)
    const named = { ...btc, side: 'buy', amount: 0.001, type: 'limit', price, client_order_id: 'unreachable' }
    const clientFor = gateway.manager.clientFor.bind(gateway.manager)
    gateway.manager.clientFor = (id) => {
      const client = clientFor(id)
      return Object.create(client, {
        getMarkets: {
          value: () =>
            Promise.reject(new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance', reason: 'x' })),
        },
      }) as typeof client
    }
    const refused = await django.ask('place_order', named)
    Reflect.deleteProperty(gateway.manager, 'clientFor')
    expect(refused).toMatchObject({ success: false, error: expect.stringContaining('Binance') as unknown })
    expect(gateway.journal.entries(1)).toMatchObject([
      { state: 'rejected', error: { text: { key: 'exchange.unreachable' } } },
    ])
    const placed = await django.ask('place_order', named)
    expectDone(placed)
    await django.ask('cancel_order', { ...btc, order_id: placed.data.id })
  })

  it('an order whose acknowledgement the exchange never delivered is answered with what became of it, and exists once', async () => {
    const spoil = { match: { method: 'POST', path: '/api/v3/order' }, fault: 'drop_after' }
    const reply = await fetch(`${on.practice.controlUrl}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(spoil),
    })
    expect(reply.status).toBe(200)
    const price = Math.floor((await lastPrice()) * 0.9)
    const placed = await django.ask('place_order', {
      ...btc,
      side: 'buy',
      amount: 0.001,
      type: 'limit',
      price,
    })
    expectDone(placed)
    expect(await openIds()).toEqual([placed.data.id])
    await django.ask('cancel_order', { ...btc, order_id: placed.data.id })
  })

  it('prices off the step, as floating point gives them, are rounded in the sender’s favour and told', async () => {
    const last = Math.floor(await lastPrice())
    const price = (factor: number): string => String(Math.floor(last * factor))
    const leg = { ...btc, amount: 0.01 }
    const rows = [
      [{ ...leg, side: 'buy', type: 'limit', price: py(`${price(0.9)}.36473456789`) }, 'price', '.36'],
      [{ ...leg, side: 'sell', type: 'limit', price: py(`${price(1.1)}.36100000001`) }, 'price', '.37'],
      [{ ...leg, side: 'sell', type: 'stop_loss', stop_price: py(`${price(0.9)}.366`) }, 'stop_loss_price', '.37'],
      [{ ...leg, side: 'sell', type: 'take_profit', price: py(`${price(1.1)}.364`) }, 'take_profit_price', '.36'],
    ] as const
    for (const [order, field, used] of rows) {
      const placed = await django.ask('place_order', order)
      expectDone(placed)
      expect(placed.data.adjusted).toMatchObject([{ field }])
      expect(placed.text).toMatch(new RegExp(`"used":\\d+\\${used}\\b`))
      expect(JSON.stringify(placed.data.notes)).toContain(`The field ${field} was`)
      await django.ask('cancel_order', { ...btc, order_id: placed.data.id })
    }
    const even = await django.ask('place_order', {
      ...leg,
      side: 'buy',
      type: 'limit',
      price: Number(price(0.9)),
    })
    expect(even.data.adjusted).toEqual([])
    const edited = await django.ask('edit_order', {
      ...btc,
      order_id: even.data.id,
      amount: '0.01',
      price: `${price(0.8)}.129`,
    })
    expectDone(edited)
    expect(edited.data.adjusted).toEqual([
      { field: 'price', asked: Number(`${price(0.8)}.129`), used: Number(`${price(0.8)}.12`) },
    ])
    await django.ask('cancel_order', { ...btc, order_id: edited.data.id })
    expect(await openIds()).toEqual([])
  })

  it('a client_order_id names one order: said again it tells its state of now, said of another it is refused', async () => {
    const price = Math.floor((await lastPrice()) * 0.9)
    const named = { ...btc, side: 'buy', amount: 0.001, type: 'limit', price, client_order_id: 'entry-1' }
    const first = await django.ask('place_order', named)
    expectDone(first)
    await django.ask('cancel_order', { ...btc, order_id: first.data.id })
    const again = await django.ask('place_order', { ...named, symbol: 'btc/usdt' })
    expect(again).toMatchObject({ success: true, data: { id: first.data.id, status: 'cancelled' } })
    const trade = { ...named, order_type: 'limit', quantity: 0.001, total_value: 50 }
    for (const [action, other] of [
      ['place_order', { ...named, amount: 0.002 }],
      ['place_order', { ...named, side: 'sell', price: price * 2 }],
      ['place_order', { ...named, symbol: 'ETHUSDT', amount: 0.1, price: 1000 }],
      ['create_and_execute_trade', { ...trade, price: price + 1 }],
    ] as const) {
      const answer = await django.ask(action, other)
      expect(answer).toMatchObject({ success: false, error: expect.stringContaining('entry-1') as unknown })
    }
    expect(await openIds()).toEqual([])
  })

  it('rounds more decimals than the step down, never up', async () => {
    const placed = await django.ask('place_order', { ...btc, side: 'sell', amount: py('0.0010099999') })
    expectDone(placed)
    expect(placed.data.filled).toBe(0.001)
  })
})

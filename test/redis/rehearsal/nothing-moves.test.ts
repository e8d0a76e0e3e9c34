import { describe, expect, it } from 'vitest'
import { endpoints as binance } from '../../../src-main/exchange/binance/endpoints.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { movesOrders } from '../../../src-main/exchange/http/rest-caller.ts'
import { endpoints as kraken } from '../../../src-main/exchange/kraken/endpoints.ts'
import { endpoints as kucoin } from '../../../src-main/exchange/kucoin/endpoints.ts'
import { JsonNumber } from '../../../src-main/redis/json-number.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { columns } from '../support/on-practice.ts'
import { onRehearsal } from './on-practice.ts'

const resting = (price: string, quantity: string): Extract<OrderRequest, { kind: 'limit' }> => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: Money.parse(quantity),
  price: Money.parse(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})
const asked = (action: string, params: Readonly<Record<string, unknown>>) => ({
  at: null,
  tookMs: null,
  request: {
    request_id: `r-${action}`,
    action,
    params: { broker_id: new JsonNumber('1'), ...(params as Record<string, string>) },
    user_id: new JsonNumber('1'),
    trace_id: null,
    timestamp: new JsonNumber('1.5'),
  },
  answer: null,
})

describe.each(Object.entries(columns))('on %s', (_name, column) => {
  it('a rehearsal of orders, changes and cancellations leaves everything as it was, and says what it would send', async () => {
    const { rehearsal, trader, proxy } = await onRehearsal(column)
    const { last } = await trader.fetchTicker('BTC/USDT')
    const price = last?.times(Money.parse('0.9')).truncated(0).toString() ?? '1'
    const higher = last?.times(Money.parse('0.91')).truncated(0).toString() ?? '1'
    const request = await trader.normalise(resting(price, '0.01'))
    const { order } = await trader.placeOrder(request, 'agstanding1', withoutPermit)
    const before = await trader.fetchOpenOrders(null)
    const money = await trader.getBalance()

    const at = { symbol: 'BTC/USDT' }
    const place = { ...at, side: 'buy', type: 'limit', amount: '0.01', price }
    const placed = await rehearsal.rehearse(asked('place_order', place))
    expect(placed.ours).toEqual({ success: true, error: null })
    expect(placed.notes[0]).toMatch(/^Would be sent: \{.*"kind":"limit".*\}$/)
    expect(placed.notes).toHaveLength(2)
    const trade = { ...place, order_type: 'limit', quantity: '0.01', total_value: '1', side: 'buy' }
    expect((await rehearsal.rehearse(asked('create_and_execute_trade', trade))).ours.success).toBe(true)
    const exits = { ...at, side: 'buy', type: 'market', amount: '60', stop_loss_price: price }
    expect((await rehearsal.rehearse(asked('place_order', { ...exits, amount: '600' }))).ours.success).toBe(true)
    const edited = await rehearsal.rehearse(
      asked('edit_order', { ...at, order_id: order.id, price: higher, amount: '0.01' }),
    )
    expect(edited.notes.join()).toMatch(/^The order is known and open; it would be changed to: /)
    const cancelled = await rehearsal.rehearse(asked('cancel_order', { order_id: order.id }))
    expect(cancelled.ours).toEqual({ success: true, error: null })
    expect(cancelled.notes.join()).toMatch(/^The order is known and open; its cancellation would be sent: /)
    const unknown = await rehearsal.rehearse(asked('cancel_order', { order_id: '1', ...at }))
    expect(unknown.ours.success).toBe(false)

    const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id)
    expect(ids(await trader.fetchOpenOrders(null))).toEqual(ids(before))
    expect(JSON.stringify(await trader.getBalance())).toBe(JSON.stringify(money))
    // What left at all asks, or is the exchange's own dry run.
    const changing = proxy.seen.filter(({ method }) => method === 'PUT' || method === 'DELETE')
    expect(changing).toEqual([])
    const posted = proxy.seen.filter(({ method }) => method === 'POST')
    for (const { path, body } of posted) {
      if (column.exchange === 'kraken')
        expect(path.endsWith('/AddOrder') ? body : 'validate=true').toContain('validate=true')
      else expect(path).toMatch(/orders?\/test$/)
    }
    expect(proxy.seen.length).toBeGreaterThan(0)
  })

  it('its clients refuse to send whatever could move an order, before anything leaves', async () => {
    const { reader, trader, proxy } = await onRehearsal(column)
    const { last } = await trader.fetchTicker('BTC/USDT')
    const price = last?.times(Money.parse('0.9')).truncated(0).toString() ?? '1'
    const request = await trader.normalise(resting(price, '0.01'))
    const { order } = await trader.placeOrder(request, 'agstanding2', withoutPermit)
    await reader.normalise(request)
    await reader.fetchOrder({ symbol: order.symbol, orderId: order.id })
    const before = proxy.seen.length
    const reference = { symbol: order.symbol, orderId: order.id }
    const change = { quantity: null, price: Money.parse(price).plus(Money.one), triggerPrice: null }
    const readsOnly = { text: { key: 'rehearsal.reads_only' } }
    await expect(reader.placeOrder(request, 'agnever1', withoutPermit)).rejects.toMatchObject(readsOnly)
    await expect(reader.cancelOrder(reference)).rejects.toMatchObject(readsOnly)
    await expect(reader.editOrder(reference, change, 'agnever2', withoutPermit)).rejects.toMatchObject(readsOnly)
    const writes = proxy.seen.slice(before).filter(({ method, path }) => method !== 'GET' && /order/i.test(path))
    const reads = /\/(?:QueryOrders|OpenOrders|ClosedOrders)$/
    expect(writes.filter(({ path }) => !reads.test(path))).toEqual([])
    expect(await trader.fetchOrder(reference)).toMatchObject({ status: 'open' })
  })
})

it('every endpoint that places, changes or cancels counts as moving orders, dead man’s switches included', () => {
  const moving = [...Object.entries(binance), ...Object.entries(kraken), ...Object.entries(kucoin)]
    .filter(([, endpoint]) => 'write' in endpoint && movesOrders(endpoint))
    .map(([name]) => name)
  expect(moving).toContain('deadCancelAll')
  expect(moving).toContain('addOrder')
  expect(moving.some((name) => /test|validate/i.test(name))).toBe(false)
})

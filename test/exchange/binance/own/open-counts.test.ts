import { describe, expect, it } from 'vitest'
import { addedBy, countsOf, passedLimit } from '../../../../src-main/exchange/binance/own/open-counts.ts'
import { orderSchema } from '../../../../src-main/exchange/binance/schemas.ts'
import type { BaseExchangeClient } from '../../../../src-main/exchange/core/base-exchange-client.ts'
import { parseJson } from '../../../../src-main/exchange/http/json.ts'
import { withoutPermit } from '../../../../src-main/exchange/http/permit.ts'
import { GatewayError } from '../../../../src-shared/errors.ts'
import { sentence } from '../../../../src-shared/messages/index.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { OrderRequest } from '../../../../src-shared/order.ts'
import { btcUsdt } from '../market-fixtures.ts'
import { answer, orderRecord, type Script, scriptedClient } from '../scripted-venue.ts'

const m = (text: string): Money => Money.parse(text)
const common = { symbol: 'BTC/USDT', side: 'sell', quantity: m('0.01') } as const
const leg = (price: string) => ({ triggerPrice: m(price), limitPrice: null })
const stop: OrderRequest = { ...common, kind: 'stop_loss', triggerPrice: m('55000') }
const limit: OrderRequest = {
  ...common,
  kind: 'limit',
  price: m('61000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}
const withExits: OrderRequest = {
  ...limit,
  side: 'buy',
  exits: { takeProfit: leg('66000'), stopLoss: leg('55000') },
}
const pair: OrderRequest = { ...common, kind: 'oco', takeProfit: leg('66000'), stopLoss: leg('55000') }
const records = (...changes: readonly object[]) =>
  changes.map((change) => orderSchema.parse(parseJson(JSON.stringify(orderRecord(change)))))
const stops = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    orderRecord({ orderId: 100 + index, type: 'STOP_LOSS', isWorking: false, workingTime: -1 }),
  )

const filters = [
  { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 7 },
  { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
  { filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: 2 },
  { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 1 },
]
const symbols = [
  {
    ...btcUsdt,
    filters: [...btcUsdt.filters.filter(({ filterType }) => filterType !== 'MAX_NUM_ORDERS'), ...filters],
  },
]
const open = 'GET /api/v3/openOrders'
const scripted = (script: Script) =>
  scriptedClient({
    'GET /api/v3/exchangeInfo': () => answer(200, { symbols }),
    'GET /api/v3/ticker/24hr': () => answer(503, ''),
    ...script,
  })

async function refusalOf(client: BaseExchangeClient, request: OrderRequest): Promise<GatewayError | null> {
  return client.normalise(request).then(
    () => null,
    (error: unknown) => {
      if (error instanceof GatewayError) return error
      throw error
    },
  )
}

describe('what counts', () => {
  it('is what surely stands: no waiting legs', () => {
    const rows = records(
      {},
      { status: 'PARTIALLY_FILLED', icebergQty: '0.001' },
      { type: 'STOP_LOSS_LIMIT', orderListId: 7 },
      { type: 'LIMIT_MAKER', orderListId: 7 },
      { type: 'STOP_LOSS', status: 'PENDING_NEW', orderListId: 8 },
    )
    expect(countsOf(rows)).toEqual({ orders: 4, conditional: 1, icebergs: 1, lists: 2 })
  })

  it.each<[string, OrderRequest, object]>([
    ['a stop', stop, { orders: 1, conditional: 1, lists: 0 }],
    ['a resting order', limit, { orders: 1, conditional: 0, lists: 0 }],
    ['one that rests nowhere', { ...limit, timeInForce: 'ioc' }, { orders: 0, conditional: 0, lists: 0 }],
    ['an entry with exits', withExits, { orders: 1, conditional: 0, lists: 1 }],
    ['a pair', pair, { orders: 2, conditional: 1, lists: 1 }],
  ])('%s adds what it adds at once', (_what, request, expected) => {
    expect(addedBy(request)).toMatchObject(expected)
  })

  it('passes a limit beyond it, never at it, and never one that is not there', () => {
    const limits = { orders: 7, conditional: 5, icebergs: null, lists: null }
    const at = (orders: number, conditional: number) => ({ orders, conditional, icebergs: 0, lists: 9 })
    expect(passedLimit(limits, at(6, 4), addedBy(stop))).toBeNull()
    expect(passedLimit(limits, at(6, 5), addedBy(stop))).toEqual({ kind: 'conditional', limit: 5 })
    expect(passedLimit(limits, at(7, 0), addedBy(pair))).toEqual({ kind: 'orders', limit: 7 })
    expect(passedLimit(limits, at(6, 5), addedBy(limit))).toBeNull()
  })
})

describe('a limit on the number of open orders', () => {
  it.each<[string, OrderRequest, readonly object[], string, string]>([
    ['stops', stop, stops(5), '5', 'stop and take-profit orders'],
    ['pairs', pair, records({ orderListId: 7 }), '1', 'groups of linked orders'],
    ['entries with exits', withExits, records({ orderListId: 7 }), '1', 'groups of linked orders'],
  ])('is checked before %s are sent, with the number and the limit', async (_what, request, rows, count, what) => {
    const { client } = scripted({ [open]: () => answer(200, JSON.parse(JSON.stringify(rows))) })
    const error = await refusalOf(client, request)
    expect([error?.class, error?.text.key]).toEqual(['refused', 'order.count.limit'])
    expect(error?.message).toBe(
      `This account already has ${count} open ${what} on BTC/USDT; Binance allows ${count} there. ` +
        'Cancel one before placing another; nothing was sent.',
    )
  })

  it('asks nothing for an order that rests, until a list that was read shows no room, and then makes sure', async () => {
    let rows: readonly object[] = Array.from({ length: 7 }, (_, index) => orderRecord({ orderId: index + 1 }))
    const { client, calls } = scripted({ [open]: () => answer(200, rows) })
    expect(await refusalOf(client, limit)).toBeNull()
    expect(calls(open)).toHaveLength(0)
    await client.fetchOpenOrders(null)
    expect((await refusalOf(client, limit))?.text.params).toMatchObject({ count: '7', limit: '7' })
    rows = rows.slice(1)
    expect(await refusalOf(client, limit)).toBeNull()
    expect(calls(open)).toHaveLength(3)
  })

  it('counts from a list that was read just now, and anew once an order was sent', async () => {
    let rows = stops(4)
    const { client, calls } = scripted({
      [open]: () => answer(200, rows),
      'POST /api/v3/order': () => {
        rows = stops(5)
        return answer(200, orderRecord({ type: 'STOP_LOSS', stopPrice: '55000.00' }))
      },
    })
    await client.fetchOpenOrders(null)
    await client.placeOrder(await client.normalise(stop), 'id1', withoutPermit)
    expect(calls(open)).toHaveLength(1)
    expect((await refusalOf(client, stop))?.text.key).toBe('order.count.limit')
    expect(calls(open)).toHaveLength(2)
  })

  it('is left to the exchange when the orders cannot be counted', async () => {
    const { client, calls } = scripted({ [open]: () => answer(503, '') })
    expect(await refusalOf(client, stop)).toBeNull()
    expect(calls(open)).toHaveLength(1)
  })

  it.each([
    ['MAX_NUM_ALGO_ORDERS', 'stop and take-profit orders', '5'],
    ['MAX_NUM_ICEBERG_ORDERS', 'iceberg orders', '2'],
    ['MAX_NUM_ORDER_LISTS', 'groups of linked orders', '1'],
    ['MAX_NUM_ORDERS', 'orders', '7'],
  ])('that the exchange says itself (%s) is told with the limit, and its rule once', async (rule, what, number) => {
    const { client } = scripted({
      'POST /api/v3/order': () => answer(400, { code: -1013, msg: `Filter failure: ${rule}` }),
    })
    const error = await client.placeOrder(limit, 'id1', withoutPermit).catch((reason: unknown) => reason)
    if (!(error instanceof GatewayError)) throw new Error('expected a refusal')
    const told = sentence(error.text, 'en')
    expect(told).toContain(`already has ${number} open ${what}, the most that this account may have there`)
    // The window adds the exchange's words to a sentence that lacks them.
    expect(told.split(rule)).toHaveLength(2)
    expect(told).toContain(error.exchange?.message)
  })

  it('of another kind is told as the rule that it is, once', async () => {
    const { client } = scripted({
      'POST /api/v3/order': () => answer(400, { code: -1013, msg: 'Filter failure: EXCHANGE_MAX_NUM_ORDERS' }),
    })
    const error = await client.placeOrder(limit, 'id1', withoutPermit).catch((reason: unknown) => reason)
    expect((error as GatewayError).message.split('EXCHANGE_MAX_NUM_ORDERS')).toHaveLength(2)
  })
})

import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { executionNewsFrom } from '../../../src-main/exchange/kraken/map-account-news.ts'
import { Executions } from '../../../src-main/exchange/kraken/own/executions.ts'
import { markets } from './fixtures.ts'

const ids = {
  clientOrderIdOf: ({ cl_ord_id }: { readonly cl_ord_id?: string | null | undefined }) => cl_ord_id ?? null,
}

/** News of one socket, message by message, as plain values. */
function socket() {
  const executions = new Executions()
  return (
    rows: readonly object[],
    { type = 'update', isDoubtful = false } = {},
  ): readonly Record<string, unknown>[] => {
    const message = parseJson(JSON.stringify({ channel: 'executions', type, data: rows }))
    const news = executionNewsFrom(message, { executions, dictionary: { markets, ids }, isDoubtful, receivedAt: 5 })
    return JSON.parse(JSON.stringify(news)) as Record<string, unknown>[]
  }
}

const at = (second: number): string => `2025-10-11T15:11:${String(second).padStart(2, '0')}.695226Z`
const ms = (second: number): number => Date.UTC(2025, 9, 11, 15, 11, second, 695)

const pending = {
  order_id: 'O6NTZC',
  cl_ord_id: 'mine',
  order_userref: 0,
  exec_type: 'pending_new',
  order_status: 'pending_new',
  symbol: 'BTC/USD',
  side: 'sell',
  order_type: 'limit',
  order_qty: 0.02,
  limit_price: 60000.1,
  time_in_force: 'GTC',
  post_only: true,
  timestamp: at(1),
}
const trade = (id: string, quantity: number, second: number, more: object = {}): object => ({
  order_id: 'O6NTZC',
  cl_ord_id: 'mine',
  exec_id: id,
  exec_type: 'trade',
  trade_id: 8253473,
  symbol: 'BTC/USD',
  side: 'sell',
  last_qty: quantity,
  last_price: 60000.1,
  liquidity_ind: 'm',
  cost: quantity * 60000,
  order_status: 'partially_filled',
  order_type: 'limit',
  timestamp: at(second),
  fees: [{ asset: 'USD', qty: 0.3458 }],
  ...more,
})
const canceled = {
  order_id: 'O6NTZC',
  exec_type: 'canceled',
  order_status: 'canceled',
  cum_qty: 0,
  cum_cost: 0,
  avg_price: 0,
  reason: 'User requested',
  timestamp: at(9),
}

describe('Kraken’s reports of orders', () => {
  it('an order, told once with its terms and then by what is new', () => {
    const take = socket()
    expect(take([pending])).toMatchObject([
      {
        kind: 'order',
        order: {
          id: 'O6NTZC',
          clientOrderId: 'mine',
          symbol: 'BTC/USD',
          nativeSymbol: 'XXBTZUSD',
          side: 'sell',
          status: 'open',
          quantity: '0.02',
          terms: { kind: 'limit', price: '60000.1', timeInForce: 'gtc', postOnly: true },
          createdAt: ms(1),
          fees: [],
        },
      },
    ])
    const news = take([canceled])
    expect(news).toMatchObject([
      {
        kind: 'order',
        order: {
          id: 'O6NTZC',
          symbol: 'BTC/USD',
          status: 'cancelled',
          endReason: { kind: 'cancelled' },
          filled: '0',
          createdAt: ms(1),
          updatedAt: ms(9),
        },
      },
      { kind: 'balances-touched' },
    ])
  })

  it('fills, and what they come to: a trade need not tell it, nor whether it was the last', () => {
    const take = socket()
    take([pending])
    expect(take([trade('T1', 0.005, 2)])).toMatchObject([
      {
        kind: 'fill',
        fill: {
          id: 'T1',
          orderId: 'O6NTZC',
          clientOrderId: 'mine',
          symbol: 'BTC/USD',
          side: 'sell',
          price: '60000.1',
          quantity: '0.005',
          fee: { asset: 'USD', amount: '0.3458' },
          maker: true,
          time: ms(2),
        },
      },
      { kind: 'order', order: { status: 'partially_filled', filled: '0.005', fees: null } },
    ])
    expect(take([trade('T2', 0.015, 3)])).toMatchObject([
      { kind: 'fill' },
      { kind: 'order', order: { status: 'filled', filled: '0.02', quoteFilled: '1200' } },
    ])
    // The same one again adds nothing.
    expect(take([trade('T2', 0.015, 3)])[1]).toMatchObject({ order: { status: 'filled', filled: '0.02' } })
  })

  it('the published sample of a trade makes a fill, of an order that is to be asked for', () => {
    const sample = JSON.parse(
      '{"order_id":"O6NTZC-K6FRH-ATWBCK","exec_id":"T5DIUI-5N4KO-Z5BPXK","exec_type":"trade","trade_id":8253473,"symbol":"BTC/USD","side":"sell","last_qty":15.44,"last_price":1.0002,"liquidity_ind":"t","cost":15.443088,"order_status":"filled","order_type":"market","fee_usd_equiv":0.03088618,"fees":[{"asset":"USD","qty":0.3458}]}',
    ) as object
    expect(socket()([sample])).toMatchObject([
      { kind: 'fill', fill: { id: 'T5DIUI-5N4KO-Z5BPXK', maker: false, time: 5 } },
      { kind: 'order-touched', orderId: 'O6NTZC-K6FRH-ATWBCK', symbol: 'BTC/USD' },
    ])
  })

  it.each([
    ['of an order whose terms were not told', [canceled], {}, null],
    ['of a pair that is not known', [{ ...pending, symbol: 'NEW/USD' }], {}, null],
    ['of an order with exits attached', [{ ...pending, contingent: { order_type: 'limit' } }], {}, 'BTC/USD'],
    ['while a report may be missing', [pending], { isDoubtful: true }, 'BTC/USD'],
  ])('a change %s is to be asked for', (_what, rows, options, symbol) => {
    expect(socket()(rows, options)).toContainEqual({ kind: 'order-touched', orderId: 'O6NTZC', symbol })
  })

  it('in any order end the same', () => {
    const filled = {
      order_id: 'O6NTZC',
      exec_type: 'filled',
      order_status: 'filled',
      cum_qty: 0.02,
      cum_cost: 1200,
      timestamp: at(4),
    }
    const rest = [trade('T1', 0.005, 2), trade('T2', 0.015, 3), filled]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1],
      [2, 0, 1],
      [1, 0, 2],
    ]) {
      const take = socket()
      take([pending])
      const last = order.map((index) => take([rest[index] ?? {}]).findLast(({ kind }) => kind === 'order')).at(-1)
      expect(last).toMatchObject({ order: { status: 'filled', filled: '0.02', quoteFilled: '1200', updatedAt: ms(4) } })
    }
  })

  it('a late report changes nothing that a newer one has told', () => {
    const take = socket()
    take([pending])
    take([{ order_id: 'O6NTZC', exec_type: 'amended', order_status: 'new', limit_price: 61000, timestamp: at(5) }])
    const news = take([
      { order_id: 'O6NTZC', exec_type: 'status', order_status: 'new', limit_price: 60000.1, timestamp: at(3) },
    ])
    expect(news).toMatchObject([{ order: { terms: { price: '61000' }, updatedAt: ms(5) } }])
  })

  it('a stop waits until its trigger, and stays a stop', () => {
    const take = socket()
    const stop = {
      ...pending,
      order_type: 'stop-loss',
      limit_price: undefined,
      triggers: { reference: 'last', price: 55000, price_type: 'static', status: 'untriggered' },
    }
    expect(take([stop])).toMatchObject([
      { order: { waiting: true, terms: { kind: 'stop_loss', triggerPrice: '55000' } } },
    ])
    const triggered = {
      order_id: 'O6NTZC',
      exec_type: 'status',
      order_status: 'new',
      triggers: { status: 'triggered' },
    }
    expect(take([triggered])).toMatchObject([
      { order: { waiting: false, terms: { kind: 'stop_loss', triggerPrice: '55000' } } },
    ])
    expect(take([trade('T1', 0.02, 3, { order_type: 'market' })])).toMatchObject([
      { kind: 'fill' },
      { order: { status: 'filled', terms: { kind: 'stop_loss' } } },
    ])
  })

  it('a trailing stop at a distance in per cent', () => {
    const triggers = { reference: 'last', price: 1.5, price_type: 'pct', actual_price: 59000, status: 'untriggered' }
    expect(socket()([{ ...pending, order_type: 'trailing-stop', triggers }])).toMatchObject([
      { order: { terms: { kind: 'trailing_stop', trailingBips: 150 } } },
    ])
  })

  it('a purchase for an amount of quote', () => {
    const take = socket()
    take([{ ...pending, side: 'buy', order_type: 'market', order_qty: undefined, cash_order_qty: 1200 }])
    const amounts = { cum_qty: 0.02, cum_cost: 1200 }
    const news = take([
      { order_id: 'O6NTZC', exec_type: 'filled', order_status: 'filled', ...amounts, timestamp: at(3) },
    ])
    expect(news).toMatchObject([
      { order: { status: 'filled', filled: '0.02', quoteFilled: '1200', quoteQuantity: '1200' } },
    ])
  })

  it('a snapshot has the open orders; what was filled of them before is no news', () => {
    const take = socket()
    const open = { ...pending, exec_type: 'new', order_status: 'partially_filled', cum_qty: 0.005, cum_cost: 300 }
    expect(take([open], { type: 'snapshot' })).toMatchObject([
      { kind: 'order', order: { status: 'partially_filled', filled: '0.005' } },
    ])
    expect(take([trade('T2', 0.015, 3)])).toMatchObject([
      { kind: 'fill' },
      { kind: 'order', order: { status: 'filled', filled: '0.02' } },
    ])
    expect(take([], { type: 'snapshot' })).toEqual([])
    expect(take([canceled])).toContainEqual({ kind: 'order-touched', orderId: 'O6NTZC', symbol: null })
  })
})

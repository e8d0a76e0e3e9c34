import { describe, expect, it } from 'vitest'
import { balanceNewsFrom, BitgetNews } from '../../../src-main/exchange/bitget/map-account-news.ts'
import type { AccountMode } from '../../../src-main/exchange/bitget/own/account-mode.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { markets } from './market-fixtures.ts'

const push = (row: object): unknown => parseJson(JSON.stringify({ action: 'snapshot', arg: {}, data: [row], ts: 1 }))
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const touched = (orderId: string | null, symbol: string | null = 'BTC/USDT') => ({
  kind: 'order-touched',
  orderId,
  symbol,
})

function account(mode: AccountMode) {
  const news = new BitgetNews()
  const reading = { mode, markets }
  return {
    fills: (row: object) => plain(news.ofFills(push(row), reading)),
    orders: (row: object) => plain(news.ofOrders(push(row), reading)),
    conditional: (row: object) => plain(news.ofConditional(push(row), reading)),
    balances: (row: object) => plain(balanceNewsFrom(push(row), reading)),
  }
}

/** The samples of docs/exchanges/streams.md §6, with what a case changes. */
const classicFill = {
  orderId: '111',
  tradeId: '222',
  symbol: 'BTCUSDT',
  side: 'buy',
  priceAvg: '42741.46',
  size: '0.0006',
  amount: '25.644876',
  tradeScope: 'maker',
  feeDetail: [{ feeCoin: 'USDT', deduction: 'no', totalDeductionFee: '0', totalFee: '0.01538693' }],
  cTime: '1703580202094',
}
const unifiedFill = {
  symbol: 'BTCUSDT',
  side: 'sell',
  orderId: '7',
  clientOid: 'mine',
  execId: '1288888888888888888',
  execPrice: '94993',
  execQty: '0.01',
  execValue: '949.93',
  tradeScope: 'taker',
  feeDetail: [{ feeCoin: 'USDT', fee: '0.569958' }],
  execTime: '1736378720623',
}
const classicOrder = { instId: 'BTCUSDT', orderId: '1', clientOid: '1', side: 'buy', status: 'live' }
const plan = { ...classicOrder, orderId: '9', side: 'sell', triggerPrice: '27000.000000000', status: 'live' }

describe('what Bitget pushes of an account', () => {
  it('a classic account’s fill', () => {
    expect(account('classic').fills(classicFill)).toEqual([
      {
        kind: 'fill',
        fill: {
          id: '222',
          orderId: '111',
          clientOrderId: null,
          symbol: 'BTC/USDT',
          side: 'buy',
          price: '42741.46',
          quantity: '0.0006',
          fee: { asset: 'USDT', amount: '0.01538693' },
          maker: true,
          time: 1703580202094,
        },
      },
    ])
  })

  it('a unified account’s fill', () => {
    expect(account('unified').fills(unifiedFill)).toEqual([
      {
        kind: 'fill',
        fill: {
          id: '1288888888888888888',
          orderId: '7',
          clientOrderId: 'mine',
          symbol: 'BTC/USDT',
          side: 'sell',
          price: '94993',
          quantity: '0.01',
          fee: { asset: 'USDT', amount: '0.569958' },
          maker: false,
          time: 1736378720623,
        },
      },
    ])
  })

  it.each([
    ['below zero', [{ feeCoin: 'BTC', totalFee: '-0.1' }], { asset: 'BTC', amount: '0.1' }],
    ['that is no list', { feeCoin: 'BTC', totalFee: '0.1' }, { asset: 'BTC', amount: '0.1' }],
    [
      'in two coins',
      [
        { feeCoin: 'BTC', totalFee: '0.1' },
        { feeCoin: 'BGB', totalFee: '1' },
      ],
      null,
    ],
    ['that is not told', undefined, null],
  ])('a fee %s', (_how, feeDetail, fee) => {
    expect(account('classic').fills({ ...classicFill, feeDetail })).toMatchObject([{ fill: { fee } }])
  })

  it.each([
    ['classic', classicOrder],
    ['unified', { symbol: 'BTCUSDT', orderId: '1', side: 'buy', orderStatus: 'live' }],
  ] as const)('an order of a %s account is to be asked for', (mode, row) => {
    expect(account(mode).orders(row)).toEqual([touched('1')])
  })

  it('an order on a pair that we do not know yet', () => {
    expect(account('classic').orders({ ...classicOrder, instId: 'NEWUSDT' })).toEqual([touched('1', null)])
  })

  it.each(['live', 'not_trigger', 'cancelled', 'fail_execute'])(
    'a plan order that is %s is to be asked for',
    (status) => {
      expect(account('classic').conditional({ ...plan, status })).toEqual([touched('9')])
    },
  )

  it('what becomes of a triggered plan happens to another order: the plan is to be asked for until that ends', () => {
    const { orders, conditional } = account('classic')
    expect(conditional({ ...plan, status: 'executed' })).toEqual([touched('9'), touched(null)])
    expect(orders(classicOrder)).toEqual([touched('1')])
    const child = { ...classicOrder, side: 'sell' }
    expect(orders({ ...child, status: 'partially_filled' })).toEqual([touched('1'), touched('9')])
    expect(orders({ ...child, status: 'filled' })).toEqual([touched('1'), touched('9')])
    expect(orders({ ...child, status: 'filled' })).toEqual([touched('1')])
  })

  it('a strategy order with both exits stands for two orders', () => {
    const row = { symbol: 'BTCUSDT', orderId: '5', side: 'sell', status: 'live', takeProfit: '70000' }
    expect(account('unified').conditional(row)).toEqual([touched('5')])
    const both = account('unified').conditional({ ...row, stopLoss: '50000' })
    expect(both).toHaveLength(2)
    expect(both).toContainEqual(touched('5:tp'))
    expect(both).toContainEqual(touched('5:sl'))
  })

  it('balances: all there is of a coin in a classic account, that it changed in a unified one', () => {
    const row = { coin: 'USDT', available: '100000', frozen: '5', locked: '1', limitAvailable: '0' }
    expect(account('classic').balances(row)).toEqual([
      {
        kind: 'balances',
        balances: [{ asset: 'USDT', available: '100000', held: '6', total: '100006', elsewhere: [] }],
      },
    ])
    expect(account('unified').balances({ coin: [] })).toEqual([{ kind: 'balances-touched' }])
  })
})

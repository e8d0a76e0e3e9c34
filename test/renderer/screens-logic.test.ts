import { describe, expect, it } from 'vitest'
import { arrange, changedValue, editable } from '../../src-renderer/orders/arrange.ts'
import { editedRequest, heldAlready } from '../../src-renderer/orders/edited-request.ts'
import { quotesOf, searchMarkets } from '../../src-renderer/trade/market-search.ts'
import type { OrderView } from '../../src-renderer/views.ts'
import { btcUsdt, withCapabilities } from './sample-market.ts'
import { openOrder as order } from './sample-order.ts'

const market = (base: string, quote: string) => ({ ...btcUsdt, base, quote, symbol: `${base}/${quote}` })
const markets = [
  market('ETH', 'USDT'),
  market('BTC', 'EUR'),
  market('WBTC', 'BTC'),
  market('BTC', 'USDT'),
  market('这是测试币', 'USDT'),
]

describe('the market search', () => {
  it.each([
    ['btc', null, ['BTC/EUR', 'BTC/USDT', 'WBTC/BTC']],
    ['BTC/US', null, ['BTC/USDT']],
    ['', 'USDT', ['BTC/USDT', 'ETH/USDT', '这是测试币/USDT']],
    ['doge', null, []],
    // What is not quoted in the chosen asset is found all the same, when it is asked for.
    ['wbtc', 'USDT', ['WBTC/BTC']],
    ['测试', 'USDT', ['这是测试币/USDT']],
    ['测-试', null, ['这是测试币/USDT']],
  ] as const)('finds %j in %s', (text, quote, symbols) => {
    expect(searchMarkets(markets, text, quote).map(({ symbol }) => symbol)).toEqual(symbols)
  })

  it('lists the usual quotes first', () => {
    expect(quotesOf(markets)).toEqual(['USDT', 'EUR', 'BTC'])
  })
})

describe('the tables of orders', () => {
  it('keep the members of a list together, newest list first', () => {
    const orders: readonly OrderView[] = [
      { ...order, id: 'old', createdAt: 1 },
      { ...order, id: 'sl', listId: 'L', role: 'stop_loss', createdAt: 5 },
      { ...order, id: 'new', createdAt: 9 },
      { ...order, id: 'entry', listId: 'L', role: 'entry', createdAt: 4 },
      { ...order, id: 'tp', listId: 'L', role: 'take_profit', createdAt: 5 },
    ]
    expect(arrange(orders).map(({ id }) => id)).toEqual(['new', 'entry', 'tp', 'sl', 'old'])
  })

  it('look at a changed order as at a new one', () => {
    const change = { quantity: null, price: '61000', triggerPrice: null }
    expect(editedRequest(order, change)).toEqual({
      kind: 'limit',
      symbol: 'BTC/USDT',
      side: 'buy',
      quantity: '0.5',
      price: '61000',
      timeInForce: 'gtc',
      postOnly: false,
      exits: null,
    })
    const stop = { ...order, side: 'sell', terms: { kind: 'stop_loss', triggerPrice: '50000' } } as const
    expect(editedRequest(stop, { quantity: '0.4', price: null, triggerPrice: '51000' })).toMatchObject({
      kind: 'stop_loss',
      quantity: '0.4',
      triggerPrice: '51000',
    })
    expect(editedRequest({ ...order, terms: { kind: 'market' } }, change)).toBeNull()
  })

  it.each([
    ['a purchase', {}, { price: '61000' }, '30000'],
    // 0.1 is bought already, 0.4 wait at the old price.
    ['a purchase filled in part', { filled: '0.1' }, { price: '61000' }, '30100'],
    ['a sale', { side: 'sell' }, { quantity: '0.6' }, '0.5'],
  ] as const)('know what %s holds already', (_name, of, change, held) => {
    const none = { quantity: null, price: null, triggerPrice: null }
    expect(heldAlready({ ...order, ...of }, { ...none, ...change })).toBe(held)
  })

  it('offer to edit what the market can edit', () => {
    expect(editable(order, btcUsdt)).toEqual({ quantity: '0.5', price: '60000', triggerPrice: null })
    expect(editable({ ...order, role: 'stop_loss' }, btcUsdt)).toBeNull()
    expect(editable({ ...order, terms: { kind: 'market' } }, btcUsdt)).toBeNull()
    expect(editable(order, withCapabilities({ edit: [] }))).toBeNull()
  })

  it.each([
    ['0.5', '0.50', null],
    ['0.5', '0.4', '0.4'],
    ['0.5', '-1', null],
    ['0.5', 'x', null],
    [null, '1', null],
  ])('send only a change: %s to %s is %s', (before, typed, sent) => {
    expect(changedValue(before, typed)).toBe(sent)
  })
})

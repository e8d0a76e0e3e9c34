import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BitgetMarket } from '../../../src-main/exchange/bitget/markets.ts'
import { lastPriceNeed, normaliseRequest } from '../../../src-main/exchange/bitget/normalise.ts'
import { reachOf } from '../../../src-main/exchange/bitget/own/market-entry.ts'
import { reachedPrice } from '../../../src-main/exchange/orders/market-entry.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Exits, LimitOrderRequest, OrderRequest } from '../../../src-shared/order.ts'
import { market, unifiedMarket } from './market-fixtures.ts'
import { at, caught, dropped, ok, scriptedClient, tickerRecord } from './scripted-venue.ts'

const m = (text: string): Money => Money.parse(text)
const on = market()
const symbol = 'BTC/USDT'
const last = { filterPrice: m('60000'), last: m('60000') }
const limit: LimitOrderRequest = {
  kind: 'limit',
  symbol,
  side: 'buy',
  quantity: m('0.001'),
  price: m('59000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}
const sale = { symbol, side: 'sell' as const, quantity: m('0.001') }
const purchase = { ...sale, side: 'buy' as const }
const exit = (trigger: string, limitPrice: string | null = null) => ({
  triggerPrice: m(trigger),
  limitPrice: limitPrice === null ? null : m(limitPrice),
})
const exits: Exits = { takeProfit: exit('66000'), stopLoss: exit('55000') }

function refusalOf(request: OrderRequest, where = on): string {
  try {
    normaliseRequest(request, where, last)
  } catch (error) {
    if (error instanceof GatewayError) return `${error.class} ${error.text.key} ${error.field ?? ''}`
    throw error
  }
  return 'accepted'
}

describe('normaliseRequest', () => {
  it.each<[string, OrderRequest, string]>([
    ['a fine order', limit, 'accepted'],
    ['a price off the tick', { ...limit, price: m('59000.001') }, 'refused order.price.off_step price'],
    ['dust', { ...limit, quantity: m('0.0000001') }, 'refused order.quantity.below_step quantity'],
    ['too little', { ...limit, quantity: m('0.00001') }, 'refused order.notional.below_minimum quantity'],
    ['too much', { ...limit, quantity: m('40') }, 'refused order.notional.above_maximum quantity'],
    ['a purchase far below the market', { ...limit, price: m('30000') }, 'accepted'],
    ['a purchase at the bound', { ...limit, price: m('63000') }, 'accepted'],
    ['a purchase past it', { ...limit, price: m('63000.01') }, 'refused bitget.price_too_high price'],
    ['a sale far above', { ...limit, side: 'sell', price: m('90000') }, 'accepted'],
    ['a sale at the bound', { ...limit, side: 'sell', price: m('57600') }, 'accepted'],
    ['a sale past it', { ...limit, side: 'sell', price: m('57599.99') }, 'refused bitget.price_too_low price'],
    [
      'post-only IOC',
      { ...limit, postOnly: true, timeInForce: 'ioc' },
      'refused order.post_only.time_in_force timeInForce',
    ],
    ['exits on IOC', { ...limit, timeInForce: 'ioc', exits }, 'refused order.exits.with_ioc timeInForce'],
    ['exits on GTC', { ...limit, exits }, 'accepted'],
    [
      'a stop above the entry',
      { ...limit, exits: { ...exits, stopLoss: exit('59000') } },
      'refused order.trigger.must_be_below stopLoss.triggerPrice',
    ],
    [
      'a profit below the entry',
      { ...limit, exits: { ...exits, takeProfit: exit('58000') } },
      'refused order.trigger.must_be_above takeProfit.triggerPrice',
    ],
    [
      'a market buy sized in base',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'base', value: m('0.01') }, exits: null },
      'refused order.capability.unsupported amount',
    ],
    [
      'a market sell sized in quote',
      { kind: 'market', symbol, side: 'sell', amount: { unit: 'quote', value: m('60') }, exits: null },
      'refused order.capability.unsupported amount',
    ],
    [
      'a market buy of 1 USDT',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('1') }, exits: null },
      'accepted',
    ],
    [
      'a market buy of less',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('0.99') }, exits: null },
      'refused order.notional.below_minimum amount',
    ],
    [
      'a market buy of too much',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: m('500000.01') }, exits: null },
      'refused order.notional.above_maximum amount',
    ],
    [
      'a market sell of too much',
      { kind: 'market', symbol, side: 'sell', amount: { unit: 'base', value: m('9') }, exits: null },
      'refused order.notional.above_maximum quantity',
    ],
    [
      'a market entry with exits, sized in base',
      { kind: 'market', symbol, side: 'buy', amount: { unit: 'base', value: m('0.01') }, exits },
      'accepted',
    ],
    [
      'a market entry whose stop is above the market',
      {
        kind: 'market',
        symbol,
        side: 'buy',
        amount: { unit: 'quote', value: m('60') },
        exits: { takeProfit: null, stopLoss: exit('60000') },
      },
      'refused order.trigger.must_be_below stopLoss.triggerPrice',
    ],
    ['a stop below', { ...sale, kind: 'stop_loss', triggerPrice: m('59999.99') }, 'accepted'],
    [
      'a stop at the market',
      { ...sale, kind: 'stop_loss', triggerPrice: m('60000') },
      'refused order.trigger.must_be_below triggerPrice',
    ],
    [
      'a take-profit below',
      { ...sale, kind: 'take_profit', triggerPrice: m('59000') },
      'refused order.trigger.must_be_above triggerPrice',
    ],
    ['a purchase on the way up', { ...purchase, kind: 'stop_loss', triggerPrice: m('61000') }, 'accepted'],
    [
      'a purchase on the way up, from below',
      { ...purchase, kind: 'stop_loss', triggerPrice: m('59000') },
      'refused order.trigger.must_be_above triggerPrice',
    ],
    [
      'a trailing stop',
      { ...sale, kind: 'trailing_stop', trailingBips: 100, activationPrice: null, limitPrice: null },
      'refused order.kind.unsupported kind',
    ],
    [
      'an OCO pair',
      { ...sale, kind: 'oco', takeProfit: exit('66000'), stopLoss: exit('55000') },
      'refused order.kind.unsupported kind',
    ],
  ])('%s', (_name, request, expected) => {
    expect(refusalOf(request)).toBe(expected)
  })

  it('goes by the tick where it is coarser than the decimals, and has no conditional orders, on a unified account', () => {
    const unified = unifiedMarket()
    expect(refusalOf({ ...limit, price: m('59000.01') }, unified)).toBe('refused order.price.off_step price')
    expect(refusalOf({ ...limit, price: m('59000.05') }, unified)).toBe('accepted')
    expect(refusalOf({ ...limit, quantity: m('0.00009') }, unified)).toBe(
      'refused order.quantity.below_minimum quantity',
    )
    expect(refusalOf({ ...sale, kind: 'stop_loss', triggerPrice: m('55000') }, unified)).toBe(
      'refused order.kind.unsupported kind',
    )
  })

  it('says when the last price matters', () => {
    expect(lastPriceNeed(limit, on)).toBe('may')
    expect(lastPriceNeed(limit, market({ buyLimitPriceRatio: '0' }))).toBe('no')
    expect(lastPriceNeed({ ...sale, kind: 'stop_loss', triggerPrice: m('1') }, on)).toBe('must')
  })

  it('never rounds up, and always to the step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.boolean(), (units, quote) => {
        const value = m(`${units}e-9`)
        const amount = quote ? ({ unit: 'quote', value } as const) : ({ unit: 'base', value } as const)
        const request: OrderRequest = quote
          ? { kind: 'market', symbol, side: 'buy', amount, exits: null }
          : { ...limit, quantity: value }
        let normal: OrderRequest
        try {
          normal = normaliseRequest(request, on, { filterPrice: null, last: null })
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError)
          return
        }
        const fitted =
          normal.kind === 'market' ? normal.amount.value : normal.kind === 'limit' ? normal.quantity : value
        const step = quote ? on.market.quoteStep : on.market.lotStep
        expect(fitted.atMost(value)).toBe(true)
        expect(fitted.isMultipleOf(step)).toBe(true)
        expect(value.minus(fitted).lessThan(step)).toBe(true)
      }),
    )
  })
})

describe('asking for the last price', () => {
  const stop = { ...sale, kind: 'stop_loss', triggerPrice: m('55000') } as const

  it('will not place what Bitget would take for the opposite', async () => {
    const unreadable = scriptedClient({ [at.tickers]: () => dropped })
    expect((await caught(unreadable.client.normalise(stop))).class).toBe('retryable')
    const empty = scriptedClient({ [at.tickers]: () => ok([tickerRecord({ lastPr: '' })]) })
    expect((await caught(empty.client.normalise(stop))).text.key).toBe('bitget.last_price_needed')
    const fallen = scriptedClient({ [at.tickers]: () => ok([tickerRecord({ lastPr: '54000' })]) })
    expect((await caught(fallen.client.normalise(stop))).text.key).toBe('order.trigger.must_be_below')
  })

  it('lets a limit order go without it', async () => {
    const { client } = scriptedClient({ [at.tickers]: () => dropped })
    expect(await client.normalise(limit)).toMatchObject({ kind: 'limit' })
  })

  it('asks nothing when the request is refused anyway', async () => {
    const { client, calls } = scriptedClient({})
    await caught(client.normalise({ ...stop, quantity: m('0') }))
    expect(calls(at.tickers)).toHaveLength(0)
  })
})

describe('reachedPrice', () => {
  const reached = (best: Money, side: 'buy' | 'sell', { market: of, rules }: BitgetMarket): Money =>
    reachedPrice(best, side, of, reachOf(best, rules))

  it.each([
    ['buy', '60000.10', '60300.1'],
    ['sell', '59999.90', '59699.91'],
  ] as const)('%s from %s reaches %s', (side, best, expected) => {
    expect(reached(m(best), side, on).toString()).toBe(expected)
  })

  it('stays within how far Bitget lets a price go, and never short of the best', () => {
    const narrow = market({ buyLimitPriceRatio: '0.001', sellLimitPriceRatio: '0.001' })
    expect(reached(m('60000'), 'buy', narrow).toString()).toBe('60060')
    expect(reached(m('60000'), 'sell', narrow).toString()).toBe('59940')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.constantFrom('buy', 'sell'), (cents, side) => {
        const best = m(`${cents}e-2`)
        const price = reached(best, side, on)
        expect(side === 'buy' ? price.atLeast(best) : price.atMost(best)).toBe(true)
        expect(price.isMultipleOf(on.market.tickSize)).toBe(true)
        expect(price.isPositive()).toBe(true)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BinanceMarket } from '../../../src-main/exchange/binance/markets.ts'
import { neededReferences, normaliseRequest } from '../../../src-main/exchange/binance/normalise.ts'
import type { References } from '../../../src-main/exchange/orders/filters.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest, MarketOrderRequest, OrderRequest } from '../../../src-shared/order.ts'
import { market, pepe } from './market-fixtures.ts'

const m = (text: string) => Money.parse(text)
const at = (price: string): References => ({ filterPrice: m(price), last: m(price) })
const unknown: References = { filterPrice: null, last: null }

const limit = (change: Partial<LimitOrderRequest> = {}): LimitOrderRequest => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: m('0.01'),
  price: m('60000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
  ...change,
})
const marketOrder = (change: Partial<MarketOrderRequest> = {}): MarketOrderRequest => ({
  kind: 'market',
  symbol: 'BTC/USDT',
  side: 'buy',
  amount: { unit: 'quote', value: m('60') },
  exits: null,
  ...change,
})
const leg = (triggerPrice: string, limitPrice: string | null = null) => ({
  triggerPrice: m(triggerPrice),
  limitPrice: limitPrice === null ? null : m(limitPrice),
})

function refusalOf(request: OrderRequest, on: BinanceMarket = market(), references = at('60000')): GatewayError | null {
  try {
    normaliseRequest(request, on, references)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    expect(error.class).toBe('refused')
    return error
  }
  return null
}

function refusal(...asked: Parameters<typeof refusalOf>): string {
  const error = refusalOf(...asked)
  return error === null ? 'accepted' : `${error.text.key} @${error.field ?? ''}: ${error.message}`
}

describe('quantities', () => {
  it('go down to the lot step, never up', () => {
    const sized = normaliseRequest(limit({ quantity: m('0.012349999') }), market(), at('60000'))
    expect(sized).toMatchObject({ quantity: m('0.01234') })
    expect((sized as LimitOrderRequest).quantity.toString()).toBe('0.01234')
  })

  it('of any size never grow, stay on the step, and keep plain notation', () => {
    fc.assert(
      fc.property(fc.bigInt(1_000n, 10n ** 15n), fc.integer({ min: 0, max: 12 }), (digits, decimals) => {
        const quantity = m(`${digits}e-${decimals}`)
        let sized: OrderRequest
        try {
          sized = normaliseRequest(limit({ quantity }), market(), at('60000'))
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError)
          return
        }
        const got = (sized as LimitOrderRequest).quantity
        expect(got.atMost(quantity)).toBe(true)
        expect(quantity.minus(got).lessThan(m('0.00001'))).toBe(true)
        expect(got.isMultipleOf(m('0.00001'))).toBe(true)
        expect(got.toString()).toMatch(/^\d+(\.\d+)?$/)
      }),
    )
  })

  it('obey the market lot as well when they execute at market', () => {
    const on = market({
      filters: [
        { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '100', stepSize: '0.001' },
        { filterType: 'MARKET_LOT_SIZE', minQty: '0.05', maxQty: '10', stepSize: '0.05' },
      ],
    })
    const sized = normaliseRequest(marketOrder({ amount: { unit: 'base', value: m('0.1234') } }), on, at('60000'))
    expect(sized).toMatchObject({ amount: { value: m('0.1') } })
    expect(refusal(marketOrder({ amount: { unit: 'base', value: m('11') } }), on)).toContain(
      'above the maximum of 10 BTC',
    )
    expect(refusal(limit({ quantity: m('11') }), on)).toBe('accepted')
  })

  it.each([
    ['0', 'order.field.not_positive @quantity'],
    ['-0.5', 'order.field.not_positive @quantity'],
    ['1e-30', 'order.quantity.below_step @quantity'],
    ['9001', 'order.quantity.above_maximum @quantity'],
    ['0.00001', 'order.notional.below_minimum @quantity'],
  ])('of %s are refused: %s', (quantity, expected) => {
    expect(refusal(limit({ quantity: m(quantity) }))).toContain(expected)
  })

  it('keep a million whole units whole', () => {
    const request = limit({ symbol: 'PEPE/USDT', quantity: m('1000000.9'), price: m('0.00001182') })
    const sized = normaliseRequest(request, pepe(), at('0.00001182'))
    expect((sized as LimitOrderRequest).quantity.toString()).toBe('1000000')
  })
})

describe('prices', () => {
  it.each([
    [
      { price: m('60000.001') },
      'order.price.off_step @price: The field price is 60000.001, not a multiple of the price step 0.01',
    ],
    [{ price: m('1000000.01') }, 'order.price.out_of_range @price'],
    [{ price: m('0') }, 'order.field.not_positive @price'],
    [{ price: m('300000.01') }, 'order.price.out_of_band @price: The field price is 300000.01'],
    [{ price: m('11999.99') }, 'order.price.out_of_band @price'],
    [{ price: m('300000') }, 'accepted'],
    [{ price: m('12000') }, 'accepted'],
    [{ side: 'sell', price: m('240000.01') }, 'order.price.out_of_band @price'],
    [{ side: 'sell', price: m('29999.99') }, 'order.price.out_of_band @price'],
    [{ price: m('60000.00') }, 'accepted'],
  ] as const)('%j: %s', (change, expected) => {
    expect(refusal(limit({ quantity: m('0.01'), ...change }))).toContain(expected)
  })

  it('are left to the exchange where the reference is not known', () => {
    expect(refusal(limit({ price: m('999999') }), market(), unknown)).toBe('accepted')
  })
})

describe('market orders', () => {
  it('in quote keep their amount, cut down to the quote step', () => {
    const sized = normaliseRequest(marketOrder(), market(), unknown)
    expect(sized).toMatchObject({ amount: { unit: 'quote', value: m('60') } })
    const long = marketOrder({ amount: { unit: 'quote', value: m('60.123456789') } })
    expect(normaliseRequest(long, market(), unknown)).toMatchObject({ amount: { value: m('60.12345678') } })
  })

  it('below the minimum value are refused, in quote and by the reference price in base', () => {
    expect(refusal(marketOrder({ amount: { unit: 'quote', value: m('4.99') } }))).toContain(
      'notional.below_minimum @amount',
    )
    expect(refusal(marketOrder({ amount: { unit: 'base', value: m('0.00008') } }))).toContain(
      'notional.below_minimum @quantity',
    )
    expect(refusal(marketOrder({ amount: { unit: 'base', value: m('0.00009') } }))).toBe('accepted')
  })

  it('in quote are refused where the symbol does not take them', () => {
    expect(refusal(marketOrder(), market({ quoteOrderQtyMarketAllowed: false }))).toContain(
      'order.capability.unsupported',
    )
  })
})

describe('what the symbol does not offer', () => {
  it.each([
    [market({ status: 'CANCEL_ONLY' }), limit(), 'order.symbol.not_trading @symbol'],
    [market({ status: 'BREAK' }), limit(), 'order.symbol.not_trading @symbol'],
    [
      market({ orderTypes: ['LIMIT', 'MARKET'] }),
      { kind: 'stop_loss', symbol: 'BTC/USDT', side: 'sell', quantity: m('1'), triggerPrice: m('50000') },
      'order.kind.unsupported @kind',
    ],
    [market({ orderTypes: ['LIMIT'] }), limit({ postOnly: true }), 'order.capability.unsupported @postOnly'],
    [market(), limit({ postOnly: true, timeInForce: 'ioc' }), 'order.post_only.time_in_force @timeInForce'],
    [
      market({ otoAllowed: false }),
      limit({ exits: { takeProfit: leg('61000'), stopLoss: null } }),
      'order.capability.unsupported @exits',
    ],
    [
      market({ orderTypes: ['LIMIT', 'LIMIT_MAKER', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'] }),
      limit({ exits: { takeProfit: null, stopLoss: leg('50000') } }),
      'order.capability.unsupported @stopLoss',
    ],
  ] as const)('is refused (%#)', (on, request, expected) => {
    expect(refusal(request, on)).toContain(expected)
  })
})

describe('exits', () => {
  const both = (profit: string, loss: string) => ({ takeProfit: leg(profit), stopLoss: leg(loss) })

  it('lie on their side of a limit entry', () => {
    expect(refusal(limit({ exits: both('61000', '59000') }))).toBe('accepted')
    expect(refusal(limit({ exits: both('59999', '59000') }))).toContain('must_be_above @takeProfit.triggerPrice')
    expect(refusal(limit({ exits: both('61000', '60000') }))).toContain('must_be_below @stopLoss.triggerPrice')
    expect(refusal(limit({ side: 'sell', exits: both('59000', '61000') }))).toBe('accepted')
    expect(refusal(limit({ side: 'sell', exits: both('61000', '59000') }))).toContain('must_be_below @takeProfit')
  })

  it('lie on their side of the last price for a market entry and a pair', () => {
    expect(refusal(marketOrder({ exits: both('61000', '59000') }))).toBe('accepted')
    expect(refusal(marketOrder({ exits: both('59000', '58000') }))).toContain('@takeProfit.triggerPrice')
    const pair = { kind: 'oco', symbol: 'BTC/USDT', side: 'sell', quantity: m('0.01') } as const
    expect(refusal({ ...pair, ...both('61000', '59000') })).toBe('accepted')
    expect(refusal({ ...pair, ...both('61000', '60001') })).toContain('@stopLoss.triggerPrice')
    expect(refusal({ ...pair, ...both('58000', '59000') }, market(), unknown)).toContain('@takeProfit.triggerPrice')
  })

  it('hold price filter and minimum value themselves, since they are judged again when they trigger', () => {
    expect(refusal(limit({ exits: both('61000.001', '59000') }))).toContain('off_step @takeProfit.triggerPrice')
    expect(refusal(limit({ quantity: m('0.0001'), exits: both('61000', '49000') }))).toContain(
      'notional.below_minimum @stopLoss.triggerPrice',
    )
  })

  it('are refused on an IOC entry, which could leave a part unprotected', () => {
    expect(refusal(limit({ timeInForce: 'ioc', exits: both('61000', '59000') }))).toContain('order.exits.with_ioc')
  })
})

describe('triggers', () => {
  const stop = (side: 'buy' | 'sell', triggerPrice: string) =>
    ({
      kind: 'stop_loss',
      symbol: 'BTC/USDT',
      side,
      quantity: m('0.01'),
      triggerPrice: m(triggerPrice),
    }) as const

  it.each([
    [stop('sell', '59000'), 'accepted'],
    [stop('sell', '60000'), 'must_be_below @triggerPrice'],
    [stop('buy', '61000'), 'accepted'],
    [stop('buy', '59000'), 'must_be_above @triggerPrice'],
    [{ ...stop('sell', '61000'), kind: 'take_profit' } as const, 'accepted'],
    [{ ...stop('buy', '61000'), kind: 'take_profit' } as const, 'must_be_below @triggerPrice'],
  ])('must lie on their side of the last price (%#)', (request, expected) => {
    expect(refusal(request)).toContain(expected)
  })

  const trailing = (side: 'buy' | 'sell', trailingBips: number, activation: string | null) =>
    ({
      kind: 'trailing_stop',
      symbol: 'BTC/USDT',
      side,
      quantity: m('0.01'),
      trailingBips,
      activationPrice: activation === null ? null : m(activation),
      limitPrice: null,
    }) as const

  it.each([
    [trailing('sell', 20, null), 'accepted'],
    [trailing('sell', 19, null), 'order.trailing.out_of_range @trailingBips'],
    [trailing('sell', 1001, null), 'order.trailing.out_of_range'],
    [trailing('buy', 10, null), 'accepted'],
    [trailing('buy', 2000, null), 'accepted'],
    [trailing('sell', 2000, '61000'), 'accepted'],
    [trailing('sell', 2000, '59000'), 'order.trailing.out_of_range'],
    [trailing('sell', 20.5, null), 'order.trailing.out_of_range'],
  ])('trail within the bounds of their side (%#)', (request, expected) => {
    expect(refusal(request)).toContain(expected)
  })
})

it('says in the reader’s language why a symbol takes no orders', () => {
  const error = refusalOf(limit(), market({ status: 'BREAK' }))
  expect(error && sentence(error.text, 'fr')).toBe(
    'BTC/USDT n’accepte pas de nouvel ordre en ce moment (les échanges sont suspendus).',
  )
})

describe('neededReferences', () => {
  it('asks for a price only where a filter compares with one', () => {
    expect(neededReferences(limit(), market())).toEqual({ reference: true, average: true, last: false })
    expect(neededReferences(limit(), pepe())).toEqual({ reference: true, average: false, last: true })
    expect(neededReferences(marketOrder(), market())).toEqual({ reference: true, average: true, last: false })
    expect(neededReferences(marketOrder(), pepe())).toEqual({ reference: false, average: false, last: false })
  })
})

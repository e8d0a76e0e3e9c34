import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { isMoney } from '../../../src-shared/portfolio/conversion.ts'
import {
  costBasis,
  type CostBasis,
  type CostMethod,
  costMethods,
  type CostOptions,
  type TradedFill,
} from '../../../src-shared/portfolio/cost-basis.ts'

const m = (text: string): Money => Money.parse(text)

function fill(
  side: TradedFill['side'],
  quantity: string,
  price: string,
  fee: readonly [string, string] | null = null,
  symbol = 'BTC/USDT',
): TradedFill {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    id: 'f',
    orderId: 'o',
    symbol,
    base,
    quote,
    side,
    price: m(price),
    quantity: m(quantity),
    fee: fee && { asset: fee[0], amount: m(fee[1]) },
    time: 0,
  }
}

const options = (method: CostMethod, rates: Readonly<Record<string, string>> = {}, currency = 'USDT'): CostOptions => ({
  method,
  currency,
  isMoney,
  rateAt: (asset) => (rates[asset] === undefined ? null : m(rates[asset])),
})

const held = ({ positions }: CostBasis, asset = 'BTC'): Money =>
  Money.sum((positions.get(asset)?.lots ?? []).map(({ quantity }) => quantity))
const realised = ({ disposals }: CostBasis): Money => Money.sum(disposals.map(({ result }) => result ?? Money.zero))
const told = (basis: CostBasis) =>
  basis.disposals.map(({ how, asset, quantity, costedQuantity, cost, result }) => ({
    how,
    asset,
    quantity: quantity.toString(),
    costed: costedQuantity.toString(),
    cost: cost.toString(),
    result: result?.toString() ?? null,
  }))

describe('the cost of a sale', () => {
  const fills = [fill('buy', '1', '100'), fill('buy', '1', '200'), fill('sell', '1', '300')]

  test.each([
    ['fifo', '200', '200'],
    ['average', '150', '150'],
  ] as const)('%s takes it from purchases', (method, result, left) => {
    const basis = costBasis(fills, options(method))
    expect(realised(basis).toString()).toBe(result)
    const [lot, ...more] = basis.positions.get('BTC')?.lots ?? []
    expect(more).toEqual([])
    expect([lot?.quantity.toString(), lot?.cost?.toString()]).toEqual(['1', left])
  })

  test('a fee in the base reduces what was got, one in the quote raises the cost', () => {
    const inBase = costBasis([fill('buy', '1', '100', ['BTC', '0.1'])], options('fifo'))
    expect(held(inBase).toString()).toBe('0.9')
    expect(inBase.positions.get('BTC')?.lots[0]?.cost?.toString()).toBe('100')
    expect(inBase.fees[0]?.value?.toString()).toBe('10')
    const inQuote = costBasis(
      [fill('buy', '1', '100', ['USDT', '1']), fill('sell', '1', '110', ['USDT', '2'])],
      options('fifo'),
    )
    expect(told(inQuote)).toEqual([{ how: 'sold', asset: 'BTC', quantity: '1', costed: '1', cost: '101', result: '7' }])
  })

  test('a fee in a third asset counts with its value, and gives that asset away', () => {
    const basis = costBasis(
      [fill('buy', '1', '500', null, 'BNB/USDT'), fill('buy', '1', '100', ['BNB', '0.01'])],
      options('fifo', { BNB: '600' }),
    )
    expect(basis.positions.get('BTC')?.lots[0]?.cost?.toString()).toBe('106')
    expect(held(basis, 'BNB').toString()).toBe('0.99')
    expect(told(basis)).toEqual([
      { how: 'fee', asset: 'BNB', quantity: '0.01', costed: '0.01', cost: '5', result: '1' },
    ])
  })

  test('a fee that nobody can value is in no cost, and said', () => {
    const basis = costBasis([fill('buy', '1', '100', ['KCS', '2'])], options('fifo'))
    expect(basis.positions.get('BTC')?.lots[0]?.cost?.toString()).toBe('100')
    expect(basis.fees).toEqual([{ time: 0, asset: 'KCS', amount: m('2'), value: null }])
  })

  test.each(costMethods)('%s: what was never seen bought has no result, rather than a cost of zero', (method) => {
    const basis = costBasis([fill('buy', '1', '100'), fill('sell', '3', '150')], options(method))
    expect(told(basis)).toEqual([{ how: 'sold', asset: 'BTC', quantity: '3', costed: '1', cost: '100', result: '50' }])
    const nothing = costBasis([fill('sell', '3', '150')], options(method))
    expect(nothing.disposals[0]?.result).toBeNull()
  })

  test('a pair of two coins gives one away at what it was worth', () => {
    const basis = costBasis(
      [fill('buy', '1', '40000'), fill('buy', '10', '0.05', null, 'ETH/BTC')],
      options('fifo', { BTC: '60000' }),
    )
    expect(told(basis)).toEqual([
      { how: 'paid_with', asset: 'BTC', quantity: '0.5', costed: '0.5', cost: '20000', result: '10000' },
    ])
    expect(basis.positions.get('ETH')?.lots[0]?.cost?.toString()).toBe('30000')
  })

  test('without a price a pair of two coins leaves the cost unknown', () => {
    const basis = costBasis(
      [fill('buy', '10', '0.05', null, 'ETH/BTC'), fill('sell', '10', '2000', null, 'ETH/USDT')],
      options('fifo'),
    )
    expect(basis.positions.get('ETH')?.lots).toEqual([])
    expect(basis.disposals.map(({ result }) => result)).toEqual([null, null])
  })

  test('another currency counts with its rate, and money has no lots', () => {
    const basis = costBasis(
      [fill('buy', '1', '100'), fill('sell', '1', '200')],
      options('fifo', { USDT: '0.9' }, 'EUR'),
    )
    expect(realised(basis).toString()).toBe('90')
    expect([...basis.positions.keys()]).toEqual(['BTC'])
  })
})

/** Whole hundredths, so that every quotient that is wanted is exact enough. */
const amount = fc.integer({ min: 1, max: 10_000 }).map((cents) => m(String(cents)).times(m('0.01')).toString())
const trade = fc.record({
  side: fc.constantFrom('buy', 'sell'),
  quantity: amount,
  price: amount,
  fee: fc.option(
    fc.tuple(
      fc.constantFrom('BTC', 'USDT', 'BNB'),
      fc.integer({ min: 0, max: 9 }).map((n) => `0.00${n}`),
    ),
    {
      nil: null,
    },
  ),
})
const fillsOf = (trades: readonly { side: string; quantity: string; price: string; fee: [string, string] | null }[]) =>
  trades.map(({ side, quantity, price, fee }) => fill(side === 'buy' ? 'buy' : 'sell', quantity, price, fee))

describe.each(costMethods)('whatever is traded, %s', (method) => {
  test('lots are what was bought minus what was sold of it, and never negative', () => {
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 30 }), (trades) => {
        const basis = costBasis(fillsOf(trades), options(method, { BNB: '300' }))
        for (const { lots } of basis.positions.values())
          for (const lot of lots) {
            expect(lot.quantity.isPositive()).toBe(true)
            expect(lot.cost?.isNegative() ?? false).toBe(false)
          }
        let there = Money.zero
        for (const { side, quantity, fee } of fillsOf(trades)) {
          const inBase = fee?.asset === 'BTC' ? fee.amount : Money.zero
          there =
            side === 'buy'
              ? there.plus(Money.max(Money.zero, quantity.minus(inBase)))
              : Money.max(Money.zero, there.minus(quantity.plus(inBase)))
        }
        expect(held(basis).toString()).toBe(there.toString())
      }),
    )
  })

  test('what was paid is in the lots or was given back in sales', () => {
    fc.assert(
      fc.property(fc.array(trade, { maxLength: 30 }), (trades) => {
        const fills = fillsOf(trades).map((each) => ({ ...each, fee: null }))
        const basis = costBasis(fills, options(method))
        const paid = Money.sum(
          fills.filter(({ side }) => side === 'buy').map(({ price, quantity }) => price.times(quantity)),
        )
        const inLots = Money.sum((basis.positions.get('BTC')?.lots ?? []).map(({ cost }) => cost ?? Money.zero))
        const sold = Money.sum(basis.disposals.map(({ cost }) => cost))
        expect(inLots.plus(sold).toString()).toBe(paid.toString())
      }),
    )
  })
})

test('once all is sold, both methods have realised the same', () => {
  fc.assert(
    fc.property(fc.array(trade, { minLength: 1, maxLength: 20 }), amount, (trades, price) => {
      const known: TradedFill[] = []
      let there = Money.zero
      // Nothing is sold that was not bought.
      for (const each of fillsOf(trades).map((one) => ({ ...one, fee: null }))) {
        if (each.side === 'sell' && each.quantity.greaterThan(there)) continue
        there = each.side === 'buy' ? there.plus(each.quantity) : there.minus(each.quantity)
        known.push(each)
      }
      if (there.isPositive()) known.push(fill('sell', there.toString(), price))
      const [fifo, average] = costMethods.map((method) => costBasis(known, options(method)))
      if (fifo === undefined || average === undefined) throw new Error('two methods')
      expect(realised(fifo).toString()).toBe(realised(average).toString())
      expect(held(fifo).isZero() && held(average).isZero()).toBe(true)
    }),
  )
})

import type { z } from 'zod'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { marketSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, done } from './action.ts'

/** What the contract shows where an exchange sets no maximum: Kraken's value (docs/wire-contract.md §4.3). */
const noMaximum = Money.parse('999999999')
/** The reference's own figure, where a fee is known only per account. */
const usualFee = Money.parse('0.001')
const finestDecimals = 8

/** One market of get_markets (docs/wire-contract.md §4.3). */
function marketShape(market: Market): AnswerData<z.infer<typeof marketSchema>> {
  const pricePrecision = decimalsOf(market.tickSize)
  const quantityPrecision = decimalsOf(market.lotStep)
  return {
    id: market.nativeId,
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    min_amount: market.quantity.min ?? Money.zero,
    max_amount: market.quantity.max ?? noMaximum,
    price_precision: pricePrecision,
    quantity_precision: quantityPrecision,
    quote_precision: decimalsOf(market.quoteStep),
    min_trade_usdt: market.notional.min ?? Money.zero,
    active: market.status === 'trading',
    taker_fee: market.fees?.taker ?? usualFee,
    maker_fee: market.fees?.maker ?? usualFee,
    type: 'spot',
    spot: true,
    precision: { price: pricePrecision, amount: quantityPrecision },
    limits: {
      amount: { min: market.quantity.min, max: market.quantity.max },
      price: { min: market.price.min, max: market.price.max },
      cost: { min: market.notional.min },
    },
  }
}

/** Every market by BASE/QUOTE, the format of Django's symbol table. */
export const getMarkets: Action = {
  needs: 'read',
  run: async ({ client }) => {
    const markets = await client.getMarkets()
    return done(Object.fromEntries([...markets].map(([symbol, market]) => [symbol, marketShape(market)])))
  },
}

function decimalsOf(step: Money): number {
  return step.isZero() ? finestDecimals : step.decimals()
}

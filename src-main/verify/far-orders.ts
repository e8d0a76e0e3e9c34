import type { Balance, Market, Ticker } from '../../src-shared/market.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type {
  Exits,
  LimitOrderRequest,
  OcoRequest,
  OrderRequest,
  TrailingStopRequest,
  TriggerLimitOrderRequest,
  TriggerOrderRequest,
} from '../../src-shared/order.ts'
import { isNearADollar } from './choosing.ts'
import { lastOf } from './read-steps.ts'
import { smallestQuantity } from './smallest-order.ts'

/** An order that a run may place, or why it does not. */
export type Planned<T> = { readonly request: T } | { readonly missing: MessageRef }

/** Everything that a run places, one after the other: each is gone before the next one is sent. */
export interface TradePlan {
  readonly market: Market
  readonly last: Money
  readonly limit: LimitOrderRequest
  /** What the far order's price becomes, still far. */
  readonly editedPrice: Money
  /** The smaller quantity that it is reduced to; null: twice the smallest would be too much. */
  readonly reducedTo: Money | null
  readonly postOnly: LimitOrderRequest
  readonly entry: Planned<LimitOrderRequest>
  readonly conditional: Planned<TriggerOrderRequest | TriggerLimitOrderRequest>
  readonly trailing: Planned<TrailingStopRequest>
  readonly oco: Planned<OcoRequest>
  /** The most that one of them could cost if it filled, in quote. */
  readonly most: Money
}

/** How much may be at risk where nobody said otherwise, in a quote that is worth about a dollar. */
export const usualMost = Money.parse('25')

const factor = (text: string): Money => Money.parse(text)
const usualFar = factor('0.75')
const usualHigh = factor('1.1')
const half = factor('0.5')
const quarter = factor('0.25')
const tenth = factor('0.1')
const justBelow = factor('0.99')
const belowEntry = factor('0.97')
/** A fee may come on top. */
const withFee = factor('1.005')

/**
 * The smallest orders that show what an exchange does, far from the market: purchases well below it, inside the band of
 * prices that it takes; sales of coins that are there already, below as stops and above as take-profits. Pure.
 * @returns a sentence where not even the smallest order may be placed.
 */
export function planOrders(
  { market, ticker }: { readonly market: Market; readonly ticker: Ticker },
  balances: readonly Balance[],
  mostQuote: Money | null,
): TradePlan | { readonly refused: MessageRef } {
  const { symbol, quote, base, tickSize, capabilities } = market
  const last = lastOf(ticker)
  if (market.status !== 'trading') return { refused: message('verify.refused.closed', { symbol }) }
  if (last?.isPositive() !== true) return { refused: message('verify.refused.no_price', { symbol }) }
  if (mostQuote === null && !isNearADollar(quote))
    return { refused: message('verify.refused.no_bound', { asset: quote }) }
  const cap = mostQuote ?? usualMost
  const onTick = (price: Money): Money => price.floorToStep(tickSize)
  const far = farFactor(market)
  const price = onTick(last.times(far))
  const editedPrice = onTick(last.times(far.plus(Money.one.minus(far).times(tenth))))
  const smallest = smallestQuantity(market, price)
  if (!price.isPositive() || smallest === null || editedPrice.equals(price))
    return { refused: message('verify.refused.no_price', { symbol }) }
  const twice = smallest.plus(smallest)
  const isTwiceAllowed = twice.times(editedPrice).atMost(cap) && capabilities.edit.includes('in_place')
  const quantity = isTwiceAllowed ? twice : smallest
  const cost = quantity.times(editedPrice)
  if (cost.greaterThan(cap))
    return {
      refused: message('verify.refused.over_bound', {
        symbol,
        cost: cost.rounded(4).toString(),
        most: cap.toString(),
        asset: quote,
      }),
    }
  const free = (asset: string): Money => balances.find((balance) => balance.asset === asset)?.available ?? Money.zero
  if (free(quote).lessThan(cost.times(withFee)))
    return {
      refused: message('verify.refused.too_little', {
        asset: quote,
        needed: cost.times(withFee).rounded(4).toString(),
        free: free(quote).toString(),
      }),
    }

  const limit: LimitOrderRequest = {
    kind: 'limit',
    symbol,
    side: 'buy',
    quantity,
    price,
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
  }
  const fits = <T extends OrderRequest>(request: T, worth: Money): Planned<T> =>
    worth.greaterThan(cap)
      ? { missing: message('verify.remark.over_bound', { cost: worth.rounded(4).toString(), asset: quote }) }
      : { request }

  const entry = ((): Planned<LimitOrderRequest> => {
    const exits = exitsFor(market, price, last)
    if (exits === null) return { missing: message('verify.remark.not_offered') }
    const least = exits.stopLoss?.limitPrice ?? exits.stopLoss?.triggerPrice ?? price
    const bought = smallestQuantity(market, least) ?? smallest
    // Its price is changed, too.
    const worth = bought.times(editedPrice)
    if (free(quote).lessThan(worth.times(withFee)))
      return { missing: message('verify.remark.too_little', { asset: quote }) }
    return fits({ ...limit, quantity: bought, exits }, worth)
  })()

  const stopAt = onTick(last.times(lowFactor(market)))
  const stopLimit = onTick(stopAt.times(justBelow))
  const takeAt = takeProfitPrice(market, last)
  const sold = smallestQuantity(market, stopLimit)
  const sale = <T extends OrderRequest>(offered: boolean, request: (quantity: Money) => T): Planned<T> => {
    if (!offered) return { missing: message('verify.remark.not_offered') }
    if (sold === null || free(base).lessThan(sold))
      return {
        missing: message('verify.remark.no_coins', { asset: base, needed: (sold ?? smallest).toString() }),
      }
    return fits(request(sold), sold.times(takeAt ?? last))
  }
  const common = { symbol, side: 'sell' } as const
  const kinds = capabilities.orderKinds
  const conditional = sale<TriggerOrderRequest | TriggerLimitOrderRequest>(
    kinds.includes('stop_limit') || kinds.includes('stop_loss'),
    (of) =>
      kinds.includes('stop_limit')
        ? {
            ...common,
            kind: 'stop_limit',
            quantity: of,
            triggerPrice: stopAt,
            price: stopLimit,
            timeInForce: 'gtc',
          }
        : { ...common, kind: 'stop_loss', quantity: of, triggerPrice: stopAt },
  )
  const { trailing: trails, oco: pairs } = capabilities
  const trailing = sale<TrailingStopRequest>(trails !== null && kinds.includes('trailing_stop'), (of) => ({
    ...common,
    kind: 'trailing_stop',
    quantity: of,
    trailingBips: Math.min(trails?.maxBips ?? 0, Math.max(trails?.minBips ?? 0, 1_500)),
    activationPrice: null,
    limitPrice: kinds.includes('stop_loss') ? null : stopLimit,
  }))
  const atMarket = pairs?.marketExits === true
  const oco: Planned<OcoRequest> =
    takeAt === null
      ? { missing: message('verify.remark.not_offered') }
      : sale<OcoRequest>(pairs !== null && kinds.includes('oco'), (of) => ({
          ...common,
          kind: 'oco',
          quantity: of,
          takeProfit: { triggerPrice: takeAt, limitPrice: atMarket ? null : takeAt },
          stopLoss: { triggerPrice: stopAt, limitPrice: atMarket ? null : stopLimit },
        }))

  const sales = [conditional, trailing, oco].some((planned) => 'request' in planned)
  const most = Money.max(
    cost,
    'request' in entry ? entry.request.quantity.times(editedPrice) : Money.zero,
    sales && sold !== null ? sold.times(takeAt ?? last) : Money.zero,
  )
  const postOnly = { ...limit, quantity: smallest, postOnly: true }
  const reducedTo = isTwiceAllowed ? smallest : null
  return { market, last, limit, editedPrice, reducedTo, postOnly, entry, conditional, trailing, oco, most }
}

/**
 * A quarter below the market, or a quarter of the way into the band from its edge where the band is narrower than that.
 */
function farFactor({ priceBand }: Market): Money {
  return priceBand === null ? usualFar : Money.max(usualFar, inside(priceBand.buy.down, quarter))
}

function lowFactor({ priceBand }: Market): Money {
  return priceBand === null ? usualFar : Money.max(usualFar, inside(priceBand.sell.down, quarter))
}

function highFactor({ priceBand }: Pick<Market, 'priceBand'>): Money {
  if (priceBand === null) return usualHigh
  return Money.min(usualHigh, inside(priceBand.sell.up, half))
}

/**
 * Above the market whatever the step: at or below it, a take-profit would execute at once. null: no step lies between the
 * market and the end of the band.
 */
function takeProfitPrice({ tickSize, priceBand }: Market, last: Money): Money | null {
  const below = last.times(highFactor({ priceBand })).floorToStep(tickSize)
  const price = below.greaterThan(last) ? below : below.plus(tickSize)
  const isInside = priceBand === null || price.atMost(last.times(priceBand.sell.up))
  return price.greaterThan(last) && isInside ? price : null
}

/** From a bound towards the market itself, by a share of the way. */
function inside(bound: Money, share: Money): Money {
  return bound.plus(Money.one.minus(bound).times(share))
}

/** Exits around a far purchase: above the market, and below the purchase. null: a far entry cannot carry any. */
function exitsFor(market: Market, entry: Money, last: Money): Exits | null {
  const { capabilities, tickSize, priceBand } = market
  const { entries, takeProfitAlone, stopLossAlone, both, marketExits } = capabilities.attachedExits
  if (!entries.includes('limit')) return null
  const onTick = (price: Money): Money => price.floorToStep(tickSize)
  const lowest = priceBand === null ? Money.zero : last.times(priceBand.sell.down)
  const stopAt = Money.max(entry.times(belowEntry), entry.plus(lowest).times(half))
  const takeAt = takeProfitPrice(market, last)
  const takeProfit = takeAt === null ? null : { triggerPrice: takeAt, limitPrice: marketExits ? null : takeAt }
  const stop = onTick(stopAt)
  const stopLoss = { triggerPrice: stop, limitPrice: marketExits ? null : onTick(stop.times(justBelow)) }
  if (both && takeProfit !== null) return { takeProfit, stopLoss }
  if (stopLossAlone) return { takeProfit: null, stopLoss }
  return takeProfitAlone && takeProfit !== null ? { takeProfit, stopLoss: null } : null
}

import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import type { MarketView, TickerView } from '../views.ts'

const hundred = Money.parse('100')

export interface ExitEstimate {
  /** Quote units, fees not counted; negative is a loss. */
  readonly difference: Money
  /** Per cent of the entry price. */
  readonly percent: Money
}

/** What an order would come to, roughly: market prices move, fees depend on the fill. */
export interface Estimate {
  /** The price counted with. */
  readonly price: Money
  readonly quantity: Money
  readonly value: Money
  /** In quote units; null where the exchange does not tell the rate. */
  readonly fee: { readonly amount: Money; readonly percent: Money } | null
  readonly takeProfit: ExitEstimate | null
  readonly stopLoss: ExitEstimate | null
}

/** What a market order would meet first: the other side of the book, or the last price where the book is empty. */
export function marketPrice(side: Side, ticker: TickerView | null): Money | null {
  if (ticker === null) return null
  const text = (side === 'buy' ? ticker.ask : ticker.bid) ?? ticker.last
  return text === null ? null : Money.parse(text)
}

/** The price an order is counted at: its own where it names one. */
function referencePrice(request: OrderRequestInput, ticker: TickerView | null): Money | null {
  switch (request.kind) {
    case 'market':
      return marketPrice(request.side, ticker)
    case 'limit':
    case 'stop_limit':
    case 'take_profit_limit':
      return Money.parse(request.price)
    case 'stop_loss':
    case 'take_profit':
      return Money.parse(request.triggerPrice)
    case 'trailing_stop':
      return request.limitPrice === null ? marketPrice(request.side, ticker) : Money.parse(request.limitPrice)
    case 'oco':
      return marketPrice(request.side, ticker)
  }
}

/** What the gateway said would be sent; null where only the exchange decides it. */
interface Previewed {
  readonly quantity: string | null
  readonly quoteValue: string | null
}

export function estimate(
  request: OrderRequestInput,
  market: MarketView,
  ticker: TickerView | null,
  preview: Previewed | null,
): Estimate | null {
  const price = referencePrice(request, ticker)
  if (!price?.isPositive()) return null
  const quantity = quantityOf(request, price, preview)
  const value = Money.tryParse(preview?.quoteValue ?? '') ?? quantity.times(price)
  const rate = feeRate(request, market)
  const exits = exitsOf(request)
  const entry = value.dividedBy(quantity.isZero() ? Money.one : quantity)
  const exit = (leg: ExitLeg | null): ExitEstimate | null =>
    leg === null ? null : exitEstimate(leg, request, quantity, quantity.isZero() ? price : entry)
  return {
    price,
    quantity,
    value,
    fee: rate === null ? null : { amount: value.times(rate), percent: rate.times(hundred) },
    takeProfit: exit(exits.takeProfit),
    stopLoss: exit(exits.stopLoss),
  }
}

function quantityOf(request: OrderRequestInput, price: Money, preview: Previewed | null): Money {
  const sent = preview?.quantity ?? null
  if (sent !== null) return Money.parse(sent)
  if (request.kind !== 'market') return Money.parse(request.quantity)
  const value = Money.parse(request.amount.value)
  return request.amount.unit === 'base' ? value : value.dividedBy(price)
}

function feeRate(request: OrderRequestInput, market: MarketView): Money | null {
  if (market.fees === null) return null
  const maker = request.kind === 'limit' && request.postOnly
  return Money.parse(maker ? market.fees.maker : market.fees.taker)
}

interface ExitLeg {
  readonly triggerPrice: string
  readonly limitPrice: string | null
}

function exitsOf(request: OrderRequestInput): {
  readonly takeProfit: ExitLeg | null
  readonly stopLoss: ExitLeg | null
} {
  if (request.kind === 'oco') return request
  if (request.kind === 'market' || request.kind === 'limit') {
    return request.exits ?? { takeProfit: null, stopLoss: null }
  }
  return { takeProfit: null, stopLoss: null }
}

/**
 * A bought position gains when its exit is above the entry; a sold one when below; an OCO's side is the exit itself.
 */
function exitEstimate(leg: ExitLeg, request: OrderRequestInput, quantity: Money, entry: Money): ExitEstimate {
  const exit = Money.parse(leg.limitPrice ?? leg.triggerPrice)
  const closesBySelling = request.kind === 'oco' ? request.side === 'sell' : request.side === 'buy'
  const perUnit = closesBySelling ? exit.minus(entry) : entry.minus(exit)
  return {
    difference: perUnit.times(quantity),
    percent: perUnit.times(hundred).dividedBy(entry),
  }
}

/** The estimate of what is typed; null: nothing whole is, or no price is known. */
export function estimateFor(
  request: OrderRequestInput | null,
  market: MarketView,
  { ticker, preview }: { readonly ticker: TickerView | null; readonly preview: { readonly state: string } | Accepted },
): Estimate | null {
  if (request === null) return null
  return estimate(request, market, ticker, 'quantity' in preview ? preview : null)
}

type Accepted = { readonly state: 'accepted' } & Previewed

/**
 * What stays free of the asset that an order takes: quote units of a purchase (its fee counted where it is known), base
 * units of a sale. Negative: there is not enough.
 */
export function freeAfter(
  { side }: OrderRequestInput,
  { value, quantity, fee }: Estimate,
  available: { readonly base: string; readonly quote: string },
): { readonly of: 'base' | 'quote'; readonly amount: Money } {
  if (side === 'sell') return { of: 'base', amount: Money.parse(available.base).minus(quantity) }
  const cost = fee === null ? value : value.plus(fee.amount)
  return { of: 'quote', amount: Money.parse(available.quote).minus(cost) }
}

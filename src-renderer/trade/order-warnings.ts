import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { type DecimalText, Money } from '../../src-shared/money.ts'
import type { WarningLimits } from '../../src-shared/order-warnings.ts'
import type { MarketView, TickerView } from '../views.ts'
import type { DraftField } from './build-request.ts'
import { marketPrice } from './estimates.ts'
import { type ExitLegName, exitLegNames } from './exits-shape.ts'

interface Compared {
  readonly price: DecimalText
  readonly market: DecimalText
  /** How far apart they are, per cent of the second. */
  readonly percent: DecimalText
}

/** What a person has to say yes to before an order goes out. Numbers are plain decimal texts. */
export type OrderWarning =
  /** It would take the market up to a price that far off. */
  | ({ readonly kind: 'through' } & Compared)
  /** A price that waits is that far from where the order starts. */
  | ({ readonly kind: 'away'; readonly field: DraftField } & Compared)
  | {
      readonly kind: 'unusual'
      readonly quantity: DecimalText
      readonly usual: DecimalText
      readonly times: DecimalText
    }
  /** Nothing to compare the prices with. */
  | { readonly kind: 'no_price' }
  /** Nobody knows what the account has free. */
  | { readonly kind: 'no_balance' }
  /** The exchange may refuse it when it triggers. */
  | ({ readonly kind: 'short' } & Shortage)

/** More than the account has free. */
export interface Shortage {
  readonly asset: string
  readonly needed: DecimalText
  readonly available: DecimalText
}

interface Known {
  readonly market: MarketView
  /** null: not known, or too old to compare with. */
  readonly ticker: TickerView | null
  readonly available: { readonly base: DecimalText; readonly quote: DecimalText } | null
  /** The usual quantity of an order on this symbol, base units; null: there was none yet. */
  readonly usual: DecimalText | null
  readonly limits: WarningLimits
  /** What an order that is changed holds already, and gives back. */
  readonly heldBefore?: DecimalText
}

const hundred = Money.parse('100')

/** What of an order is out of the ordinary. Pure; what is against the market's rules is the gateway's to refuse. */
export function warningsOf(request: OrderRequestInput, known: Known): readonly OrderWarning[] {
  const { ticker, limits } = known
  const last = lastPrice(ticker)
  const start = startOf(request, ticker)
  const prices =
    start === null || last === null ? [{ kind: 'no_price' } as const] : pricesOf(request, start, last, known)
  const short = shortageOf(request, known)
  return [
    ...prices,
    ...(known.available === null ? [{ kind: 'no_balance' } as const] : []),
    ...unusual(request, start, known.usual, limits.timesUsual),
    // What is held only once it triggers may be there by then.
    ...(short !== null && !holdsAtOnce(request) ? [{ kind: 'short', ...short } as const] : []),
  ]
}

/** Whether the exchange takes what an order needs when it is placed, so that it is refused where that is not there. */
export function holdsAtOnce({ kind }: OrderRequestInput): boolean {
  return kind === 'market' || kind === 'limit' || kind === 'oco'
}

/** What an order needs beyond what the account has free; null: it has enough, or nobody can tell. */
export function shortageOf(
  request: OrderRequestInput,
  { market, ticker, available, heldBefore = '0' }: Pick<Known, 'market' | 'ticker' | 'available' | 'heldBefore'>,
): Shortage | null {
  const needed = neededBy(request, ticker)
  if (needed === null || available === null) return null
  const free = Money.parse(request.side === 'buy' ? available.quote : available.base)
  const more = needed.minus(Money.parse(heldBefore))
  if (more.atMost(free)) return null
  const asset = request.side === 'buy' ? market.quote : market.base
  return { asset, needed: more.toString(), available: free.toString() }
}

/** What an order takes: quote units of a purchase, base units of a sale; null: not known without a price. */
function neededBy(request: OrderRequestInput, ticker: TickerView | null): Money | null {
  const quantity = quantityOf(request, ticker)
  if (request.side === 'sell') return quantity
  if (request.kind === 'market' && request.amount.unit === 'quote') return Money.parse(request.amount.value)
  const price = dearest(request) ?? marketPrice('buy', ticker)
  return quantity === null || price === null ? null : quantity.times(price)
}

function quantityOf(request: OrderRequestInput, ticker: TickerView | null): Money | null {
  if (request.kind !== 'market') return Money.parse(request.quantity)
  const value = Money.parse(request.amount.value)
  if (request.amount.unit === 'base') return value
  const price = marketPrice(request.side, ticker)
  return price?.isPositive() === true ? value.dividedBy(price) : null
}

/** The highest price that a purchase may pay, where it names one. */
function dearest(request: OrderRequestInput): Money | null {
  switch (request.kind) {
    case 'market':
      return null
    case 'limit':
    case 'stop_limit':
    case 'take_profit_limit':
      return Money.parse(request.price)
    case 'stop_loss':
    case 'take_profit':
      return Money.parse(request.triggerPrice)
    case 'trailing_stop':
      return request.limitPrice === null ? null : Money.parse(request.limitPrice)
    case 'oco':
      return Money.parse(request.stopLoss.limitPrice ?? request.stopLoss.triggerPrice)
  }
}

function lastPrice(ticker: TickerView | null): Money | null {
  const text = ticker?.last ?? ticker?.bid ?? ticker?.ask ?? null
  return text === null ? null : Money.parse(text)
}

/** Where an order starts: its own limit, or the market. */
function startOf(request: OrderRequestInput, ticker: TickerView | null): Money | null {
  const market = marketPrice(request.side, ticker)
  return request.kind === 'limit' && market !== null ? Money.parse(request.price) : market
}

/** How far a price lies from another, per cent, never below zero. */
function apart(price: Money, from: Money): Money {
  return from.isPositive() ? price.minus(from).abs().times(hundred).dividedBy(from, 2) : Money.zero
}

function pricesOf(
  request: OrderRequestInput,
  start: Money,
  last: Money,
  { ticker, limits }: Known,
): readonly OrderWarning[] {
  const waits = (field: DraftField, text: DecimalText | null, from: Money): readonly OrderWarning[] =>
    awayFrom(field, text, from, limits)
  const best = marketPrice(request.side, ticker) ?? last
  switch (request.kind) {
    case 'market':
      return [...through(best, last, request.side, limits), ...exitWarnings(request.exits, start, limits)]
    case 'limit': {
      const isPassive = request.side === 'buy' ? start.lessThan(best) : start.greaterThan(best)
      return [
        ...through(start, best, request.side, limits),
        ...(isPassive ? waits('price', request.price, best) : []),
        ...exitWarnings(request.exits, start, limits),
      ]
    }
    case 'stop_loss':
    case 'take_profit':
      return waits('triggerPrice', request.triggerPrice, last)
    case 'stop_limit':
    case 'take_profit_limit':
      return [
        ...waits('triggerPrice', request.triggerPrice, last),
        ...waits('price', request.price, Money.parse(request.triggerPrice)),
      ]
    case 'trailing_stop':
      return [...waits('activationPrice', request.activationPrice, last), ...waits('price', request.limitPrice, last)]
    case 'oco':
      return exitWarnings(request, start, limits)
  }
}

/** A price that an order takes at once, where it is that much worse than the market. */
function through(
  price: Money,
  market: Money,
  side: OrderRequestInput['side'],
  { throughPercent }: WarningLimits,
): readonly OrderWarning[] {
  const isWorse = side === 'buy' ? price.greaterThan(market) : price.lessThan(market)
  const percent = apart(price, market)
  if (!isWorse || throughPercent === null || percent.atMost(Money.parse(throughPercent))) return []
  return [{ kind: 'through', ...compared(price, market, percent) }]
}

/** A price that waits, where it is that far from another. */
function awayFrom(
  field: DraftField,
  text: DecimalText | null,
  from: Money,
  { awayPercent }: WarningLimits,
): readonly OrderWarning[] {
  if (text === null || awayPercent === null) return []
  const price = Money.parse(text)
  const percent = apart(price, from)
  return percent.atMost(Money.parse(awayPercent)) ? [] : [{ kind: 'away', field, ...compared(price, from, percent) }]
}

const compared = (price: Money, market: Money, percent: Money): Compared => ({
  price: price.toString(),
  market: market.toString(),
  percent: percent.truncated(1).toString(),
})

/** Exits far from where the position starts, or whose limit has nothing to do with its trigger. */
export function exitWarnings(
  exits: { readonly takeProfit: Leg | null; readonly stopLoss: Leg | null } | null,
  start: Money,
  limits: WarningLimits,
): readonly OrderWarning[] {
  const leg = (name: ExitLegName): readonly OrderWarning[] => {
    const exit = exits?.[name] ?? null
    if (exit === null) return []
    return [
      ...awayFrom(`${name}.triggerPrice`, exit.triggerPrice, start, limits),
      ...awayFrom(`${name}.limitPrice`, exit.limitPrice, Money.parse(exit.triggerPrice), limits),
    ]
  }
  return exitLegNames.flatMap(leg)
}

interface Leg {
  readonly triggerPrice: DecimalText
  readonly limitPrice: DecimalText | null
}

function unusual(
  request: OrderRequestInput,
  start: Money | null,
  usualText: DecimalText | null,
  limit: DecimalText | null,
): readonly OrderWarning[] {
  if (usualText === null || limit === null) return []
  const usual = Money.parse(usualText)
  const quantity = plainQuantity(request, start)
  if (quantity === null || !usual.isPositive()) return []
  const times = quantity.dividedBy(usual, 0)
  if (times.lessThan(Money.parse(limit))) return []
  return [{ kind: 'unusual', quantity: quantity.toString(), usual: usual.toString(), times: times.toString() }]
}

/** Base units, also of an amount in quote. */
function plainQuantity(request: OrderRequestInput, price: Money | null): Money | null {
  if (request.kind !== 'market') return Money.parse(request.quantity)
  const value = Money.parse(request.amount.value)
  if (request.amount.unit === 'base') return value
  return price?.isPositive() === true ? value.dividedBy(price, 8) : null
}

/** The middle one of some quantities; null: there are none. */
export function middleOf(quantities: readonly Money[]): Money | null {
  const sorted = quantities.toSorted((one, other) => one.compare(other))
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

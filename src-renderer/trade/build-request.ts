import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { en } from '../i18n/en.ts'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'
import type { MarketView } from '../views.ts'
import {
  type ExitDraft,
  type OrderDraft,
  shapeOf,
  type TicketShape,
  timeInForceOf,
  totalPriceOf,
  unitOf,
} from './draft.ts'
import type { ExitLegName } from './exits-shape.ts'
import { quantityOfTotal } from './sizing.ts'

/** The inputs of the form; `form` is the order as a whole. */
const draftFields = [
  'amount',
  'price',
  'triggerPrice',
  'trailingBips',
  'activationPrice',
  'timeInForce',
  'takeProfit.triggerPrice',
  'takeProfit.limitPrice',
  'stopLoss.triggerPrice',
  'stopLoss.limitPrice',
  'exits',
  'form',
] as const
export type DraftField = (typeof draftFields)[number]

/** What is wrong with an input, before anybody is asked. Numbers in `params` and `offers` are plain decimal texts. */
export interface Problem {
  readonly key: keyof (typeof en)['problem']
  readonly params: Readonly<Record<string, string>>
  /** What would do instead: the nearest value on the market's step. */
  readonly offers?: readonly string[]
}

export type BuiltRequest =
  | { readonly ok: true; readonly request: OrderRequestInput }
  | { readonly ok: false; readonly problems: ReadonlyMap<DraftField, Problem> }

const maxLength = 40
const bipsPerPercent = Money.parse('100')

/** Collects the problems of one form while its values are read. */
class Reader {
  readonly problems = new Map<DraftField, Problem>()
  readonly #symbol: string

  constructor(symbol: string) {
    this.#symbol = symbol
  }

  refuse(
    field: DraftField,
    key: Problem['key'],
    params: Record<string, string> = {},
    offers: readonly string[] = [],
  ): null {
    if (!this.problems.has(field))
      this.problems.set(field, {
        key,
        params: { symbol: this.#symbol, ...params },
        ...(offers.length > 0 && { offers }),
      })
    return null
  }

  /** A decimal number above zero. */
  positive(field: DraftField, text: TypedNumber): Money | null {
    if (typeof text !== 'string') {
      const [first, second] = text.readings
      return this.refuse(field, 'ambiguous', { first, second })
    }
    if (text === '') return this.refuse(field, 'missing')
    if (text.length > maxLength) return this.refuse(field, 'tooLong')
    const value = Money.tryParse(text)
    if (value === null) return this.refuse(field, 'notANumber', { value: text })
    return value.isPositive() ? value : this.refuse(field, 'notPositive')
  }

  /** A positive multiple of a step, within bounds. */
  stepped(
    field: DraftField,
    text: TypedNumber,
    step: string,
    minimum: string | null,
    maximum: string | null,
  ): string | null {
    const value = this.positive(field, text)
    if (value === null) return null
    const parsedStep = Money.parse(step)
    const plain = value.toString()
    if (!value.isMultipleOf(parsedStep)) {
      const key = value.decimals() > parsedStep.decimals() ? 'tooPrecise' : 'offStep'
      const on = onStep(value, parsedStep, field === 'amount')
      const fits =
        on.isPositive() &&
        (minimum === null || on.atLeast(Money.parse(minimum))) &&
        (maximum === null || on.atMost(Money.parse(maximum)))
      return this.refuse(field, key, { value: plain, step }, fits ? [on.toString()] : [])
    }
    if (minimum !== null && value.lessThan(Money.parse(minimum))) {
      return this.refuse(field, 'belowMinimum', { value: plain, minimum })
    }
    if (maximum !== null && value.greaterThan(Money.parse(maximum))) {
      return this.refuse(field, 'aboveMaximum', { value: plain, maximum })
    }
    return plain
  }
}

/** The nearest multiple of a step; of an amount never more than was typed. */
function onStep(value: Money, step: Money, isAmount: boolean): Money {
  const below = value.floorToStep(step)
  const above = below.plus(step)
  return isAmount || value.minus(below).atMost(above.minus(value)) ? below : above
}

/**
 * The request that a form stands for, or what is wrong with each input. It checks what the market's steps and bounds
 * tell; notional, price bands and sides of triggers are the gateway's to judge (`orders.preview`).
 */
export function buildRequest(draft: OrderDraft, market: MarketView): BuiltRequest {
  const reader = new Reader(market.symbol)
  const request = read(draft, market, shapeOf(draft, market), reader)
  return request === null || reader.problems.size > 0 ? { ok: false, problems: reader.problems } : { ok: true, request }
}

function read(draft: OrderDraft, market: MarketView, shape: TicketShape, reader: Reader): OrderRequestInput | null {
  const common = { symbol: market.symbol, side: draft.side }
  const price = (field: DraftField, text: TypedNumber): string | null =>
    reader.stepped(field, text, market.tickSize, market.price.min, market.price.max)
  const optionalPrice = (field: DraftField, text: TypedNumber): string | null =>
    text === '' ? null : price(field, text)
  const quantity = (): string | null => readQuantity(draft, market, shape, reader)

  switch (shape.kind) {
    case 'market': {
      const value = readMarketAmount(draft, market, shape, reader)
      const exits = readExits(draft, market, reader)
      if (value === null) return null
      return { kind: 'market', ...common, amount: { unit: unitOf(draft, shape), value }, exits }
    }
    case 'limit': {
      const value = quantity()
      const limit = price('price', draft.price)
      const exits = readExits(draft, market, reader)
      const postOnly = shape.postOnly && draft.postOnly
      const timeInForce = timeInForceOf(draft, shape)
      if (postOnly && timeInForce !== 'gtc') reader.refuse('timeInForce', 'postOnlyTimeInForce')
      if (value === null || limit === null) return null
      return { kind: 'limit', ...common, quantity: value, price: limit, timeInForce, postOnly, exits }
    }
    case 'stop_loss':
    case 'take_profit': {
      const value = quantity()
      const triggerPrice = price('triggerPrice', draft.triggerPrice)
      if (value === null || triggerPrice === null) return null
      return { kind: shape.kind, ...common, quantity: value, triggerPrice }
    }
    case 'stop_limit':
    case 'take_profit_limit': {
      const value = quantity()
      const triggerPrice = price('triggerPrice', draft.triggerPrice)
      const limit = price('price', draft.price)
      if (value === null || triggerPrice === null || limit === null) return null
      const timeInForce = timeInForceOf(draft, shape)
      return { kind: shape.kind, ...common, quantity: value, triggerPrice, price: limit, timeInForce }
    }
    case 'trailing_stop': {
      const value = quantity()
      const trailingBips = readTrailing(draft, market, reader)
      const activationPrice = shape.activation ? optionalPrice('activationPrice', draft.activationPrice) : null
      const limitPrice = shape.price === 'optional' ? optionalPrice('price', draft.price) : null
      if (value === null || trailingBips === null) return null
      return { kind: 'trailing_stop', ...common, quantity: value, trailingBips, activationPrice, limitPrice }
    }
    case 'oco': {
      const value = quantity()
      const takeProfit = readLeg('takeProfit', draft.takeProfit, market, reader)
      const stopLoss = readLeg('stopLoss', draft.stopLoss, market, reader)
      if (value === null || takeProfit === null || stopLoss === null) return null
      return { kind: 'oco', ...common, quantity: value, takeProfit, stopLoss }
    }
  }
}

/** The quantity as typed, or as much as the typed total comes to at the typed price. */
function readQuantity(draft: OrderDraft, market: MarketView, shape: TicketShape, reader: Reader): string | null {
  const { min, max } = market.quantity
  if (unitOf(draft, shape) === 'base') return reader.stepped('amount', draft.amount, market.lotStep, min, max)
  const total = reader.positive('amount', draft.amount)
  const price = numberIn(totalPriceOf(draft, shape))
  // What is wrong with the price is said beside the price.
  if (total === null || price?.isPositive() !== true) return null
  const quantity = quantityOfTotal(total, price, market)
  if (!quantity.isPositive())
    return reader.refuse('amount', 'belowMinimum', { value: '0', minimum: min ?? market.lotStep })
  return reader.stepped('amount', quantity.toString(), market.lotStep, min, max)
}

function readMarketAmount(draft: OrderDraft, market: MarketView, shape: TicketShape, reader: Reader): string | null {
  if (unitOf(draft, shape) === 'quote') {
    return reader.stepped('amount', draft.amount, market.quoteStep, null, null)
  }
  const { min, max } = market.quantity
  const value = reader.stepped('amount', draft.amount, market.lotStep, min, max)
  if (value === null) return null
  const { marketQuantity, marketLotStep } = market
  return reader.stepped('amount', value, marketLotStep, marketQuantity.min, marketQuantity.max)
}

/** Per cent, as typed, to whole basis points. */
function readTrailing(draft: OrderDraft, market: MarketView, reader: Reader): number | null {
  const percent = reader.positive('trailingBips', draft.trailingPercent)
  const range = market.capabilities.trailing
  if (percent === null || range === null) return null
  const bips = percent.times(bipsPerPercent)
  if (bips.decimals() > 0) {
    return reader.refuse('trailingBips', 'tooPrecise', { value: percent.toString(), step: '0.01' })
  }
  const { minBips, maxBips } = range
  if (bips.lessThan(Money.parse(String(minBips))) || bips.greaterThan(Money.parse(String(maxBips)))) {
    const params = { minimum: percentOfBips(minBips), maximum: percentOfBips(maxBips) }
    return reader.refuse('trailingBips', 'outOfRange', params)
  }
  return Number(bips.toString())
}

/** 50 basis points are `0.5` per cent. */
export function percentOfBips(bips: number): string {
  return Money.parse(String(bips)).dividedBy(bipsPerPercent).toString()
}

export interface Leg {
  triggerPrice: string
  limitPrice: string | null
}

/** An empty limit price is a market exit. */
function readLeg(name: ExitLegName, exit: ExitDraft, market: MarketView, reader: Reader): Leg | null {
  const price = (field: DraftField, text: TypedNumber): string | null =>
    reader.stepped(field, text, market.tickSize, market.price.min, market.price.max)
  const triggerPrice = price(`${name}.triggerPrice`, exit.triggerPrice)
  const limitPrice = exit.limitPrice === '' ? null : price(`${name}.limitPrice`, exit.limitPrice)
  return triggerPrice === null ? null : { triggerPrice, limitPrice }
}

function readExits(
  draft: OrderDraft,
  market: MarketView,
  reader: Reader,
): { takeProfit: Leg | null; stopLoss: Leg | null } | null {
  const leg = (name: ExitLegName): Leg | null =>
    draft[name].enabled ? readLeg(name, draft[name], market, reader) : null
  const exits = { takeProfit: leg('takeProfit'), stopLoss: leg('stopLoss') }
  return exits.takeProfit === null && exits.stopLoss === null ? null : exits
}

/** What is wrong with the prices of exits typed by themselves, and the exits where nothing is. */
export function buildExits(
  typed: Readonly<Record<ExitLegName, ExitDraft>>,
  market: MarketView,
): {
  readonly problems: ReadonlyMap<DraftField, Problem>
  readonly takeProfit: Leg | null
  readonly stopLoss: Leg | null
} {
  const reader = new Reader(market.symbol)
  const leg = (name: ExitLegName): Leg | null =>
    typed[name].enabled ? readLeg(name, typed[name], market, reader) : null
  return { takeProfit: leg('takeProfit'), stopLoss: leg('stopLoss'), problems: reader.problems }
}

/** The input that a refusal of the gateway belongs to. Its words are those of src-shared/order.ts and contract.ts. */
export function fieldOfError(field: string | null): DraftField {
  if (field === null) return 'form'
  const name = field.replace(/^(?:request\.|exits\.)+/, '')
  if (name === 'quantity' || name === 'amount.value' || name === 'quoteQuantity') return 'amount'
  if (name === 'limitPrice') return 'price'
  if (name === 'takeProfit' || name === 'stopLoss') return `${name}.triggerPrice`
  if (name === 'postOnly') return 'timeInForce'
  return draftFields.find((each) => each === name) ?? 'form'
}

/** What is wrong with a quantity typed for an order on this market; null: nothing. */
export function checkQuantity(text: TypedNumber, market: MarketView): Problem | null {
  const reader = new Reader(market.symbol)
  reader.stepped('amount', text, market.lotStep, market.quantity.min, market.quantity.max)
  return reader.problems.get('amount') ?? null
}

/** The same for a price. */
export function checkPrice(field: 'price' | 'triggerPrice', text: TypedNumber, market: MarketView): Problem | null {
  const reader = new Reader(market.symbol)
  reader.stepped(field, text, market.tickSize, market.price.min, market.price.max)
  return reader.problems.get(field) ?? null
}

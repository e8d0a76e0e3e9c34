import { Money } from '../money.ts'
import type { OrderFee, Side } from '../order.ts'

/** Which purchase a sale takes its cost from: the oldest first, or a share of all. */
export const costMethods = ['fifo', 'average'] as const
export type CostMethod = (typeof costMethods)[number]

/** A fill of one account as far as its cost needs it; `base` and `quote` are those of its symbol. */
export interface TradedFill {
  readonly id: string
  readonly orderId: string
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly side: Side
  readonly price: Money
  /** Base units. */
  readonly quantity: Money
  readonly fee: OrderFee | null
  /** Epoch ms. */
  readonly time: number
}

/** What was bought at once and is not sold yet; `cost` in the currency, fees included. null: nobody knows. */
interface Lot {
  readonly quantity: Money
  readonly cost: Money | null
  readonly time: number
}

/** What is left of an asset, the oldest lot first. */
export interface Position {
  readonly lots: readonly Lot[]
}

/** Something that was given away: sold, paid with, or paid as a fee. Values in the currency; null: nobody knows. */
export interface Disposal {
  readonly time: number
  readonly asset: string
  readonly quantity: Money
  /** What of it came from purchases whose cost is known; the rest was never seen bought. */
  readonly costedQuantity: Money
  /** After fees. Of all of `quantity`. */
  readonly proceeds: Money | null
  /** Of `costedQuantity`. */
  readonly cost: Money
  /** Proceeds of `costedQuantity` minus its cost; null: not known for any of it. */
  readonly result: Money | null
  readonly how: 'sold' | 'paid_with' | 'fee'
  readonly fill: TradedFill
}

/** A fee that was paid; a rebate is negative. `value` in the currency; null: nobody knows. */
export interface PaidFee {
  readonly time: number
  readonly asset: string
  readonly amount: Money
  readonly value: Money | null
}

export interface CostBasis {
  readonly positions: ReadonlyMap<string, Position>
  /** Oldest first. */
  readonly disposals: readonly Disposal[]
  readonly fees: readonly PaidFee[]
}

export interface CostOptions {
  readonly method: CostMethod
  /** What everything is reckoned in. */
  readonly currency: string
  /** Assets that are paid with and have no cost of their own, besides the currency (see {@link isMoney}). */
  readonly isMoney: (asset: string) => boolean
  /** One unit of an asset in the currency at a time, epoch ms; null: nobody knows. Asked for no fill quoted in it. */
  readonly rateAt: (asset: string, time: number) => Money | null
}

/** Values are kept to so many decimals, cut. */
const decimals = 18

/**
 * Lots, results and fees of one account from its fills, the oldest first. A fee in the base reduces what was got, one
 * in the quote raises the cost or lowers the proceeds; one in a third asset counts with its value at that time, and
 * where nobody knows that, it is in `fees` without a value and in no cost. A pair of two coins gives one away for the
 * other at what it was worth at that time. What was never seen bought has no cost, rather than one of zero. Money has
 * no lots: what its own price does against the currency is no result here.
 */
export function costBasis(fills: Iterable<TradedFill>, options: CostOptions): CostBasis {
  const book = openCostBook(options)
  for (const fill of fills) book.add(fill)
  return book.basis()
}

/** As {@link costBasis} one fill after the other, for whoever has something else to do in between. */
export interface CostBook {
  /** Fills have to come the oldest first. */
  add(fill: TradedFill): void
  basis(): CostBasis
}

export function openCostBook(options: CostOptions): CostBook {
  const { currency, rateAt } = options
  const hasCost = (asset: string): boolean => asset !== currency && !options.isMoney(asset)
  const stocks = new Map<string, Stock>()
  const disposals: Disposal[] = []
  const fees: PaidFee[] = []
  const stockOf = (asset: string): Stock => {
    const known = stocks.get(asset)
    if (known !== undefined) return known
    const made = new Stock(options.method)
    stocks.set(asset, made)
    return made
  }
  const rate = (asset: string, time: number): Money | null => (asset === currency ? Money.one : rateAt(asset, time))
  const get = (asset: string, quantity: Money, cost: Money | null, time: number): void => {
    if (hasCost(asset) && quantity.isPositive()) stockOf(asset).add({ quantity, cost, time })
  }
  const give = (
    how: Disposal['how'],
    asset: string,
    quantity: Money,
    proceeds: Money | null,
    fill: TradedFill,
  ): void => {
    if (!hasCost(asset) || !quantity.isPositive()) return
    const { costed, cost } = stockOf(asset).take(quantity)
    const earned = proceeds && partOf(proceeds, costed, quantity)
    const result = earned === null || costed.isZero() ? null : earned.minus(cost)
    disposals.push({ time: fill.time, asset, quantity, costedQuantity: costed, proceeds, cost, result, how, fill })
  }

  const add = (fill: TradedFill): void => {
    const { base, quote, side, quantity, time } = fill
    const inQuote = fill.price.times(quantity)
    const fee = fill.fee !== null && !fill.fee.amount.isZero() ? fill.fee : null
    const quoteRate = rate(quote, time)
    const feeValue = fee && valueOf(fee.amount, feeRate(fee, fill, quoteRate, rate))
    if (fee !== null) fees.push({ time, asset: fee.asset, amount: fee.amount, value: feeValue })
    const inBaseFee = fee?.asset === base ? fee.amount : Money.zero
    const inQuoteFee = fee?.asset === quote ? fee.amount : Money.zero
    const third = fee !== null && fee.asset !== base && fee.asset !== quote ? fee : null
    const thirdValue = third === null ? Money.zero : (feeValue ?? Money.zero)
    if (side === 'buy') {
      const paid = inQuote.plus(inQuoteFee)
      const paidValue = valueOf(paid, quoteRate)
      give('paid_with', quote, paid, paidValue, fill)
      get(base, quantity.minus(inBaseFee), plus(paidValue, thirdValue), time)
    } else {
      const received = inQuote.minus(inQuoteFee)
      give('sold', base, quantity.plus(inBaseFee), plus(valueOf(received, quoteRate), thirdValue.negated()), fill)
      get(quote, received, valueOf(received, quoteRate), time)
    }
    if (third === null) return
    if (third.amount.isPositive()) give('fee', third.asset, third.amount, feeValue, fill)
    else get(third.asset, third.amount.abs(), feeValue, time)
  }
  const basis = (): CostBasis => {
    const positions = [...stocks].map(([asset, stock]) => [asset, { lots: stock.lots() }] as const)
    return { positions: new Map(positions), disposals, fees }
  }
  return { add, basis }
}

/** A fee in the base is worth what the fill itself paid for it. */
function feeRate(
  { asset }: OrderFee,
  { base, quote, price, time }: TradedFill,
  quoteRate: Money | null,
  rate: (asset: string, time: number) => Money | null,
): Money | null {
  if (asset === quote) return quoteRate
  if (asset === base) return quoteRate && price.times(quoteRate)
  return rate(asset, time)
}

const valueOf = (amount: Money, rate: Money | null): Money | null => rate && amount.times(rate).truncated(decimals)
const plus = (value: Money | null, more: Money): Money | null => value?.plus(more) ?? null

/** The share of a value that a part has of the whole; all of it for the whole. */
function partOf(value: Money, part: Money, whole: Money): Money {
  return part.equals(whole) ? value : value.times(part).dividedBy(whole, decimals)
}

/** All there is of one asset. */
class Stock {
  readonly #method: CostMethod
  readonly #lots: Lot[] = []
  /** Lots before this one are used up. */
  #first = 0

  constructor(method: CostMethod) {
    this.#method = method
  }

  add(lot: Lot): void {
    this.#lots.push(lot)
  }

  lots(): readonly Lot[] {
    return this.#lots.slice(this.#first)
  }

  /** Takes up to a quantity out. @returns what of it has a known cost, and that cost */
  take(quantity: Money): { readonly costed: Money; readonly cost: Money } {
    return this.#method === 'fifo' ? this.#takeOldest(quantity) : this.#takeOfAll(quantity)
  }

  #takeOldest(quantity: Money): { readonly costed: Money; readonly cost: Money } {
    let [left, costed, cost] = [quantity, Money.zero, Money.zero]
    while (left.isPositive()) {
      const lot = this.#lots[this.#first]
      if (lot === undefined) break
      const part = Money.min(left, lot.quantity)
      const partCost = lot.cost && partOf(lot.cost, part, lot.quantity)
      if (part.equals(lot.quantity)) this.#first += 1
      else this.#lots[this.#first] = without(lot, part, partCost)
      left = left.minus(part)
      if (partCost === null) continue
      costed = costed.plus(part)
      cost = cost.plus(partCost)
    }
    return { costed, cost }
  }

  /** The same share of each lot, so that what is left goes on costing what it did on average. */
  #takeOfAll(quantity: Money): { readonly costed: Money; readonly cost: Money } {
    this.#merge()
    const lots = this.lots()
    const there = Money.sum(lots.map((lot) => lot.quantity))
    const taken = Money.min(quantity, there)
    let [left, costed, cost] = [taken, Money.zero, Money.zero]
    for (const [index, lot] of lots.entries()) {
      const isLast = index === lots.length - 1
      const part = isLast ? Money.min(left, lot.quantity) : partOf(lot.quantity, taken, there)
      const partCost = lot.cost && partOf(lot.cost, part, lot.quantity)
      this.#lots[this.#first + index] = without(lot, part, partCost)
      left = left.minus(part)
      if (partCost === null) continue
      costed = costed.plus(part)
      cost = cost.plus(partCost)
    }
    this.#drop()
    return { costed, cost }
  }

  /** With an average there are two lots at most: what has a known cost, and what has none. */
  #merge(): void {
    const merged = [true, false].flatMap((isKnown) => {
      const lots = this.lots().filter((lot) => (lot.cost !== null) === isKnown)
      const [oldest] = lots
      if (oldest === undefined) return []
      const quantity = Money.sum(lots.map((lot) => lot.quantity))
      const cost = isKnown ? Money.sum(lots.map((lot) => lot.cost ?? Money.zero)) : null
      return [{ quantity, cost, time: oldest.time }]
    })
    this.#lots.splice(0, this.#lots.length, ...merged)
    this.#first = 0
  }

  #drop(): void {
    const left = this.lots().filter((lot) => lot.quantity.isPositive())
    this.#lots.splice(0, this.#lots.length, ...left)
    this.#first = 0
  }
}

function without(lot: Lot, quantity: Money, cost: Money | null): Lot {
  return {
    ...lot,
    quantity: lot.quantity.minus(quantity),
    cost: lot.cost && cost && lot.cost.minus(cost),
  }
}

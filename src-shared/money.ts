import { Decimal } from 'decimal.js'

/** Enough digits for an exact product of two parsed numbers; division and rounding go towards zero, never up. */
const Exact = Decimal.clone({ precision: 160, rounding: Decimal.ROUND_DOWN, toExpNeg: -9e15, toExpPos: 9e15 })

const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const maxTextLength = 64
const maxExponent = 60
/** How exchanges write numbers, of a length that keeps the magnitude within bounds. */
const plainText = /^(?:0|[1-9]\d*)(?:\.\d+)?$/
const maxPlainLength = 40

/** Plain decimal text such as `0.00001`: how a Money travels between our processes. */
export type DecimalText = string

/** The text given to {@link Money.parse} is not a finite decimal number of a sane size. */
export class MoneyFormatError extends Error {
  constructor(text: string) {
    super(`not a decimal number: ${JSON.stringify(text.slice(0, 40))}`)
    this.name = 'MoneyFormatError'
  }
}

/**
 * An exact decimal: a price, an amount, a step. It is made from text only (JSON number text or string, `1e-05`
 * included), never from a JavaScript number, and prints in plain notation. Immutable.
 */
export class Money {
  /** Of the two, what it was made from, and the other once it is needed: most numbers are passed on, not counted with. */
  #text: DecimalText | null
  #decimal: Decimal | null

  private constructor(text: DecimalText | null, decimal: Decimal | null) {
    this.#text = text
    this.#decimal = decimal
  }

  static #of(decimal: Decimal): Money {
    return new Money(null, decimal)
  }

  get #value(): Decimal {
    this.#decimal ??= new Exact(this.#text ?? '0')
    return this.#decimal
  }

  static readonly zero = new Money('0', null)
  static readonly one = Money.parse('1')

  /**
   * @throws MoneyFormatError on anything but a finite decimal number of at most 64 characters and a magnitude within
   * 1e±60.
   */
  static parse(text: string): Money {
    if (text.length <= maxPlainLength && plainText.test(text)) {
      const plain = withoutTrailingZeros(text)
      // Most numbers of an exchange are this one: what has not been filled, what was not asked.
      return plain === '0' ? Money.zero : new Money(plain, null)
    }
    if (text.length > maxTextLength || !numberText.test(text)) throw new MoneyFormatError(text)
    const value = new Exact(text)
    if (!value.isFinite() || Math.abs(value.e) > maxExponent) throw new MoneyFormatError(text)
    return value.isZero() ? Money.zero : Money.#of(value)
  }

  /** As {@link parse}, with null for text that is not a number. */
  static tryParse(text: string): Money | null {
    try {
      return Money.parse(text)
    } catch (error) {
      if (error instanceof MoneyFormatError) return null
      throw error
    }
  }

  /** Whether two are equal; null equals null alone. */
  static same(a: Money | null, b: Money | null): boolean {
    return a === null || b === null ? a === b : a.equals(b)
  }

  static min(first: Money, ...rest: readonly Money[]): Money {
    return rest.reduce((least, each) => (each.lessThan(least) ? each : least), first)
  }

  static max(first: Money, ...rest: readonly Money[]): Money {
    return rest.reduce((most, each) => (each.greaterThan(most) ? each : most), first)
  }

  static sum(values: Iterable<Money>): Money {
    let total = Money.zero
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Money): Money {
    if (other.isZero()) return this
    if (this.isZero()) return other
    return Money.#of(this.#value.plus(other.#value))
  }

  minus(other: Money): Money {
    if (other.isZero()) return this
    return Money.#of(this.#value.minus(other.#value))
  }

  times(other: Money): Money {
    return Money.#of(this.#value.times(other.#value))
  }

  /** Quotient cut towards zero after `decimals` places (18 unless told). @throws RangeError when `other` is zero. */
  dividedBy(other: Money, decimals = 18): Money {
    if (other.isZero()) throw new RangeError('division by zero')
    return Money.#of(this.#value.dividedBy(other.#value).toDecimalPlaces(decimals, Decimal.ROUND_DOWN))
  }

  negated(): Money {
    return Money.zero.minus(this)
  }

  abs(): Money {
    return Money.#of(this.#value.abs())
  }

  /** The nearest multiple of `step` towards zero; unchanged when the step is zero (no constraint). */
  floorToStep(step: Money): Money {
    if (step.isZero()) return this
    return Money.#of(this.#value.dividedToIntegerBy(step.#value).times(step.#value))
  }

  /** Whether this is a whole number of steps; a step of zero constrains nothing. */
  isMultipleOf(step: Money): boolean {
    return step.isZero() || this.#value.modulo(step.#value).isZero()
  }

  /** Cut towards zero after `places` decimals. */
  truncated(places: number): Money {
    return Money.#of(this.#value.toDecimalPlaces(places, Decimal.ROUND_DOWN))
  }

  /** Rounded to the nearest value of so many significant digits: for what is told, never for what is sent. */
  rounded(significant: number): Money {
    return Money.#of(this.#value.toSignificantDigits(significant, Decimal.ROUND_HALF_EVEN))
  }

  /** How many digits stand after the decimal point, trailing zeros not counted. */
  decimals(): number {
    return this.#value.decimalPlaces()
  }

  equals(other: Money): boolean {
    if (this.#text !== null && other.#text !== null) return this.#text === other.#text
    return this.#value.equals(other.#value)
  }

  lessThan(other: Money): boolean {
    return this.#value.lessThan(other.#value)
  }

  greaterThan(other: Money): boolean {
    return this.#value.greaterThan(other.#value)
  }

  atMost(other: Money): boolean {
    return !this.greaterThan(other)
  }

  atLeast(other: Money): boolean {
    return !this.lessThan(other)
  }

  /** Negative, zero or positive, as Array.sort wants it. */
  compare(other: Money): number {
    return this.#value.comparedTo(other.#value)
  }

  isZero(): boolean {
    return this.#text === null ? this.#value.isZero() : this.#text === '0'
  }

  isPositive(): boolean {
    return !this.isZero() && !this.isNegative()
  }

  isNegative(): boolean {
    return this.#text === null ? this.#value.isNegative() && !this.#value.isZero() : this.#text.startsWith('-')
  }

  /** Plain notation with no trailing zeros: `0.00001`, `1000000`. */
  toString(): DecimalText {
    // eslint-disable-next-line no-restricted-syntax -- decimal.js's toFixed without places is its exact plain notation
    this.#text ??= this.#value.isZero() ? '0' : this.#value.toFixed()
    return this.#text
  }

  toJSON(): DecimalText {
    return this.toString()
  }
}

/** `1.50` as `1.5`, `2.00` as `2`. */
function withoutTrailingZeros(text: string): string {
  if (!text.includes('.')) return text
  let end = text.length
  while (text[end - 1] === '0') end -= 1
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end)
}

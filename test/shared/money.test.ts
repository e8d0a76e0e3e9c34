import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrice } from '../../src-shared/average-price.ts'
import { Money, MoneyFormatError } from '../../src-shared/money.ts'

/** Any decimal text of up to 15 + 15 digits, in plain or exponent notation, with the plain text that it means. */
const decimalText = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => ({ text: `${digits}e-${scale}`, digits, scale }))

const step = fc.constantFrom('0.00000001', '0.0001', '0.01', '0.5', '1', '10', '0.025').map((text) => Money.parse(text))

describe('Money.parse', () => {
  it.each([
    ['1e-05', '0.00001'],
    ['60.0', '60'],
    ['1000000', '1000000'],
    ['1E+3', '1000'],
    ['-0', '0'],
    ['.5', '0.5'],
    ['0.10000000', '0.1'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ])('reads %s as %s', (text, plain) => {
    expect(Money.parse(text).toString()).toBe(plain)
  })

  it.each(['', ' ', 'NaN', 'Infinity', '0x10', '1,5', '1 000', '--1', '1e', 'e5', '1e999', '1e-999', '9'.repeat(65)])(
    'refuses %j',
    (text) => {
      expect(() => Money.parse(text)).toThrow(MoneyFormatError)
      expect(Money.tryParse(text)).toBeNull()
    },
  )

  it('answers the same however a number is written', () => {
    const zeros = fc.constantFrom('', '0', '00000000')
    fc.assert(
      fc.property(decimalText, decimalText, zeros, ({ text }, { text: other }, more) => {
        const exponent = Money.parse(text)
        const digits = exponent.toString()
        const plain = Money.parse(digits.includes('.') ? digits + more : more === '' ? digits : `${digits}.${more}`)
        const second = Money.parse(other)
        const told = (money: Money): unknown => [
          money.toString(),
          [money.isZero(), money.isPositive(), money.isNegative(), money.decimals()],
          [money.plus(second), second.plus(money), money.minus(second), second.minus(money)].map(String),
          [money.equals(second), second.equals(money), money.compare(second), money.equals(exponent)],
        ]
        expect(told(plain)).toEqual(told(Money.parse(text)))
      }),
    )
  })

  it('keeps every digit through text and JSON', () => {
    fc.assert(
      fc.property(decimalText, ({ text }) => {
        const money = Money.parse(text)
        expect(Money.parse(money.toString()).equals(money)).toBe(true)
        expect(JSON.stringify({ money })).toBe(`{"money":"${money.toString()}"}`)
        expect(money.toString()).not.toMatch(/e/i)
      }),
    )
  })

  it('agrees with integer arithmetic', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (left, right) => {
        const unit = (value: bigint, scale: number): Money => Money.parse(`${value}e-${scale}`)
        const scale = Math.max(left.scale, right.scale)
        const lift = (each: typeof left): bigint => each.digits * 10n ** BigInt(scale - each.scale)
        const first = Money.parse(left.text)
        const second = Money.parse(right.text)
        expect(first.plus(second).toString()).toBe(unit(lift(left) + lift(right), scale).toString())
        expect(first.minus(second).toString()).toBe(unit(lift(left) - lift(right), scale).toString())
        expect(first.times(second).toString()).toBe(
          unit(left.digits * right.digits, left.scale + right.scale).toString(),
        )
        expect(Math.sign(first.compare(second))).toBe(
          Number(lift(left) > lift(right)) - Number(lift(left) < lift(right)),
        )
      }),
    )
  })
})

describe('an average price', () => {
  it.each([
    // Fills at 64 440.6 whose values the exchange has cut.
    ['0.6444059999', '0.00001', '64440.59999'],
    ['12.4827886258', '0.00019371', '64440.6'],
    ['1', '3', '0.3333333333'],
    ['2', '3', '0.6666666667'],
    ['1000000', '81.5', '12269.93865'],
    ['1', '84673.5', '0.00001181007045'],
    ['300', '3', '100'],
  ])('%s / %s is %s', (value, quantity, expected) => {
    expect(averagePrice(Money.parse(value), Money.parse(quantity))?.toString()).toBe(expected)
  })

  it('has ten digits at most, and is there only where something was executed', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 20n), fc.bigInt(1n, 10n ** 20n), (value, quantity) => {
        const price = averagePrice(Money.parse(`${value}e-8`), Money.parse(`${quantity}e-8`))
        const digits =
          price
            ?.toString()
            .replace('.', '')
            .replace(/^0+|0+$/g, '') ?? ''
        expect(digits.length).toBeLessThanOrEqual(10)
      }),
    )
    expect(averagePrice(null, Money.one)).toBeNull()
    expect(averagePrice(Money.zero, Money.one)).toBeNull()
    expect(averagePrice(Money.one, Money.zero)).toBeNull()
  })
})

describe('rounding', () => {
  it('never goes up and loses less than one step', () => {
    fc.assert(
      fc.property(decimalText, step, ({ text }, by) => {
        const value = Money.parse(text).abs()
        const rounded = value.floorToStep(by)
        expect(rounded.atMost(value)).toBe(true)
        expect(value.minus(rounded).lessThan(by)).toBe(true)
        expect(rounded.isMultipleOf(by)).toBe(true)
        expect(rounded.floorToStep(by).equals(rounded)).toBe(true)
      }),
    )
  })

  it('leaves 1000000 at step 1 alone, and everything at step 0', () => {
    expect(Money.parse('1000000').floorToStep(Money.one).toString()).toBe('1000000')
    expect(Money.parse('0.123').floorToStep(Money.zero).toString()).toBe('0.123')
  })

  it('cuts a quotient towards zero', () => {
    expect(Money.parse('2').dividedBy(Money.parse('3'), 4).toString()).toBe('0.6666')
    expect(() => Money.one.dividedBy(Money.zero)).toThrow(RangeError)
  })
})

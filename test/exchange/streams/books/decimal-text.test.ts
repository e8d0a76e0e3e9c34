import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareDecimals,
  decimalKey,
  decimalText,
  isZero,
} from '../../../../src-main/exchange/streams/books/decimal-text.ts'
import { Money } from '../../../../src-shared/money.ts'

const compare = (a: string, b: string): number => Math.sign(compareDecimals(decimalKey(a), decimalKey(b)))

/** A decimal with zeros before and after it that mean nothing. */
const padded = fc
  .tuple(fc.nat(3), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^\d{0,12}$/), fc.nat(3))
  .map(([before, whole, fraction, after]) => {
    const decimals = fraction + '0'.repeat(after)
    return `${'0'.repeat(before)}${whole}${decimals === '' ? '' : `.${decimals}`}`
  })

describe('an exact comparison of texts', () => {
  it.each([
    ['0.10', '0.1', 0],
    ['00.5', '0.50', 0],
    ['100', '100.000', 0],
    ['9', '10', -1],
    ['9.9', '10', -1],
    ['0.0024', '0.0023', 1],
    ['12.45', '12.5', -1],
    ['12', '12.000000000000000000001', -1],
    ['90071992547409931.1', '90071992547409931.2', -1],
    ['0', '0.0', 0],
    ['10', '1', 1],
  ])('%s and %s: %i', (a, b, expected) => {
    expect(compare(a, b)).toBe(expected)
    expect(compare(b, a)).toBe(expected === 0 ? 0 : -expected)
  })

  it('agrees with exact arithmetic, whatever zeros are written', () => {
    fc.assert(
      fc.property(padded, padded, (a, b) => {
        expect(compare(a, b)).toBe(Math.sign(Money.parse(a).compare(Money.parse(b))))
      }),
      { numRuns: 1_000 },
    )
  })

  it('gives one value one key', () => {
    fc.assert(
      fc.property(padded, (text) => {
        expect(decimalKey(text).digits).toBe(Money.parse(text).toString())
      }),
      { numRuns: 500 },
    )
  })
})

describe('what an exchange wrote', () => {
  it.each([
    ['0.00100000', '0.00100000'],
    ['26274', '26274'],
    ['1e-8', '0.00000001'],
    ['1.5E+3', '1500'],
    ['.5', '0.5'],
    ['-1', null],
    ['', null],
    ['1,5', null],
    ['NaN', null],
    ['0x10', null],
  ])('%s is read as %s', (text, expected) => {
    expect(decimalText(text)).toBe(expected)
  })

  it.each([
    ['0', true],
    ['0.00000000', true],
    ['00', true],
    ['0.00000001', false],
    ['10', false],
  ])('%s is nothing: %s', (text, expected) => {
    expect(isZero(text)).toBe(expected)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCut } from '../../src-renderer/ui/format.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'

describe('numbers are shown', () => {
  it.each([
    ['1234567.891', 'en', '1,234,567.891'],
    ['1234567.891', 'fr', '1\u202f234\u202f567,891'],
    ['-0.00001', 'en', '−0.00001'],
    ['999', 'fr', '999'],
    ['100000000000000000000.000000000000000001', 'en', '100,000,000,000,000,000,000.000000000000000001'],
    ['not a number', 'en', 'not a number'],
  ] as const)('%s in %s as %s', (text, language, shown) => {
    expect(formatDecimal(text, language)).toBe(shown)
  })

  it('adds zeros but never cuts digits', () => {
    expect(formatDecimal('65000.1', 'en', { minDecimals: 2 })).toBe('65,000.10')
    expect(formatDecimal('65000.123', 'en', { minDecimals: 2 })).toBe('65,000.123')
  })

  it('marks gains on request, and zero as neither', () => {
    expect(formatDecimal('1.5', 'en', { plusSign: true })).toBe('+1.5')
    expect(formatDecimal('0', 'en', { plusSign: true })).toBe('0')
  })

  it('cuts estimates towards zero', () => {
    expect(formatCut(Money.parse('1.999'), 2, 'en')).toBe('1.99')
    expect(formatCut(Money.parse('-1.999'), 2, 'fr')).toBe('−1,99')
  })

  it('keeps every digit, whatever the number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.stringMatching(/^\d{0,20}$/), (whole, fraction) => {
        const text = `${whole}${fraction === '' ? '' : `.${fraction}`}`
        const back = formatDecimal(text, 'en').replaceAll(',', '').replace('−', '-')
        expect(back).toBe(text)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIn, printTyped, readNumber } from '../../src-renderer/ui/typed-number.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { languages } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'

describe('what is typed', () => {
  it.each([
    // As the panel prints it.
    ['en', '64,000', '64000'],
    ['en', '45,000.00', '45000.00'],
    ['en', '1,234,567.891', '1234567.891'],
    ['en', '64.000', '64.000'],
    ['en', '−0.5', '-0.5'],
    ['fr', '64,000', '64.000'],
    ['fr', '64\u202f000,5', '64000.5'],
    ['fr', '1 234 567', '1234567'],
    // Other notations that mean one number only.
    ['en', '0,05', '0.05'],
    ['en', ',5', '.5'],
    ['en', '64,5', '64.5'],
    ['en', '64 000,500', '64000.500'],
    ['en', '1.234,50', '1234.50'],
    ['fr', '0.005', '0.005'],
    ['fr', '64000.123', '64000.123'],
    ['fr', '1.23456', '1.23456'],
    ['fr', '1,234.5', '1234.5'],
    ['fr', '1.234.567', '1234567'],
    ['fr', '1,234,567', '1234567'],
    ['en', ' 12.5 ', '12.5'],
    ['en', '1e-05', '1e-05'],
    ['en', '', ''],
  ] as const)('in %s %j is %s', (language, text, number) => {
    expect(readNumber(text, language)).toBe(number)
  })

  it.each([
    ['fr', '64.000', '64000', '64.000'],
    ['fr', '-1.234', '-1234', '-1.234'],
    ['en', '64,0001', '640001', '64.0001'],
    ['en', '64000,123', '64000123', '64000.123'],
  ] as const)('in %s %j is %s or %s', (language, text, first, second) => {
    expect(readNumber(text, language)).toEqual({ text, readings: [first, second] })
    expect(numberIn(readNumber(text, language))).toBeNull()
  })

  it.each(['abc', '1 2', '12,34,567', '1,23 456', '1.2.3', '64 00', '1,000.5.0', '45,000 USDT', '1,000,50', '.'])(
    '%j is no number in any language',
    (text) => {
      for (const language of languages) expect(numberIn(readNumber(text, language))).toBeNull()
    },
  )

  it('is, of what the panel prints, the number that was printed; in fields, too', () => {
    const decimal = fc
      .tuple(fc.bigInt(), fc.stringMatching(/^\d{0,12}$/))
      .map(([whole, fraction]) =>
        Money.parse(`${whole % 10n ** 20n}${fraction === '' ? '' : `.${fraction}`}`).toString(),
      )
    fc.assert(
      fc.property(decimal, fc.constantFrom(...languages), fc.nat(6), (text, language, minDecimals) => {
        const same = (printed: string): void => {
          const read = numberIn(readNumber(printed, language))
          expect(read?.toString()).toBe(text)
        }
        same(formatDecimal(text, language))
        same(formatDecimal(text, language, { minDecimals, plusSign: true }))
        same(printTyped(text, language))
      }),
    )
  })

  it('is never quietly a number that no reading gives', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9., ]{1,10}$/), fc.constantFrom(...languages), (text, language) => {
        const read = readNumber(text, language)
        const digits = (of: string): string => of.replace(/\D/g, '')
        const readings = typeof read === 'string' ? [read] : read.readings
        for (const each of readings) expect(digits(each)).toBe(digits(text))
      }),
    )
  })
})

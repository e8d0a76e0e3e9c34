import type { DecimalFormat } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { formatCut } from '../ui/format.ts'

/** Values below this are told with more digits, or they would all be zero. */
const small = Money.one

/** A value in a currency as people write it: cents, of bitcoin eight decimals; prices of cheap coins to five digits. */
export function valueText(
  text: string | null,
  currency: string,
  language: Language,
  format: DecimalFormat = {},
): string {
  if (text === null) return '—'
  return formatCut(Money.parse(text), currency === 'BTC' ? 8 : 2, language, format)
}

export function priceText(text: string | null, currency: string, language: Language): string {
  if (text === null) return '—'
  const value = Money.parse(text)
  if (value.isZero() || value.abs().atLeast(small)) return valueText(text, currency, language)
  const rounded = value.rounded(5)
  return formatCut(rounded, Math.max(2, rounded.decimals()), language)
}

export function percentText(text: string | null, language: Language, format: DecimalFormat = {}): string {
  if (text === null) return '—'
  const space = language === 'fr' ? '\u202f' : ''
  return `${formatCut(Money.parse(text), 2, language, format)}${space}%`
}

/** Which way a value points: for a colour beside its sign. */
export function toneOf(text: string | null): 'up' | 'down' | 'flat' {
  if (text === null) return 'flat'
  const value = Money.parse(text)
  return value.isZero() ? 'flat' : value.isNegative() ? 'down' : 'up'
}

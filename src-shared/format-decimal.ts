import type { Language } from './messages/index.ts'

/** Narrow no-break space between French thousands, as typographers want it. */
export const separators: Record<Language, { readonly group: string; readonly decimal: string }> = {
  en: { group: ',', decimal: '.' },
  fr: { group: '\u202f', decimal: ',' },
}
const plainDecimal = /^(-?)(\d+)(?:\.(\d+))?$/

export interface DecimalFormat {
  /** Zeros are added up to here; digits are never cut. */
  readonly minDecimals?: number
  readonly plusSign?: boolean
}

/**
 * A decimal text with grouped digits, every digit kept: no JavaScript number is involved. Other text is returned as it
 * is.
 */
export function formatDecimal(text: string, language: Language, format: DecimalFormat = {}): string {
  const parts = plainDecimal.exec(text)
  if (parts === null) return text
  const [, minus = '', whole = '', fraction = ''] = parts
  const { group, decimal } = separators[language]
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group)
  const decimals = fraction.padEnd(format.minDecimals ?? 0, '0')
  const positive = minus === '' && /[1-9]/.test(whole + fraction)
  const sign = minus === '' ? (format.plusSign === true && positive ? '+' : '') : '−'
  return sign + grouped + (decimals === '' ? '' : decimal + decimals)
}

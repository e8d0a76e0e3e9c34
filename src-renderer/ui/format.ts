import type { Language } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'

/** Narrow no-break space between French thousands, as typographers want it. */
export const separators: Record<Language, { readonly group: string; readonly decimal: string }> = {
  en: { group: ',', decimal: '.' },
  fr: { group: '\u202f', decimal: ',' },
}
const plainDecimal = /^(-?)(\d+)(?:\.(\d+))?$/

interface DecimalFormat {
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

/** A value cut (never rounded up) after `decimals` places, for estimates and percentages. */
export function formatCut(value: Money, decimals: number, language: Language, format: DecimalFormat = {}): string {
  return formatDecimal(value.truncated(decimals).toString(), language, { minDecimals: decimals, ...format })
}

/** How many decimals a step such as `0.01` has. */
export function stepDecimals(step: string): number {
  return Money.parse(step).decimals()
}

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' }

/** The user's own regional English or French where the system has one. */
function localeOf(language: Language): string {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages
  return preferred.find((each) => each.toLowerCase().startsWith(`${language}-`)) ?? locales[language]
}

export function formatTime(epochMs: number, language: Language): string {
  return formatterOf(localeOf(language), 'time').format(epochMs)
}

export function formatDateTime(epochMs: number, language: Language): string {
  return formatterOf(localeOf(language), 'dateTime').format(epochMs)
}

const timeFormats = {
  time: { timeStyle: 'medium' },
  dateTime: {
    year: '2-digit',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than drawing the row whose time it prints. */
function formatterOf(locale: string, format: keyof typeof timeFormats): Intl.DateTimeFormat {
  const name = `${format} ${locale}`
  const known = formatters.get(name)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, timeFormats[format])
  formatters.set(name, made)
  return made
}

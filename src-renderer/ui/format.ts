import { type DecimalFormat, formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'

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

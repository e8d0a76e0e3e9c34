import type { TFunction } from 'i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import type { OrderWarning, Shortage } from './order-warnings.ts'

/** A warning in the reader's words, with all digits. */
export function warningText(warning: OrderWarning, language: Language, t: TFunction): string {
  const number = (text: string): string => formatDecimal(text, language)
  switch (warning.kind) {
    case 'through': {
      const { price, market, percent } = warning
      return t('warnings.through', { price: number(price), market: number(market), percent: number(percent) })
    }
    case 'away': {
      const { field, price, market, percent } = warning
      return t('warnings.away', {
        field: t(`field.${field}`),
        price: number(price),
        market: number(market),
        percent: number(percent),
      })
    }
    case 'unusual': {
      const { quantity, usual, times } = warning
      return t('warnings.unusual', { quantity: number(quantity), usual: number(usual), times: number(times) })
    }
    case 'no_price':
      return t('warnings.noPrice')
    case 'no_balance':
      return t('warnings.noBalance')
    case 'short':
      return `${shortageText(warning, language, t)} ${t('warnings.shortLater')}`
  }
}

export function shortageText({ asset, needed, available }: Shortage, language: Language, t: TFunction): string {
  return t('warnings.short', {
    asset,
    needed: formatDecimal(needed, language),
    available: formatDecimal(available, language),
  })
}

/** What makes two warnings the same one while its numbers move. */
export function warningKey(warning: OrderWarning): string {
  return warning.kind === 'away' ? `away ${warning.field}` : warning.kind
}

import type { TFunction } from 'i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { formatCut } from '../ui/format.ts'
import type { ChartLevel } from './chart-levels.ts'
import { percentFrom } from './level-price.ts'

/** What a level is, short: role or kind, side, quantity. */
export function levelText({ role, kind, side, quantity, field }: ChartLevel, language: Language, t: TFunction): string {
  const isLimitOfTrigger = field === 'price' && kind !== 'limit'
  return [
    role === 'single' ? '' : t(`chart.role.${role}`),
    t(`side.${side}`),
    kind === null ? '' : t(`kind.${kind}`),
    isLimitOfTrigger ? t('chart.itsLimit') : '',
    quantity === null ? '' : formatDecimal(quantity, language),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Why a level cannot be moved; null: it can. */
export function fixedText({ move }: ChartLevel, t: TFunction): string | null {
  return move.kind === 'none' ? t(`chart.fixed.${move.why}`) : null
}

/** How far a price is from the market's, in words. */
export function distanceText(last: DecimalText | null, price: DecimalText, language: Language, t: TFunction): string {
  const percent = percentFrom(last, price)
  if (percent === null) return ''
  return t('chart.fromMarket', { percent: formatCut(percent, 2, language, { plusSign: true }) })
}

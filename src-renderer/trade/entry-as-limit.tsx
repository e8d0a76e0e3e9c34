import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { entrySlippageBips } from '../../src-shared/market-entry.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { percentOfBips } from './build-request.ts'

/** How a market entry with exits is really sent. */
export function EntryAsLimit(): ReactNode {
  const { t } = useTranslation()
  const percent = formatDecimal(percentOfBips(entrySlippageBips), useLanguage())
  return (
    <div className="soft small" role="status">
      {t('ticket.entryAsLimit', { percent })}
    </div>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What the licence of the chart's library asks for: its name, its notice, and a link to its makers. */
export function Attribution(): ReactNode {
  const { t } = useTranslation()
  return (
    <a
      className="chart-attribution"
      href="https://www.tradingview.com/"
      target="_blank"
      rel="noreferrer"
      title={t('chart.attribution')}
    >
      TradingView Lightweight Charts™
    </a>
  )
}

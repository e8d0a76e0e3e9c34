import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { Loaded, Panel } from '../ui/parts.tsx'
import { valueText } from './money-text.ts'
import { type HistorySpan, historySpans, type PortfolioView, useValueHistory, type Viewed } from './queries.ts'
import { Signed } from './signed.tsx'
import { changeOverDay, upToNow } from './value-change.ts'
import { ValueChart } from './value-chart.tsx'

const spans = Object.keys(historySpans) as readonly HistorySpan[]

/** What it is all worth, what it was, and how that went. */
export function ValuePanel({ portfolio, viewed }: { portfolio: PortfolioView; viewed: Viewed }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [span, setSpan] = useState<HistorySpan>('month')
  const history = useValueHistory(viewed, span)
  const lastDay = useValueHistory(viewed, 'day')
  const { currency, value, unrealised, unpriced } = portfolio
  const change = changeOverDay(lastDay.data ?? [], portfolio)
  return (
    <Panel
      title={t('portfolio.value')}
      head={
        <div className="push row-actions portfolio-spans" role="group" aria-label={t('portfolio.span')}>
          {spans.map((each) => (
            <Button
              key={each}
              size="compact-xs"
              variant="default"
              aria-pressed={each === span}
              onClick={() => setSpan(each)}
            >
              {t(`portfolio.spans.${each}`)}
            </Button>
          ))}
        </div>
      }
    >
      <p className="portfolio-value num" data-testid="portfolio-value">
        {valueText(value, currency, language)} <span className="portfolio-unit">{currency}</span>
      </p>
      <dl className="portfolio-figures">
        <div>
          <dt>{t('portfolio.change24h')}</dt>
          <dd>
            {change === null ? (
              <span className="soft">{t('portfolio.changeUnknown')}</span>
            ) : (
              <Signed
                value={change.amount.toString()}
                percent={change.percent?.toString() ?? null}
                currency={currency}
              />
            )}
          </dd>
        </div>
        <div>
          <dt>{t('portfolio.unrealised')}</dt>
          <dd>
            {unrealised === null ? (
              <span className="soft">{t('portfolio.costUnknown')}</span>
            ) : (
              <Signed value={unrealised} currency={currency} />
            )}
          </dd>
        </div>
      </dl>
      {unpriced.length > 0 && <p className="soft small">{t('portfolio.unpriced', { assets: unpriced.join(', ') })}</p>}
      <div className="portfolio-chart">
        <Loaded
          query={history}
          empty={(points) => (upToNow(points, portfolio).length < 2 ? t('portfolio.noHistory') : null)}
        >
          {(points) => <ValueChart points={upToNow(points, portfolio)} currency={currency} />}
        </Loaded>
      </div>
    </Panel>
  )
}

import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PeriodStep, periodSteps } from '../../src-shared/portfolio/periods.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { ErrorText, Loaded, Num, Panel } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { valueText } from './money-text.ts'
import { type ResultsView, useResults, type Viewed } from './queries.ts'
import { Signed } from './signed.tsx'

/** More would be read by nobody here; the table for spreadsheets has all. */
const mostPeriods = 60

/** What came of sales, and what was paid for them. */
export function ResultsPanel({ viewed, head }: { viewed: Viewed; head: ReactNode }): ReactNode {
  const { t } = useTranslation()
  const [step, setStep] = useState<PeriodStep>('month')
  const results = useResults(viewed, step)
  return (
    <Panel title={t('portfolio.results')} head={<div className="push row-actions">{head}</div>}>
      <NativeSelect
        label={t('portfolio.step')}
        value={step}
        data={periodSteps.map((value) => ({ value, label: t(`portfolio.steps.${value}`) }))}
        onChange={({ currentTarget: { value } }) => setStep(periodSteps.find((each) => each === value) ?? step)}
      />
      <Loaded query={results}>{(data) => <Results results={data} />}</Loaded>
    </Panel>
  )
}

function Results({ results }: { results: ResultsView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency, periods, fees, failed } = results
  return (
    <>
      {failed.map(({ accountId, name, error }) => (
        <div key={accountId} className="note warn" role="status">
          <strong>{t('portfolio.unreachable', { name })}</strong>
          <ErrorText error={error} />
        </div>
      ))}
      {periods.length === 0 ? (
        <div className="state">{t('portfolio.noResults')}</div>
      ) : (
        <div className="portfolio-scroll" tabIndex={0} role="group" aria-label={t('portfolio.results')}>
          <Table
            label={t('portfolio.results')}
            columns={[
              t('portfolio.period'),
              { end: t('portfolio.sales') },
              { end: t('portfolio.realised', { currency }) },
              { end: t('portfolio.feesPaid') },
            ]}
          >
            {periods.slice(0, mostPeriods).map((each) => (
              <tr key={each.period}>
                <td className="num">{each.period}</td>
                <td className="end num">
                  {each.sales}
                  {each.incomplete > 0 && (
                    <div className="soft small">{t('portfolio.incomplete', { count: each.incomplete })}</div>
                  )}
                </td>
                <td className="end">
                  <Signed value={each.sales === 0 ? null : each.result} currency={currency} />
                </td>
                <td className="end num">
                  {valueText(each.fees, currency, language)}
                  {each.unvaluedFees > 0 && (
                    <div className="soft small">{t('portfolio.unvaluedFees', { count: each.unvaluedFees })}</div>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {fees.length > 0 && (
        <>
          <h3 className="portfolio-sub">{t('portfolio.feesByAsset')}</h3>
          <Table
            label={t('portfolio.feesByAsset')}
            columns={[t('balances.asset'), { end: t('portfolio.amount') }, { end: t('portfolio.worth', { currency }) }]}
          >
            {fees.map(({ asset, amount, value }) => (
              <tr key={asset}>
                <td>{asset}</td>
                <td className="end">
                  <Num value={amount} />
                </td>
                <td className="end num">{valueText(value, currency, language)}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
      <p className="soft small">{t('portfolio.resultsHelp')}</p>
    </>
  )
}

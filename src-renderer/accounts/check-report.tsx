import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { type Verdict, verdicts } from '../../src-shared/verification.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { messageText } from '../ui/error-text.ts'
import { formatDateTime } from '../ui/format.ts'
import { Tag, type Tone } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'

type Report = CallOutput<'verifications.list'>[number]

const verdictTones = { agrees: 'good', differs: 'bad', not_observed: 'plain' } as const satisfies Record<Verdict, Tone>
const stepTones = {
  running: 'info',
  done: 'good',
  failed: 'bad',
  skipped: 'plain',
} as const satisfies Record<Report['steps'][number]['state'], Tone>
const outcomeNotes = {
  running: 'note',
  agrees: 'note good',
  differs: 'note bad',
  failed: 'note bad',
  interrupted: 'note warn',
} as const satisfies Record<Report['outcome'], string>

/** What differs comes first: it is what the person has to know. */
const byVerdict = (one: Report['results'][number], other: Report['results'][number]): number =>
  order.indexOf(one.verdict) - order.indexOf(other.verdict)
const order: readonly Verdict[] = ['differs', 'agrees', 'not_observed']

/** What a check of an account found out, so far. */
export function CheckReport({ report }: { report: Report }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { results, risk, leftStanding } = report
  const count = (verdict: Verdict): string =>
    formatDecimal(String(results.filter((each) => each.verdict === verdict).length), language)
  return (
    <div className="stack" aria-live="polite">
      <div className={outcomeNotes[report.outcome]} role="status">
        {t(`check.told.${report.outcome}`, { time: formatDateTime(report.startedAt, language) })}
      </div>
      {leftStanding.length > 0 && (
        <div className="note bad" role="alert">
          {t('check.leftStanding', { orders: leftStanding.join(', ') })}
        </div>
      )}
      {risk !== null && (
        <p className="soft small">
          {t('check.risk', {
            most: formatDecimal(risk.most, language),
            asset: risk.asset,
            symbol: risk.symbol,
          })}
        </p>
      )}
      <Table label={t('check.steps')} columns={[t('check.step'), t('check.state'), t('check.remark')]}>
        {report.steps.map((step) => (
          <tr key={step.id}>
            <td>{messageText(step.title, language, t)}</td>
            <td>
              <Tag tone={stepTones[step.state]}>{t(`check.stepState.${step.state}`)}</Tag>
            </td>
            <td className="wrap soft">{step.remark !== null && messageText(step.remark, language, t)}</td>
          </tr>
        ))}
      </Table>
      {results.length > 0 && (
        <>
          <div className="tags">
            {verdicts.map((verdict) => (
              <Tag key={verdict} tone={verdictTones[verdict]}>
                {t(`check.verdict.${verdict}`)} {count(verdict)}
              </Tag>
            ))}
          </div>
          <Table
            top
            label={t('check.assumptions')}
            columns={[t('check.assumption'), t('check.verdictHead'), t('check.answer')]}
          >
            {[...results].sort(byVerdict).map((result) => (
              <tr key={result.id}>
                <td className="wrap">
                  {messageText(result.assumption, language, t)}
                  <div className="soft small">{result.source}</div>
                </td>
                <td>
                  <Tag tone={verdictTones[result.verdict]}>{t(`check.verdict.${result.verdict}`)}</Tag>
                </td>
                <td className="wrap">
                  {result.remark !== null && <div>{messageText(result.remark, language, t)}</div>}
                  {result.switchedOff !== null && (
                    <div className="warn">
                      {t('check.switchedOff', {
                        what: sentence({ key: `switchable.${result.switchedOff}`, params: {} }, language),
                      })}
                    </div>
                  )}
                  {result.answer !== null && (
                    <details>
                      <summary className="soft small">{t('check.showAnswer')}</summary>
                      <pre className="answer" tabIndex={0}>
                        {result.answer}
                      </pre>
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </div>
  )
}

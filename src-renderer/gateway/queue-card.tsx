import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { isUnderPressure } from '../../src-shared/queue-figures.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useAccounts } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { Facts, Panel } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'

type Queue = CallOutput<'gateway.status'>['queue']

/** How many requests wait where, for how long, and whether the gateway keeps up. */
export function QueueCard({ queue }: { queue: Queue }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { limits } = queue
  const shown = (count: number): string => formatDecimal(String(count), language)
  return (
    <Panel title={t('queue.title')}>
      <div className="stack" data-pressure={isUnderPressure(queue)}>
        {isUnderPressure(queue) && (
          <div className="note warn" role="status">
            {t('queue.pressure')}
            {queue.turnedAway > 0 && ` ${t('queue.turnedAwayHelp', { count: queue.turnedAway })}`}
          </div>
        )}
        <Facts
          of={[
            [t('queue.depth'), <Count key="depth" value={queue.depth} />],
            [t('queue.waiting'), <Count key="waiting" value={queue.waiting} />],
            [t('queue.working'), <Count key="working" value={queue.working} />],
            [t('queue.oldest'), <Age key="oldest" ms={queue.oldestMs} />],
            [t('queue.turnedAway'), <Count key="away" value={queue.turnedAway} />],
          ]}
        />
        {queue.lanes.length > 0 && <LanesTable queue={queue} />}
        <p className="soft">
          {t('queue.limits', {
            working: shown(limits.working),
            waiting: shown(limits.waiting),
            exchange: shown(limits.workingOnExchange),
          })}
        </p>
      </div>
    </Panel>
  )
}

function LanesTable({ queue: { lanes } }: { queue: Queue }): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const nameOf = (accountId: string | null): string => {
    if (accountId === null) return t('queue.noAccount')
    const account = accounts.find(({ id }) => id === accountId)
    return account === undefined ? accountId : `${account.name} (${exchangeLabel(account.exchange)})`
  }
  return (
    <Table
      label={t('queue.byAccount')}
      columns={[
        t('gateway.account'),
        { end: t('queue.waiting') },
        { end: t('queue.working') },
        { end: t('queue.oldest') },
      ]}
    >
      {lanes.map(({ accountId, waiting, working, oldestMs }) => (
        <tr key={accountId ?? ''}>
          <td>{nameOf(accountId)}</td>
          <td className="end">
            <Count value={waiting} />
          </td>
          <td className="end">
            <Count value={working} />
          </td>
          <td className="end">
            <Age ms={oldestMs} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Count({ value }: { value: number | null }): ReactNode {
  const language = useLanguage()
  return <span className="num">{value === null ? '—' : formatDecimal(String(value), language)}</span>
}

function Age({ ms }: { ms: number | null }): ReactNode {
  const language = useLanguage()
  return (
    <span className="num">{ms === null ? '—' : `${formatDecimal(String(Math.round(ms / 100) / 10), language)} s`}</span>
  )
}

import { Button } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JournalFilter, JournalLine } from '../../src-shared/journal.ts'
import { BracketAlarm } from '../brackets/bracket-alarm.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { call } from '../panel-client.ts'
import { keys, useAccounts } from '../query.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatDateTime } from '../ui/format.ts'
import { Loaded } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import type { AccountView } from '../views.ts'
import { OrderInNeed } from './order-in-need.tsx'

const everyMs = 3_000
const inNeed: JournalFilter = {
  kind: null,
  symbol: null,
  text: null,
  accountId: null,
  origin: null,
  lines: 'orders',
  state: 'needs_attention',
  from: null,
  to: null,
}

/** Everything that waits for a person: orders whose outcome nobody could find out, and what brackets have to say. */
export function AttentionDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const [shown, setShown] = useState<number | null>(null)
  const orders = useQuery({
    queryKey: keys.ordersInNeed,
    queryFn: async () =>
      (await call('journal.search', { filter: inNeed, cursor: null, limit: 500 })).lines.filter(
        (line) => line.line === 'operation',
      ),
    refetchInterval: everyMs,
  })
  return (
    <Dialog onClose={onClose} size="xl" title={shown === null ? t('attention.title') : t('attention.orderTitle')}>
      {shown !== null ? (
        <OrderInNeed journalId={shown} accounts={accounts} onBack={() => setShown(null)} />
      ) : (
        <div className="stack">
          <h3>{t('attention.orders')}</h3>
          <Loaded query={orders} empty={(lines) => (lines.length === 0 ? t('attention.noOrder') : null)}>
            {(lines) => <Orders lines={lines} accounts={accounts} show={setShown} />}
          </Loaded>
          <h3>{t('attention.brackets')}</h3>
          <Alarms accounts={accounts} />
        </div>
      )}
    </Dialog>
  )
}

type Operation = Extract<JournalLine, { line: 'operation' }>

interface OrdersProps {
  readonly lines: readonly Operation[]
  readonly accounts: readonly AccountView[]
  readonly show: (journalId: number) => void
}

function Orders({ lines, accounts, show }: OrdersProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Table
      label={t('attention.orders')}
      columns={[
        t('orders.time'),
        t('confirm.account'),
        t('attention.what'),
        t('orders.symbol'),
        t('result.clientOrderId'),
        { end: t('common.actions') },
      ]}
    >
      {lines.map(({ journalId, at, accountId, operation, symbol, clientOrderId }) => (
        <tr key={journalId}>
          <td className="num">{formatDateTime(at, language)}</td>
          <td>{accounts.find(({ id }) => id === accountId)?.name ?? accountId}</td>
          <td>{t(`attention.operation.${operation}`)}</td>
          <td>{symbol ?? '—'}</td>
          <td className="num">{clientOrderId ?? '—'}</td>
          <td className="end">
            <Button size="compact-xs" variant="default" onClick={() => show(journalId)}>
              {t('attention.look')}
            </Button>
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Alarms({ accounts }: { accounts: readonly AccountView[] }): ReactNode {
  const { t } = useTranslation()
  const alarms = useQueries({
    queries: accounts.map(({ id: accountId }) => ({
      queryKey: keys.brackets(accountId),
      queryFn: () => call('brackets.list', { accountId }),
      refetchInterval: everyMs,
    })),
    combine: (results) =>
      results.flatMap(({ data }) => (data ?? []).filter(({ alarm, ended }) => alarm !== null && ended === null)),
  })
  if (alarms.length === 0) return <div className="soft">{t('attention.noBracket')}</div>
  return alarms.map((bracket) => (
    <div key={bracket.id} className="stack tight">
      <strong>
        {bracket.symbol} · {accounts.find(({ id }) => id === bracket.accountId)?.name ?? bracket.accountId}
      </strong>
      <BracketAlarm bracket={bracket} />
    </div>
  ))
}

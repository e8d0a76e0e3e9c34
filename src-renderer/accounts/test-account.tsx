import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { Dialog } from '../ui/dialog.tsx'
import { messageText } from '../ui/error-text.ts'
import { formatDateTime } from '../ui/format.ts'
import { ErrorNote, Facts, Tag } from '../ui/parts.tsx'
import { NumCell, Table } from '../ui/table.tsx'
import type { AccountView } from '../views.ts'

/** Asks the exchange what this account's key may do. */
export function TestAccount({ account, onClose }: { account: AccountView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const test = useQuery({
    queryKey: ['test', account.id],
    queryFn: () => call('accounts.test', { accountId: account.id }),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Dialog onClose={onClose} title={t('accounts.testTitle', { name: account.name })}>
      <div className="stack" aria-live="polite">
        {test.isFetching && (
          <div className="state">
            <Loader size="sm" />
            {t('accounts.testing')}
          </div>
        )}
        {!test.isFetching && test.error !== null && <ErrorNote error={viewOf(test.error)} />}
        {!test.isFetching && test.data !== undefined && <Report test={test.data} />}
        <div className="actions">
          <Button variant="default" disabled={test.isFetching} onClick={() => void test.refetch()}>
            {t('common.retry')}
          </Button>
          <Button data-autofocus onClick={onClose}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Report({ test }: { test: CallOutput<'accounts.test'> }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const told = (value: boolean | null): string =>
    value === null ? t('common.notTold') : value ? t('common.yes') : t('common.no')
  const { report } = test
  return (
    <>
      {test.connected ? (
        <div className="note good" role="status">
          {t('accounts.connected')}
        </div>
      ) : test.error !== null ? (
        <ErrorNote error={test.error} title={t('accounts.notConnected')} />
      ) : (
        <div className="note bad" role="alert">
          {t('accounts.notConnected')}
        </div>
      )}
      {report?.notes.map((note) => (
        <div key={note.key} className="note">
          {messageText(note, language, t)}
        </div>
      ))}
      {report?.canWithdraw === true && (
        <div className="note warn" role="alert">
          {t('accounts.withdrawWarning')}
        </div>
      )}
      <Facts
        of={[
          ...(report === null
            ? []
            : ([
                [t('accounts.accountKind'), report.accountKind],
                [t('accounts.canRead'), told(report.canRead)],
                [t('accounts.canTrade'), told(report.canTrade)],
                [
                  t('accounts.canWithdraw'),
                  <Tag key="withdraw" tone={report.canWithdraw === true ? 'bad' : 'plain'}>
                    {told(report.canWithdraw)}
                  </Tag>,
                ],
                [t('accounts.ipRestricted'), told(report.ipRestricted)],
                [
                  t('accounts.expiresAt'),
                  report.expiresAt === null ? t('common.notTold') : formatDateTime(report.expiresAt, language),
                ],
              ] as const)),
          [
            t('accounts.clock'),
            test.clockOffsetMs === null
              ? '—'
              : t('accounts.clockOffset', { offset: formatDecimal(String(test.clockOffsetMs), language) }),
          ],
        ]}
      />
      {test.sample.length > 0 && (
        <Table
          label={t('accounts.sample')}
          columns={[t('balances.asset'), { end: t('balances.available') }, { end: t('balances.total') }]}
        >
          {test.sample.map((balance) => (
            <tr key={balance.asset}>
              <td>{balance.asset}</td>
              <NumCell value={balance.available} />
              <NumCell value={balance.total} />
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

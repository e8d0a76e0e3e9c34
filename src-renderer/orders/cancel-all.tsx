import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cancelScopes } from '../../src-shared/cancel-scope.ts'
import type { CallInput, CallOutput } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote, ErrorText, Loaded } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import type { AccountView } from '../views.ts'

type Asked = CallInput<'orders.cancelAll'>

/** Cancels many orders: first whose, and how many that is; then what came of each. */
export function CancelAll({ account, onClose }: { account: AccountView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const [asked, setAsked] = useState<Asked>({ accountId: account.id, scope: 'mine', includeExits: false })
  const meant = useQuery({
    queryKey: keys.meantToCancel(asked),
    queryFn: () => call('orders.meantToCancel', asked),
    staleTime: 0,
    gcTime: 0,
  })
  const cancel = useMutation({
    mutationFn: () => call('orders.cancelAll', asked),
    retry: false,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: keys.allOrders }),
  })
  const count = meant.isFetching ? 0 : (meant.data?.orders.length ?? 0)
  const brackets = meant.isFetching ? 0 : (meant.data?.brackets ?? 0)
  const change = (part: Partial<Asked>): void => setAsked((before) => ({ ...before, ...part }))
  return (
    <Dialog onClose={onClose} size="lg" title={t('cancelAll.title')}>
      {cancel.data !== undefined ? (
        <Outcome result={cancel.data} onClose={onClose} />
      ) : (
        <div className="stack">
          <NativeSelect
            label={t('cancelAll.where')}
            value={asked.accountId === null ? 'all' : 'one'}
            data={[
              { value: 'one', label: account.name },
              { value: 'all', label: t('cancelAll.allAccounts') },
            ]}
            onChange={(event) => change({ accountId: event.currentTarget.value === 'all' ? null : account.id })}
          />
          <NativeSelect
            label={t('cancelAll.whose')}
            value={asked.scope}
            data={cancelScopes.map((value) => ({ value, label: t(`cancelAll.scope.${value}`) }))}
            onChange={(event) => {
              const scope = cancelScopes.find((each) => each === event.currentTarget.value)
              if (scope !== undefined) change({ scope })
            }}
          />
          <Checkbox
            size="xs"
            label={t('cancelAll.includeExits')}
            description={t('cancelAll.includeExitsHelp')}
            checked={asked.includeExits}
            onChange={(event) => change({ includeExits: event.currentTarget.checked })}
          />
          <Loaded query={meant} empty={({ orders }) => (orders.length === 0 ? t('cancelAll.none') : null)}>
            {({ orders }) => <Orders orders={orders} label={t('cancelAll.meant')} />}
          </Loaded>
          {meant.data?.failed.map(({ account: name, error }) => (
            <ErrorNote key={name} title={name} error={error} />
          ))}
          {brackets > 0 && <div className="note warn">{t('cancelAll.brackets', { count: brackets })}</div>}
          {cancel.error !== null && <ErrorNote error={viewOf(cancel.error)} />}
          <div className="actions">
            <Button variant="default" data-autofocus onClick={onClose}>
              {t('cancelAll.keep')}
            </Button>
            <Button
              className="execute-sell"
              disabled={!connected || (count === 0 && brackets === 0)}
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
            >
              {t('cancelAll.confirm', { count })}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

type Orders = CallOutput<'orders.meantToCancel'>['orders']

function Orders({ orders, label }: { orders: Orders; label: string }): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="scroll-list" tabIndex={0} role="group" aria-label={label}>
      <Table label={label} columns={[t('confirm.account'), t('orders.symbol'), t('result.orderId')]}>
        {orders.map(({ account, orderId, symbol }) => (
          <tr key={`${account} ${orderId}`}>
            <td>{account}</td>
            <td>{symbol}</td>
            <td className="num">{orderId}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

function Outcome({ result, onClose }: { result: CallOutput<'orders.cancelAll'>; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const { cancelled, failed } = result
  return (
    <div className="stack">
      <div className={failed.length === 0 ? 'note good' : 'note warn'} role="status" data-testid="cancel-all-result">
        <strong>{t('cancelAll.cancelled', { count: cancelled.length })}</strong>
        {failed.length > 0 && <div>{t('cancelAll.failed', { count: failed.length })}</div>}
      </div>
      {cancelled.length > 0 && <Orders orders={cancelled} label={t('cancelAll.done')} />}
      {failed.length > 0 && (
        <div className="scroll-list" tabIndex={0} role="group" aria-label={t('cancelAll.notDone')}>
          <Table
            label={t('cancelAll.notDone')}
            columns={[t('confirm.account'), t('result.orderId'), t('gateway.error')]}
          >
            {failed.map(({ account, orderId, error }) => (
              <tr key={`${account} ${orderId ?? ''}`}>
                <td>{account}</td>
                <td className="num">{orderId ?? '—'}</td>
                <td className="wrap">
                  <ErrorText error={error} />
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      <div className="actions">
        <Button data-autofocus onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  )
}

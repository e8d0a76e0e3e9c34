import { Button, NativeSelect } from '@mantine/core'
import { IconDatabaseImport, IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type RedisPermission, redisPermissions } from '../../src-shared/account.ts'
import type { AppInfo } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { forgetAccount, keys, queryClient, useAccounts, useDatabaseSettings } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Loaded, Panel, Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { WhileConnected } from '../ui/while-connected.tsx'
import type { AccountView } from '../views.ts'
import { AccountLimits } from './account-limits.tsx'
import { AddAccount } from './add-account.tsx'
import { CheckAccount } from './check-account.tsx'
import { KeyHealthCell } from './key-health.tsx'
import { KeychainMissing } from './keychain-missing.tsx'
import { isOpenWork, OpenWork } from './open-work.tsx'
import { OrderRouteTag } from './order-route.tsx'
import { PracticeOffer } from './practice-offer.tsx'
import { ReplaceKey } from './replace-key.tsx'
import { TakeOver } from './take-over.tsx'
import { TestAccount } from './test-account.tsx'

type Dialog =
  | { readonly kind: 'add' | 'takeOver' }
  | { readonly kind: 'test' | 'check' | 'limits' | 'key' | 'remove'; readonly account: AccountView }

/** The accounts the gateway may use: add, test, give a key, remove. */
export function AccountsScreen({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts()
  const hasDatabase = (useDatabaseSettings().data?.options ?? null) !== null
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = (): void => setDialog(null)
  /** As it is now: what a dialog saves shows in it. */
  const current = (opened: AccountView): AccountView => accounts.data?.find(({ id }) => id === opened.id) ?? opened
  return (
    <div className="page">
      <WhileConnected>
        <Panel
          title={t('accounts.title')}
          flush
          head={
            <div className="row push">
              {hasDatabase && (
                <Button
                  variant="default"
                  leftSection={<IconDatabaseImport size={14} />}
                  onClick={() => setDialog({ kind: 'takeOver' })}
                >
                  {t('takeOver.open')}
                </Button>
              )}
              <Button leftSection={<IconPlus size={14} />} onClick={() => setDialog({ kind: 'add' })}>
                {t('accounts.add')}
              </Button>
            </div>
          }
        >
          <Loaded query={accounts} empty={(list) => (list.length === 0 ? t('accounts.none') : null)}>
            {(list) => <AccountsTable accounts={list} now={accounts.dataUpdatedAt} open={setDialog} />}
          </Loaded>
        </Panel>
        {accounts.data !== undefined && <PracticeOffer accounts={accounts.data} />}
        <KeychainMissing keychain={info.keychain} />
      </WhileConnected>
      {dialog?.kind === 'add' && <AddAccount info={info} onClose={close} />}
      {dialog?.kind === 'takeOver' && <TakeOver info={info} onClose={close} />}
      {dialog?.kind === 'test' && <TestAccount account={dialog.account} onClose={close} />}
      {dialog?.kind === 'check' && <CheckAccount account={current(dialog.account)} onClose={close} />}
      {dialog?.kind === 'limits' && <AccountLimits account={current(dialog.account)} onClose={close} />}
      {dialog?.kind === 'key' && <ReplaceKey account={dialog.account} info={info} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveAccount account={dialog.account} onClose={close} />}
    </div>
  )
}

interface TableProps {
  readonly accounts: readonly AccountView[]
  /** Epoch ms, of when the list was read. */
  readonly now: number
  readonly open: (dialog: Dialog) => void
}

function AccountsTable({ accounts, now, open }: TableProps): ReactNode {
  const { t } = useTranslation()
  return (
    <Table
      columns={[
        t('accounts.name'),
        t('accounts.exchange'),
        t('accounts.environment'),
        { end: t('accounts.brokerId') },
        { end: t('accounts.userId') },
        t('accounts.key'),
        t('accounts.redis'),
        { end: t('common.actions') },
      ]}
    >
      {accounts.map((account) => (
        <tr key={account.id}>
          <td>{account.name}</td>
          <td>
            {exchangeLabel(account.exchange)} <OrderRouteTag account={account} />
          </td>
          <td>
            <Tag tone={account.environment.kind === 'production' ? 'plain' : 'warn'}>
              {t(`environment.${account.environment.kind}`)}
            </Tag>
            {account.environment.kind === 'practice' && account.environment.accountKind !== null && (
              <span className="soft small"> {account.environment.accountKind}</span>
            )}
          </td>
          <td className="end num">{account.brokerId}</td>
          <td className="end num">{account.userId}</td>
          <td>
            <KeyHealthCell account={account} now={now} />
          </td>
          <td>
            <Permission account={account} />
          </td>
          <td>
            <div className="row-actions">
              <RowAction
                text={t('accounts.test')}
                label={t('accounts.testOf', { name: account.name })}
                onClick={() => open({ kind: 'test', account })}
              />
              <RowAction
                text={t('accounts.check')}
                label={t('accounts.checkOf', { name: account.name })}
                onClick={() => open({ kind: 'check', account })}
              />
              <RowAction
                text={t('accounts.limits')}
                label={t('accounts.limitsOf', { name: account.name })}
                onClick={() => open({ kind: 'limits', account })}
              />
              {!account.practice && <KeyAction account={account} open={open} />}
              <RowAction
                text={t('accounts.remove')}
                label={t('accounts.removeOf', { name: account.name })}
                onClick={() => open({ kind: 'remove', account })}
              />
            </div>
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface RowActionProps {
  readonly text: string
  /** The text and what it is about, for somebody who does not see the row. */
  readonly label: string
  readonly onClick: () => void
}

function RowAction({ text, label, onClick }: RowActionProps): ReactNode {
  return (
    <Button size="compact-xs" variant="default" aria-label={label} onClick={onClick}>
      {text}
    </Button>
  )
}

function KeyAction({ account, open }: { account: AccountView; open: TableProps['open'] }): ReactNode {
  const { t } = useTranslation()
  const { name, credentials } = account
  const onClick = (): void => open({ kind: 'key', account })
  return credentials === 'missing' ? (
    <RowAction text={t('accounts.addKey')} label={t('accounts.addKeyOf', { name })} onClick={onClick} />
  ) : (
    <RowAction text={t('accounts.replaceKey')} label={t('accounts.replaceKeyOf', { name })} onClick={onClick} />
  )
}

function Permission({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: (redisPermission: RedisPermission) =>
      call('accounts.setRedisPermission', { accountId: account.id, redisPermission }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.accounts }),
  })
  return (
    <>
      <NativeSelect
        aria-label={t('accounts.redisOf', { name: account.name })}
        value={save.isPending ? save.variables : account.redisPermission}
        disabled={save.isPending}
        data={redisPermissions.map((value) => ({ value, label: t(`accounts.permission.${value}`) }))}
        onChange={(event) => {
          const chosen = redisPermissions.find((each) => each === event.currentTarget.value)
          if (chosen !== undefined) save.mutate(chosen)
        }}
      />
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}

function RemoveAccount({ account, onClose }: { account: AccountView; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const { name } = account
  const [despiteOpenWork, setDespiteOpenWork] = useState(false)
  const remove = useMutation({
    mutationFn: () => call('accounts.remove', { accountId: account.id, despiteOpenWork }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      forgetAccount(account.id)
      notify(t('accounts.removed', { name }))
      onClose()
    },
  })
  const refusal = remove.error === null ? null : viewOf(remove.error)
  return (
    <Dialog onClose={onClose} title={t('accounts.removeTitle', { name })}>
      <div className="stack">
        <p>{t('accounts.removeHelp')}</p>
        {refusal !== null && <ErrorNote error={refusal} />}
        <OpenWork refusal={refusal} what="openWorkRemove" accepted={despiteOpenWork} onAccept={setDespiteOpenWork} />
        <div className="actions">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('orders.keep')}
          </Button>
          <Button
            className="execute-sell"
            disabled={isOpenWork(refusal) && !despiteOpenWork}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('accounts.removeConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

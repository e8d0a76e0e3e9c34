import { Button, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useVerifications } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { useConnected } from '../shell/known.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatDateTime } from '../ui/format.ts'
import { ErrorNote, Loaded } from '../ui/parts.tsx'
import type { TypedNumber } from '../ui/typed-number.ts'
import type { AccountView } from '../views.ts'
import { CheckReport } from './check-report.tsx'

/** What the smallest orders of every exchange fit in. */
const usualMost = '25'

interface CheckAccountProps {
  readonly account: AccountView
  readonly onClose: () => void
}

/**
 * Proves the client on the person's own account: reads everything, and places the smallest orders where the person
 * wants it.
 */
export function CheckAccount({ account, onClose }: CheckAccountProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const reports = useVerifications(account.id)
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Dialog onClose={onClose} size="62rem" title={t('check.title', { name: account.name })}>
      <Loaded query={reports}>
        {(list) => {
          const shown = list.find(({ id }) => id === chosen) ?? list[0] ?? null
          const isRunning = list.some(({ outcome }) => outcome === 'running')
          return (
            <div className="stack">
              {isRunning ? (
                <Running accountId={account.id} />
              ) : (
                <StartCheck account={account} started={() => setChosen(null)} />
              )}
              {list.length > 1 && (
                <NativeSelect
                  label={t('check.report')}
                  value={shown?.id ?? ''}
                  data={list.map(({ id, startedAt, outcome }) => ({
                    value: id,
                    label: `${formatDateTime(startedAt, language)} · ${t(`check.outcome.${outcome}`)}`,
                  }))}
                  onChange={(event) => setChosen(event.currentTarget.value)}
                />
              )}
              {shown !== null && <CheckReport report={shown} />}
            </div>
          )
        }}
      </Loaded>
    </Dialog>
  )
}

function Running({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const stop = useMutation({ mutationFn: () => call('verifications.stop', { accountId }) })
  return (
    <div className="note" role="status">
      {t('check.running')}{' '}
      <Button
        size="compact-xs"
        variant="default"
        disabled={!connected || stop.isSuccess}
        loading={stop.isPending}
        onClick={() => stop.mutate()}
      >
        {stop.isSuccess ? t('check.stopping') : t('check.stop')}
      </Button>
      {stop.error !== null && <ErrorNote error={viewOf(stop.error)} />}
    </div>
  )
}

type Trade = NonNullable<CallInput<'verifications.start'>['trade']>

function StartCheck({ account, started }: { account: AccountView; started: () => void }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const [withOrders, setWithOrders] = useState(false)
  const [most, setMost] = useState<TypedNumber>(usualMost)
  const [symbol, setSymbol] = useState('')
  const [name, setName] = useState('')
  const isPractice = account.environment.kind === 'practice'
  const start = useMutation({
    mutationFn: (trade: Trade | null) => call('verifications.start', { accountId: account.id, trade }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.verifications(account.id) })
      started()
    },
  })
  const exchange = exchangeLabel(account.exchange)
  const wished =
    typeof most === 'string' && Money.tryParse(most)?.isPositive() === true
      ? { most, symbol: symbol.trim() === '' ? null : symbol.trim() }
      : null
  const isTyped = isPractice || name.trim() === account.name
  const isReady = !withOrders || (wished !== null && isTyped)
  const submit = (): void => {
    if (!withOrders) start.mutate(null)
    else if (wished !== null && isTyped) start.mutate({ ...wished, name: isPractice ? null : name })
  }
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && connected && !start.isPending) submit()
      }}
    >
      <p className="soft">{t('check.help', { exchange })}</p>
      <Radio.Group
        label={t('check.how')}
        value={withOrders ? 'orders' : 'reads'}
        onChange={(value) => setWithOrders(value === 'orders')}
      >
        <div className="stack tight">
          <Radio value="reads" label={t('check.reads')} description={t('check.readsHelp')} />
          <Radio value="orders" label={t('check.orders')} description={t('check.ordersHelp')} />
        </div>
      </Radio.Group>
      {withOrders && (
        <>
          <div className="limit-fields">
            <DecimalField label={t('check.most')} description={t('check.mostHelp')} value={most} onChange={setMost} />
            <TextInput
              label={t('check.symbol')}
              placeholder={t('check.symbolNone')}
              value={symbol}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setSymbol(event.currentTarget.value)}
            />
          </div>
          {wished !== null && <AtRisk accountId={account.id} wished={wished} />}
          {!isPractice && (
            <>
              <div className="note warn">
                {t('check.realMoney', {
                  exchange,
                  environment: t(`environment.${account.environment.kind}`),
                })}
              </div>
              <TextInput
                label={t('check.typeName', { name: account.name })}
                value={name}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            </>
          )}
        </>
      )}
      {start.error !== null && <ErrorNote error={viewOf(start.error)} />}
      <div className="actions">
        <Button type="submit" disabled={!isReady || !connected} loading={start.isPending}>
          {withOrders ? t('check.startOrders') : t('check.startReads')}
        </Button>
      </div>
    </form>
  )
}

/** What the orders of a check would put at risk as prices stand, or why there would be none. */
function AtRisk({
  accountId,
  wished,
}: {
  accountId: string
  wished: Omit<CallInput<'verifications.preview'>, 'accountId'>
}): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [asked] = useDebouncedValue(wished, 400)
  const preview = useQuery({
    queryKey: ['verificationRisk', accountId, asked.symbol, asked.most],
    queryFn: () => call('verifications.preview', { accountId, ...asked }),
    retry: false,
  })
  if (preview.error !== null) return <ErrorNote error={viewOf(preview.error)} />
  if (preview.data === undefined) return <p className="soft small">{t('common.loading')}</p>
  const { symbol, most, asset } = preview.data
  return <p className="soft small">{t('check.wouldRisk', { symbol, asset, most: formatDecimal(most, language) })}</p>
}

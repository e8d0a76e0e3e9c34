import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { amountMeanings, redisPermissions } from '../../src-shared/account.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useMarkets } from '../query.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { errorText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'
import { DeadManTimer } from './dead-man-timer.tsx'
import { type LimitField, limitFields, limitsDraftOf, limitsFrom } from './limits-draft.ts'
import { OrderRouteChoice } from './order-route.tsx'

interface AccountLimitsProps {
  readonly account: AccountView
  readonly onClose: () => void
}

/** What an account allows: what Redis may do, its limits; how its orders go, and the exchange's dead man's switch. */
export function AccountLimits({ account, onClose }: AccountLimitsProps): ReactNode {
  const { t } = useTranslation()
  return (
    <Dialog onClose={onClose} title={t('limits.title', { name: account.name })}>
      <div className="stack">
        <LimitsForm account={account} onClose={onClose} />
        <OrderRouteChoice account={account} />
        <DeadManTimer account={account} />
      </div>
    </Dialog>
  )
}

function LimitsForm({ account, onClose }: AccountLimitsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const markets = useMarkets(account.id).data
  const [draft, setDraft] = useState(() => limitsDraftOf(account))
  const accountId = account.id
  const checked = limitsFrom(draft, markets === undefined ? null : new Set(markets.map(({ symbol }) => symbol)))
  const save = useMutation({
    mutationFn: async (limits: Parameters<typeof call<'accounts.setLimits'>>[1]['limits']) => {
      await call('accounts.setLimits', { accountId, limits })
      const { redisPermission, terminal3Amounts: meaning } = draft
      if (redisPermission !== account.redisPermission)
        await call('accounts.setRedisPermission', { accountId, redisPermission })
      if (meaning !== account.terminal3Amounts) await call('accounts.setTerminal3Amounts', { accountId, meaning })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.accounts }),
    onSuccess: () => {
      notify(t('limits.saved', { name: account.name }))
      onClose()
    },
  })
  const refusal = save.error === null ? null : viewOf(save.error)
  const refusedField = limitFields.find((each) => each === refusal?.field?.replace(/^limits\./, '').split('.')[0])
  const errorOf = (field: LimitField): string | null => {
    const problem = 'wrong' in checked ? checked.wrong[field] : undefined
    if (problem !== undefined)
      return t(`limits.problem.${problem.key}`, { value: 'value' in problem ? problem.value : '' })
    return refusal !== null && refusedField === field ? errorText(refusal, language, t) : null
  }
  const change = (part: Partial<typeof draft>): void => {
    save.reset()
    setDraft({ ...draft, ...part })
  }
  const dollars = (field: Exclude<LimitField, 'symbols' | 'ordersPerMinute'>): ReactNode => (
    <DecimalField
      label={t(`limits.${field}`)}
      value={draft[field]}
      unit="USD"
      placeholder={t('limits.none')}
      error={errorOf(field)}
      onChange={(value) => change({ [field]: value })}
    />
  )
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if ('limits' in checked && !save.isPending) save.mutate(checked.limits)
      }}
    >
      <p className="soft">{t('limits.help')}</p>
      <NativeSelect
        label={t('accounts.redis')}
        value={draft.redisPermission}
        data={redisPermissions.map((value) => ({ value, label: t(`accounts.permission.${value}`) }))}
        onChange={(event) => {
          const chosen = redisPermissions.find((each) => each === event.currentTarget.value)
          if (chosen !== undefined) change({ redisPermission: chosen })
        }}
      />
      <NativeSelect
        label={t('limits.terminal3')}
        description={t('limits.terminal3Help')}
        value={draft.terminal3Amounts ?? 'ask'}
        data={(['ask', ...amountMeanings] as const).map((value) => ({
          value,
          label: t(`limits.terminal3Meaning.${value}`),
        }))}
        onChange={(event) => {
          const chosen = amountMeanings.find((each) => each === event.currentTarget.value) ?? null
          change({ terminal3Amounts: chosen })
        }}
      />
      <TextInput
        label={t('limits.symbols')}
        description={t('limits.symbolsHelp')}
        placeholder={t('limits.allSymbols')}
        value={draft.symbols}
        error={errorOf('symbols')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ symbols: event.currentTarget.value })}
      />
      <div className="limit-fields">
        {dollars('largestOrder')}
        {dollars('dailyNotional')}
        <TextInput
          label={t('limits.ordersPerMinute')}
          value={draft.ordersPerMinute}
          placeholder={t('limits.none')}
          error={errorOf('ordersPerMinute')}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => change({ ordersPerMinute: event.currentTarget.value })}
        />
        {dollars('approvalAbove')}
      </div>
      <p className="soft small">{t('limits.approvalHelp')}</p>
      {refusal !== null && refusedField === undefined && <ErrorNote error={refusal} />}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!('limits' in checked)} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

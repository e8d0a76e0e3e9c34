import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exchangeNames, redisPermissions } from '../../src-shared/account.ts'
import type { AppInfo, CallInput } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { errorText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import {
  type AccountDraft,
  type AccountField,
  emptyAccount,
  needsKey,
  newAccount,
  onExchange,
  practiceKindsOf,
} from './account-draft.ts'
import { emptyKey } from './key-draft.ts'
import { KeyFields } from './key-fields.tsx'
import { useTellKeyChecked } from './tell-key-checked.ts'

/** The inputs that an error of the gateway may name. */
const fields = ['name', 'brokerId', 'userId', 'url', 'apiKey', 'secret', 'passphrase'] as const

interface AddAccountProps {
  readonly info: AppInfo
  /** What is known of it already. */
  readonly known?: Partial<AccountDraft>
  readonly onClose: () => void
}

export function AddAccount({ info, known = {}, onClose }: AddAccountProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const tellKeyChecked = useTellKeyChecked()
  const [draft, setDraft] = useState<AccountDraft>({ ...emptyAccount, ...known })
  const [key, setKey] = useState(emptyKey)
  const [touched, setTouched] = useState<ReadonlySet<AccountField>>(new Set())
  const add = useMutation({
    mutationFn: (input: CallInput<'accounts.add'>) => call('accounts.add', input),
    onSuccess: async (account) => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      notify(t('accounts.added', { name: account.name }))
      tellKeyChecked(account)
      onClose()
    },
  })
  const profile = exchangeProfiles[draft.exchange]
  const kinds = practiceKindsOf(draft)
  const checked = newAccount(draft, key, info.keychain)
  const wrong = 'wrong' in checked ? checked.wrong : new Set<AccountField>()
  const refusal = add.error === null ? null : viewOf(add.error)
  const refusedField = fields.find((each) => each === refusal?.field?.split('.').at(-1)) ?? null
  const errorOf = (field: (typeof fields)[number]): string | null => {
    if (refusal !== null && refusedField === field) return errorText(refusal, language, t)
    if (field === 'secret' || field === 'passphrase' || field === 'apiKey') return null
    if (!touched.has(field) || !wrong.has(field)) return null
    const params = { field: t(`field.${field}`) }
    if (field === 'brokerId' || field === 'userId') return t('problem.notAnId', params)
    return t('problem.missing', params)
  }
  const change = (part: Partial<AccountDraft>): void => {
    add.reset()
    setDraft({ ...draft, ...part })
  }
  const leave = (field: AccountField) => (): void => setTouched(new Set([...touched, field]))

  return (
    <FormDialog
      onClose={onClose}
      title={t('accounts.addTitle')}
      onSubmit={() => {
        if ('input' in checked && !add.isPending) add.mutate(checked.input)
      }}
    >
      <TextInput
        label={t('accounts.name')}
        value={draft.name}
        error={errorOf('name')}
        maxLength={100}
        autoComplete="off"
        data-autofocus
        onBlur={leave('name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className="row">
        <NativeSelect
          className="grow"
          label={t('accounts.exchange')}
          value={draft.exchange}
          data={exchangeNames.map((value) => ({ value, label: exchangeProfiles[value].label }))}
          onChange={(event) => {
            const exchange = exchangeNames.find((each) => each === event.currentTarget.value)
            if (exchange !== undefined) change(onExchange(draft, exchange))
          }}
        />
        <NativeSelect
          className="grow"
          label={t('accounts.environment')}
          value={draft.environment}
          data={profile.environments.map((value) => ({ value, label: t(`environment.${value}`) }))}
          onChange={(event) => {
            const environment = profile.environments.find((each) => each === event.currentTarget.value)
            if (environment !== undefined) change({ environment })
          }}
        />
      </div>
      <div className="row">
        <TextInput
          className="grow"
          label={t('accounts.brokerId')}
          description={t('accounts.brokerHelp')}
          value={draft.brokerId}
          error={errorOf('brokerId')}
          inputMode="numeric"
          autoComplete="off"
          onBlur={leave('brokerId')}
          onChange={(event) => change({ brokerId: event.currentTarget.value })}
        />
        <TextInput
          className="grow"
          label={t('accounts.userId')}
          description={t('accounts.userHelp')}
          value={draft.userId}
          error={errorOf('userId')}
          inputMode="numeric"
          autoComplete="off"
          onBlur={leave('userId')}
          onChange={(event) => change({ userId: event.currentTarget.value })}
        />
      </div>
      <NativeSelect
        label={t('accounts.redis')}
        value={draft.redisPermission}
        data={redisPermissions.map((value) => ({ value, label: t(`accounts.permission.${value}`) }))}
        onChange={(event) => {
          const chosen = redisPermissions.find((each) => each === event.currentTarget.value)
          if (chosen !== undefined) change({ redisPermission: chosen })
        }}
      />
      {kinds.length > 0 && (
        <NativeSelect
          label={t('accounts.practiceKind')}
          description={t('accounts.practiceKindHelp', { exchange: profile.label })}
          value={draft.practiceKind ?? kinds[0] ?? ''}
          data={[...kinds]}
          onChange={(event) => change({ practiceKind: event.currentTarget.value })}
        />
      )}
      {draft.environment === 'practice' && (
        <>
          <div className="note">
            {draft.practiceUrl.trim() === '' ? t('accounts.practiceHelp') : t('accounts.practiceKeyHelp')}
          </div>
          <TextInput
            label={t('accounts.practiceUrl')}
            value={draft.practiceUrl}
            error={errorOf('url')}
            maxLength={200}
            autoComplete="off"
            placeholder="http://127.0.0.1:…"
            onBlur={leave('url')}
            onChange={(event) => change({ practiceUrl: event.currentTarget.value })}
          />
        </>
      )}
      {draft.environment === 'production' && <div className="note warn">{t('environment.real')}</div>}
      {needsKey(draft) && (
        <KeyFields
          value={key}
          onChange={setKey}
          keychain={info.keychain}
          profile={profile}
          errors={{
            apiKey: errorOf('apiKey'),
            secret: errorOf('secret'),
            passphrase: errorOf('passphrase'),
          }}
          refusal={refusedField === null ? refusal : null}
        />
      )}
      {!needsKey(draft) && refusal !== null && refusedField === null && <ErrorNote error={refusal} />}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!('input' in checked)} loading={add.isPending}>
          {t('accounts.add')}
        </Button>
      </div>
    </FormDialog>
  )
}

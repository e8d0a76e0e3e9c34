import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallInput, CallOutput } from '../../src-shared/contract.ts'
import { KeychainMissing } from '../accounts/keychain-missing.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { messageText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import { type DatabaseDraft, type DatabaseField, draftFromAddress, draftOf, formOf } from './database-draft.ts'
import { DatabaseLook } from './database-look.tsx'
import { SecretField } from './secret-field.tsx'

interface Props {
  readonly view: CallOutput<'database.settings'>
  readonly info: AppInfo
  readonly onClose: () => void
}

/** The connection to Django's database as a form: it has to answer before it is kept. */
export function DatabaseForm({ view, info, onClose }: Props): ReactNode {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<DatabaseDraft>(() => draftOf(view.options))
  const [touched, setTouched] = useState<ReadonlySet<DatabaseField>>(new Set())
  const trial = useMutation({ mutationFn: (form: CallInput<'database.try'>) => call('database.try', form) })
  const save = useMutation({
    mutationFn: (input: CallInput<'database.save'>) => call('database.save', input),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.database, saved)
      await queryClient.invalidateQueries({ queryKey: keys.gateway })
      notify(t('databaseOptions.saved'))
      onClose()
    },
  })
  const checked = formOf(draft)
  const form = 'form' in checked ? checked.form : null
  const wrong = 'wrong' in checked ? checked.wrong : new Set<DatabaseField>()
  const isKept = info.keychain.available || draft.thisRunOnly || draft.password === ''
  const change = (part: Partial<DatabaseDraft>): void => {
    trial.reset()
    save.reset()
    setDraft({ ...draft, ...part })
  }
  const submit = async (): Promise<void> => {
    if (form === null || !isKept || save.isPending || trial.isPending) return
    const found = await trial.mutateAsync(form).catch(() => null)
    if (found?.ok === true) save.mutate({ ...form, thisRunOnly: draft.thisRunOnly })
  }
  const text = (field: DatabaseField, numeric = false): ReactNode => (
    <TextInput
      className="grow"
      label={t(`databaseOptions.${field}`)}
      value={draft[field]}
      error={touched.has(field) && wrong.has(field) ? t(`databaseOptions.wrong.${field}`) : null}
      inputMode={numeric ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={256}
      onBlur={() => setTouched(new Set([...touched, field]))}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )

  return (
    <FormDialog onClose={onClose} size="lg" title={t('databaseOptions.title')} onSubmit={() => void submit()}>
      <TextInput
        label={t('databaseOptions.paste')}
        description={t('databaseOptions.pasteHelp')}
        placeholder="postgresql://…"
        value={draft.address}
        autoComplete="off"
        spellCheck={false}
        maxLength={4_096}
        data-autofocus
        onChange={(event) => {
          const address = event.currentTarget.value
          change(draftFromAddress(address) ?? { address })
        }}
      />
      <div className="row">
        {text('host')}
        {text('port', true)}
      </div>
      <div className="row">
        {text('database')}
        {text('user')}
      </div>
      <SecretField
        label={t('redisOptions.password')}
        value={draft.password}
        isStored={view.password !== 'missing'}
        forget={draft.forgetPassword}
        onChange={(password, forgetPassword) => change({ password, forgetPassword })}
      />
      <Tls draft={draft} change={change} />
      <KeychainMissing keychain={info.keychain} />
      {draft.password !== '' && (
        <Checkbox
          size="xs"
          label={t('redisOptions.thisRunOnly')}
          description={info.keychain.available ? t('redisOptions.keychainHelp') : undefined}
          checked={draft.thisRunOnly}
          onChange={(event) => change({ thisRunOnly: event.currentTarget.checked })}
        />
      )}
      <TrialResult trial={trial.data ?? null} />
      {trial.error !== null && <ErrorNote error={viewOf(trial.error)} />}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      <div className="actions">
        <Button
          variant="default"
          disabled={form === null}
          loading={trial.isPending && !save.isPending}
          onClick={() => form !== null && trial.mutate(form)}
        >
          {t('redisOptions.try')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={form === null || !isKept} loading={save.isPending}>
          {t('redisOptions.save')}
        </Button>
      </div>
    </FormDialog>
  )
}

function Tls({ draft, change }: { draft: DatabaseDraft; change: (part: Partial<DatabaseDraft>) => void }): ReactNode {
  const { t } = useTranslation()
  const box = (field: 'tls' | 'verify', help = false): ReactNode => (
    <Checkbox
      size="xs"
      label={t(`redisOptions.use.${field}`)}
      description={help ? t('redisOptions.tlsHelp') : undefined}
      checked={draft[field]}
      onChange={(event) => change({ [field]: event.currentTarget.checked })}
    />
  )
  return (
    <>
      {box('tls', true)}
      {draft.tls && (
        <>
          <TextInput
            label={t('redisOptions.caFile')}
            description={t('redisOptions.caFileHelp')}
            value={draft.caFile}
            autoComplete="off"
            spellCheck={false}
            maxLength={4_096}
            onChange={(event) => change({ caFile: event.currentTarget.value })}
          />
          {box('verify')}
          {!draft.verify && <div className="note warn">{t('databaseOptions.verifyWarning')}</div>}
        </>
      )}
    </>
  )
}

function TrialResult({ trial }: { trial: CallOutput<'database.try'> | null }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (trial === null) return null
  if (!trial.ok)
    return (
      <div className="note bad" role="alert">
        {messageText(trial.problem, language, t)}
      </div>
    )
  return (
    <div className={trial.lacks.length === 0 ? 'note good' : 'note warn'} role="status">
      <p>
        {t(trial.lacks.length === 0 ? 'databaseOptions.good' : 'databaseOptions.goodBut', { version: trial.version })}
      </p>
      <DatabaseLook look={trial} />
    </div>
  )
}

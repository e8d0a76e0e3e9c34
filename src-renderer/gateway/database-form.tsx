import { Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallInput, CallOutput } from '../../src-shared/contract.ts'
import { call } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { notify } from '../ui/notify.ts'
import { type DatabaseDraft, type DatabaseField, draftFromAddress, draftOf, formOf } from './database-draft.ts'
import { DatabaseLook } from './database-look.tsx'
import { LinkForm, SecretPlace, TrialProblem } from './link-form.tsx'
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
    if (form === null || trial.isPending) return
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
    <LinkForm
      title={t('databaseOptions.title')}
      isWhole={form !== null}
      isKept={isKept}
      trial={trial}
      save={save}
      onTry={() => form !== null && trial.mutate(form)}
      onSave={() => void submit()}
      onClose={onClose}
      found={<TrialResult trial={trial.data ?? null} />}
    >
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
          // Of an address that is typed the first letters may be one, too.
          const isPasted = address.length > draft.address.length + 1
          change((isPasted ? draftFromAddress(address) : null) ?? { address })
        }}
        onBlur={() => {
          const filled = draftFromAddress(draft.address)
          if (filled !== null) change(filled)
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
      <SecretPlace
        info={info}
        isTyped={draft.password !== ''}
        thisRunOnly={draft.thisRunOnly}
        onChange={(thisRunOnly) => change({ thisRunOnly })}
      />
    </LinkForm>
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
  if (trial === null) return null
  if (!trial.ok) return <TrialProblem problem={trial.problem} />
  return (
    <div className={trial.lacks.length === 0 ? 'note good' : 'note warn'} role="status">
      <p>
        {t(trial.lacks.length === 0 ? 'databaseOptions.good' : 'databaseOptions.goodBut', { version: trial.version })}
      </p>
      <DatabaseLook look={trial} />
    </div>
  )
}

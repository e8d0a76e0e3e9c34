import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallInput, CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { notify } from '../ui/notify.ts'
import { LinkForm, SecretPlace, TrialProblem } from './link-form.tsx'
import { draftOf, formOf, hasNewSecret, type RedisDraft, type RedisField, redisModes } from './redis-draft.ts'
import { SecretField } from './secret-field.tsx'

interface Props {
  readonly view: CallOutput<'redis.settings'>
  readonly info: AppInfo
  readonly onClose: () => void
}

/** The connection to Redis as a form: try it, keep it. */
export function RedisForm({ view, info, onClose }: Props): ReactNode {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<RedisDraft>(() => draftOf(view))
  const [touched, setTouched] = useState<ReadonlySet<RedisField>>(new Set())
  const trial = useMutation({ mutationFn: (form: CallInput<'redis.try'>) => call('redis.try', form) })
  const save = useMutation({
    mutationFn: (input: CallInput<'redis.save'>) => call('redis.save', input),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.redis, saved)
      await queryClient.invalidateQueries({ queryKey: keys.gateway })
      notify(t('redisOptions.saved'))
      onClose()
    },
  })
  const checked = formOf(draft)
  const form = 'form' in checked ? checked.form : null
  const wrong = 'wrong' in checked ? checked.wrong : new Set<RedisField>()
  const isKept = info.keychain.available || draft.thisRunOnly || !hasNewSecret(draft)
  const change = (part: Partial<RedisDraft>): void => {
    trial.reset()
    save.reset()
    setDraft({ ...draft, ...part })
  }
  const fields: FieldsProps = {
    draft,
    change,
    view,
    errorOf: (field) => (touched.has(field) && wrong.has(field) ? t(`redisOptions.wrong.${field}`) : null),
    leave: (field) => () => setTouched(new Set([...touched, field])),
  }
  const { mode } = draft

  return (
    <LinkForm
      title={t('redisOptions.formTitle')}
      isWhole={form !== null}
      isKept={isKept}
      trial={trial}
      save={save}
      onTry={() => form !== null && trial.mutate(form)}
      onSave={() => form !== null && save.mutate({ ...form, thisRunOnly: draft.thisRunOnly })}
      onClose={onClose}
      found={<TrialResult trial={trial.data ?? null} />}
    >
      <NativeSelect
        label={t('redisOptions.mode')}
        description={t(`redisOptions.modeHelp.${mode}`, { address: view.plainAddress })}
        value={mode}
        data={redisModes.map((value) => ({ value, label: t(`redisOptions.modes.${value}`) }))}
        data-autofocus
        onChange={(event) => {
          const chosen = redisModes.find((each) => each === event.currentTarget.value)
          if (chosen !== undefined) change({ mode: chosen })
        }}
      />
      {mode !== 'plain' && (
        <>
          <Servers {...fields} />
          <Login {...fields} />
          <Tls {...fields} />
          <SecretPlace
            info={info}
            isTyped={hasNewSecret(draft)}
            thisRunOnly={draft.thisRunOnly}
            onChange={(thisRunOnly) => change({ thisRunOnly })}
          />
        </>
      )}
    </LinkForm>
  )
}

function TrialResult({ trial }: { trial: CallOutput<'redis.try'> | null }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (trial === null) return null
  if (!trial.ok) return <TrialProblem problem={trial.problem} />
  const { server, version, queued } = trial
  return (
    <div className="note good" role="status">
      {t('redisOptions.good', {
        server,
        version: version ?? '',
        queued: formatDecimal(String(queued), language),
      })}
    </div>
  )
}

interface FieldsProps {
  readonly draft: RedisDraft
  readonly change: (part: Partial<RedisDraft>) => void
  readonly view: Props['view']
  readonly errorOf: (field: RedisField) => string | null
  readonly leave: (field: RedisField) => () => void
}

function Servers({ draft, change, errorOf, leave }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const text = (field: 'host' | 'port' | 'master' | 'db', numeric = false): ReactNode => (
    <TextInput
      className="grow"
      label={t(`redisOptions.${field}`)}
      description={field === 'db' ? t('redisOptions.dbHelp') : undefined}
      value={draft[field]}
      error={errorOf(field)}
      inputMode={numeric ? 'numeric' : undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={256}
      onBlur={leave(field)}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  if (draft.mode === 'single')
    return (
      <>
        <div className="row">
          {text('host')}
          {text('port', true)}
        </div>
        {text('db', true)}
      </>
    )
  return (
    <>
      <Textarea
        label={t(draft.mode === 'sentinel' ? 'redisOptions.sentinels' : 'redisOptions.nodes')}
        description={t('redisOptions.serversHelp')}
        placeholder={draft.mode === 'sentinel' ? '10.0.0.1:26379' : '10.0.0.1:6379'}
        value={draft.servers}
        error={errorOf('servers')}
        rows={3}
        autoComplete="off"
        spellCheck={false}
        maxLength={8_192}
        onBlur={leave('servers')}
        onChange={(event) => change({ servers: event.currentTarget.value })}
      />
      {draft.mode === 'sentinel' && (
        <div className="row">
          {text('master')}
          {text('db', true)}
        </div>
      )}
    </>
  )
}

function Login({ draft, change, view }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const user = (field: 'username' | 'sentinelUsername'): ReactNode => (
    <TextInput
      className="grow"
      label={t(`redisOptions.${field}`)}
      description={t('redisOptions.usernameHelp')}
      value={draft[field]}
      autoComplete="off"
      spellCheck={false}
      maxLength={256}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <div className="row">
        {user('username')}
        <SecretField
          label={t('redisOptions.password')}
          value={draft.password}
          isStored={view.password !== 'missing'}
          forget={draft.forgetPassword}
          onChange={(password, forgetPassword) => change({ password, forgetPassword })}
        />
      </div>
      {draft.mode === 'sentinel' && (
        <div className="row">
          {user('sentinelUsername')}
          <SecretField
            label={t('redisOptions.sentinelPassword')}
            value={draft.sentinelPassword}
            isStored={view.sentinelPassword !== 'missing'}
            forget={draft.forgetSentinelPassword}
            onChange={(sentinelPassword, forgetSentinelPassword) =>
              change({ sentinelPassword, forgetSentinelPassword })
            }
          />
        </div>
      )}
    </>
  )
}

function Tls({ draft, change, errorOf, leave }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const text = (field: 'caFile' | 'certFile' | 'keyFile' | 'serverName'): ReactNode => (
    <TextInput
      className="grow"
      label={t(`redisOptions.${field}`)}
      description={t(`redisOptions.${field}Help`)}
      value={draft[field]}
      error={field === 'keyFile' ? errorOf(field) : null}
      autoComplete="off"
      spellCheck={false}
      maxLength={4_096}
      onBlur={field === 'keyFile' ? leave(field) : undefined}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  const box = (field: 'tls' | 'sentinelTls' | 'verify', help = false): ReactNode => (
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
          {draft.mode === 'sentinel' && box('sentinelTls')}
          <div className="row">
            {text('caFile')}
            {text('serverName')}
          </div>
          <div className="row">
            {text('certFile')}
            {text('keyFile')}
          </div>
          {box('verify')}
          {!draft.verify && <div className="note warn">{t('redisOptions.verifyWarning')}</div>}
        </>
      )}
    </>
  )
}

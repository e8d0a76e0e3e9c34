import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KillSwitchState, killSwitchStates, loosens, wordFor } from '../../src-shared/guard.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, subscribe, viewOf } from '../panel-client.ts'
import { keys, queryClient, useGuard } from '../query.ts'
import { useKnown } from '../shell/known.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { errorText } from '../ui/error-text.ts'
import { formatDateTime } from '../ui/format.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'

/** The kill switch in the header: how it stands, and a click to set it. */
export function KillSwitch(): ReactNode {
  const { t } = useTranslation()
  const guard = useKnown(useGuard())
  const [wanted, setWanted] = useState<KillSwitchState | null>(null)
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'kill-switch-asked') setWanted(event.to)
      }),
    [],
  )
  const state = guard?.state ?? null
  return (
    <>
      <div className="kill-switch" role="group" aria-label={t('guard.title')} data-state={state ?? 'unknown'}>
        {killSwitchStates.map((each) => (
          <button
            key={each}
            type="button"
            className={each}
            aria-pressed={each === state}
            disabled={state === null}
            title={state === null ? t('ticket.guardUnknown') : t(`guard.meaning.${each}`)}
            onClick={() => {
              if (each !== state) setWanted(each)
            }}
          >
            {t(`guard.state.${each}`)}
          </button>
        ))}
      </div>
      {guard !== null && wanted !== null && wanted !== guard.state && (
        <SetKillSwitch from={guard.state} since={guard.since} to={wanted} onClose={() => setWanted(null)} />
      )}
    </>
  )
}

interface SetProps {
  readonly from: KillSwitchState
  /** Epoch ms. */
  readonly since: number | null
  readonly to: KillSwitchState
  readonly onClose: () => void
}

function SetKillSwitch({ from, since, to, onClose }: SetProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [word, setWord] = useState('')
  const needsWord = loosens(from, to)
  const set = useMutation({
    mutationFn: () => call('guard.set', { state: to, word: needsWord ? word : null }),
    onSuccess: async (guard) => {
      queryClient.setQueryData(keys.guard, guard)
      await queryClient.invalidateQueries({ queryKey: keys.gateway })
      notify(t('guard.done', { state: t(`guard.state.${to}`) }))
      onClose()
    },
  })
  const refusal = set.error === null ? null : viewOf(set.error)
  const mayNow = !needsWord || word.trim() === wordFor(to)
  return (
    <FormDialog
      onClose={onClose}
      title={t(`guard.ask.${to}`)}
      onSubmit={() => {
        if (mayNow && !set.isPending) set.mutate()
      }}
    >
      <p>
        {t('guard.now', { state: t(`guard.state.${from}`) })}
        {since !== null && ` ${t('guard.since', { time: formatDateTime(since, language) })}`}
      </p>
      <p>{t(`guard.meaning.${to}`)}</p>
      {to === 'halted' && <div className="note warn">{t('guard.heldExits')}</div>}
      {needsWord && (
        <TextInput
          label={t('guard.typeWord', { word: wordFor(to) })}
          value={word}
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          error={refusal?.field === 'word' ? errorText(refusal, language, t) : null}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      )}
      {refusal !== null && refusal.field !== 'word' && <ErrorNote error={refusal} />}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          type="submit"
          className={needsWord ? '' : 'execute-sell'}
          data-autofocus={needsWord ? undefined : true}
          disabled={!mayNow}
          loading={set.isPending}
        >
          {t(`guard.confirm.${to}`)}
        </Button>
      </div>
    </FormDialog>
  )
}

/** Says under the header what a kill switch that is not active, or a damaged journal, holds back. */
export function GuardBanner({ journalDamaged }: { journalDamaged: boolean }): ReactNode {
  const { t } = useTranslation()
  const state = useKnown(useGuard())?.state ?? 'active'
  return (
    <>
      {state !== 'active' && (
        <div className={state === 'halted' ? 'banner lost' : 'banner practice'} role="status">
          {t(`guard.banner.${state}`)}
        </div>
      )}
      {journalDamaged && (
        <div className="banner lost" role="alert">
          {t('journal.damagedBanner')} <a href="#/journal">{t('journal.damagedLook')}</a>
        </div>
      )}
    </>
  )
}

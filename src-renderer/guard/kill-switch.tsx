import { Button, Menu, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconCircleCheck, IconCircleMinus, IconHandStop, IconHelpCircle } from '@tabler/icons-react'
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

const icons = { active: IconCircleCheck, reducing: IconCircleMinus, halted: IconHandStop } as const

/** The kill switch in the header: how it stands, and a menu to set it. */
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
  const Icon = state === null ? IconHelpCircle : icons[state]
  return (
    <>
      <Menu position="bottom-end" offset={6} width={340} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <UnstyledButton
            className="control kill-switch"
            data-state={state ?? 'unknown'}
            data-testid="kill-switch"
            disabled={state === null}
            title={state === null ? t('ticket.guardUnknown') : t(`guard.meaning.${state}`)}
          >
            <Icon size={16} aria-hidden />
            <span className="visually-hidden">{t('guard.title')}: </span>
            <span className="word">{state === null ? '—' : t(`guard.state.${state}`)}</span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('guard.title')}>
          <Menu.Label>{t('guard.title')}</Menu.Label>
          <Menu.RadioGroup
            value={state}
            onChange={(chosen) => setWanted(killSwitchStates.find((each) => each === chosen) ?? null)}
          >
            {killSwitchStates.map((each) => (
              <Menu.RadioItem key={each} value={each} closeMenuOnClick>
                <span className="choice">
                  <strong>{t(`guard.state.${each}`)}</strong>
                  <span className="soft">{t(`guard.effect.${each}`)}</span>
                </span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
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

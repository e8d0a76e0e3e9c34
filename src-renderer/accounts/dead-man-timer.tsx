import { Button, Checkbox, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeadManAbility } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Loaded } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'
import { positiveId } from './account-draft.ts'

/**
 * The exchange's own switch that cancels orders when this application falls silent: off unless the person turns it on.
 */
export function DeadManTimer({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const ability = useQuery({
    queryKey: keys.deadMan(account.id),
    queryFn: () => call('accounts.deadMan', { accountId: account.id }),
    staleTime: Infinity,
  })
  return (
    <fieldset className="exits dead-man">
      <legend>{t('deadMan.title')}</legend>
      <Loaded
        query={ability}
        empty={(able) =>
          able === null ? t('deadMan.unavailable', { exchange: exchangeLabel(account.exchange) }) : null
        }
      >
        {(able) => able !== null && <DeadManForm account={account} able={able} />}
      </Loaded>
    </fieldset>
  )
}

/** Long enough for a restart. */
const usualSeconds = 60

function DeadManForm({ account, able }: { account: AccountView; able: DeadManAbility }): ReactNode {
  const { t } = useTranslation()
  const { minSeconds, maxSeconds, coversStops } = able
  const saved = account.deadManSeconds
  const [isOn, setOn] = useState(saved !== null)
  const [text, setText] = useState(() => String(saved ?? Math.min(maxSeconds, Math.max(minSeconds, usualSeconds))))
  const [isAgreed, setAgreed] = useState(false)
  const wanted = positiveId(text)
  const isWithin = wanted !== null && wanted >= minSeconds && wanted <= maxSeconds
  const save = useMutation({
    mutationFn: (seconds: number | null) => call('accounts.setDeadMan', { accountId: account.id, seconds }),
    onSuccess: async ({ deadManSeconds }) => {
      setAgreed(false)
      notify(t(deadManSeconds === null ? 'deadMan.turnedOff' : 'deadMan.turnedOn', { name: account.name }))
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
    },
  })
  const isChanged = isOn ? saved === null || wanted !== saved : saved !== null
  const mayNow = isChanged && (!isOn || (isWithin && isAgreed))
  return (
    <div className="stack">
      <Switch
        size="xs"
        label={t('deadMan.on')}
        description={t('deadMan.help', { exchange: exchangeLabel(account.exchange) })}
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
      {isOn && (
        <TextInput
          label={t('deadMan.seconds')}
          description={t('deadMan.range', { minimum: minSeconds, maximum: maxSeconds })}
          value={text}
          inputMode="numeric"
          autoComplete="off"
          error={isWithin ? null : t('deadMan.outOfRange', { minimum: minSeconds, maximum: maxSeconds })}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {isOn && (
        <div className="note warn">
          {t(coversStops === false ? 'deadMan.warningExits' : 'deadMan.warning', {
            exchange: exchangeLabel(account.exchange),
          })}
        </div>
      )}
      {isOn && isChanged && (
        <Checkbox
          size="xs"
          label={t('deadMan.agree')}
          checked={isAgreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
      )}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      {isChanged && (
        <div className="actions">
          <Button disabled={!mayNow} loading={save.isPending} onClick={() => save.mutate(isOn ? wanted : null)}>
            {t(isOn ? (saved === null ? 'deadMan.turnOn' : 'deadMan.change') : 'deadMan.turnOff')}
          </Button>
        </div>
      )}
    </div>
  )
}

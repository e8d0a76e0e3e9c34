import { NativeSelect, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { ErrorNote, Facts, Panel } from '../ui/parts.tsx'

const usualLength = 10_000
const lengths: readonly number[] = [1_000, usualLength, 100_000]

/** Whether what happens in accounts is published on Redis, and how much of it stays there. `length` null: it is not. */
export function EventsSwitch({ length }: { length: number | null }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const save = useMutation({
    mutationFn: (exchangeEvents: number | null) => call('settings.set', { exchangeEvents }),
    onSuccess: () =>
      Promise.all([keys.redis, keys.gateway].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
  const chosen = save.isPending ? save.variables : length
  return (
    <>
      <Switch
        size="xs"
        label={t('events.publish')}
        description={t('events.publishHelp')}
        checked={chosen !== null}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked ? usualLength : null)}
      />
      {chosen !== null && (
        <NativeSelect
          size="xs"
          label={t('events.length')}
          value={String(chosen)}
          disabled={save.isPending}
          data={[...new Set([...lengths, chosen])]
            .sort((a, b) => a - b)
            .map((each) => ({ value: String(each), label: formatDecimal(String(each), language) }))}
          onChange={(event) => save.mutate(Number(event.currentTarget.value))}
        />
      )}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}

/** How the events get to Redis. Nothing while none are published. */
export function EventsCard({ events }: { events: CallOutput<'gateway.status'>['events'] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (events === null) return null
  const { published, waiting, dropped, trouble } = events
  const count = (value: number): ReactNode => <span className="num">{formatDecimal(String(value), language)}</span>
  return (
    <Panel title={t('events.title')}>
      <div className="stack">
        {trouble !== null && (
          <div className="note warn" role="status">
            {t('events.trouble', { reason: trouble })}
          </div>
        )}
        <Facts
          of={[
            [t('events.published'), count(published)],
            [t('events.waiting'), count(waiting)],
            [t('events.dropped'), count(dropped)],
          ]}
        />
      </div>
    </Panel>
  )
}

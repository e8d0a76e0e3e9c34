import { Button, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import { redisLabel } from '../../src-shared/redis-label.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useRedisSettings } from '../query.ts'
import { ErrorNote, Facts, Loaded, Panel, Tag } from '../ui/parts.tsx'
import { EventsSwitch } from './events.tsx'
import { SharingSwitch } from './other-gateways.tsx'
import { RedisForm } from './redis-form.tsx'

type View = CallOutput<'redis.settings'>

/** How Redis is reached, and the way to change it. */
export function RedisSettings({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  return (
    <Panel title={t('redisOptions.title')}>
      <Loaded query={useRedisSettings()}>{(view) => <Connection view={view} info={info} />}</Loaded>
    </Panel>
  )
}

function Connection({ view, info }: { view: View; info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const [changing, setChanging] = useState(false)
  const { options, inUse } = view
  return (
    <div className="stack">
      <Facts of={inUse === 'saved' && options !== null ? savedFacts(view, options, t) : plainFacts(view, t)} />
      {options !== null && inUse !== 'saved' && (
        <div className="note warn">{t('redisOptions.savedUnused', { address: redisLabel(options) })}</div>
      )}
      <div>
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          {t('redisOptions.change')}
        </Button>
      </div>
      <p className="soft">{t('redisOptions.keysHere')}</p>
      <SharingSwitch mode={view.redisSharing} />
      <EventsSwitch length={view.exchangeEvents} />
      <Terminal3Switch checked={view.terminal3AmountsInUsdt} />
      {changing && <RedisForm view={view} info={info} onClose={() => setChanging(false)} />}
    </div>
  )
}

type Translate = TFunction
type FactList = readonly (readonly [string, ReactNode])[]

function plainFacts({ plainAddress, inUse }: View, t: Translate): FactList {
  return [
    [t('redisOptions.mode'), t('redisOptions.modes.plain')],
    [t('redisOptions.from'), t(`redisOptions.source.${inUse}`)],
    [t('gateway.address'), plainAddress],
  ]
}

function savedFacts(view: View, options: NonNullable<View['options']>, t: Translate): FactList {
  const { tls, username } = options
  return [
    [t('redisOptions.mode'), t(`redisOptions.modes.${options.mode}`)],
    [t('redisOptions.from'), t('redisOptions.source.saved')],
    ...(username === null ? [] : [[t('redisOptions.username'), username] as const]),
    [t('redisOptions.password'), t(`redisOptions.secret.${view.password}`)],
    ...(options.mode === 'sentinel'
      ? [[t('redisOptions.sentinelPassword'), t(`redisOptions.secret.${view.sentinelPassword}`)] as const]
      : []),
    [
      t('redisOptions.tls'),
      tls === null ? (
        t('common.no')
      ) : (
        <Tag key="tls" tone={tls.verify ? 'good' : 'warn'}>
          {t(tls.verify ? 'redisOptions.verified' : 'redisOptions.unverified')}
        </Tag>
      ),
    ],
  ]
}

/** Terminal 3 sends values where other clients send amounts; see docs/redis-protocol.md. */
function Terminal3Switch({ checked }: { checked: boolean }): ReactNode {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: (terminal3AmountsInUsdt: boolean) => call('settings.set', { terminal3AmountsInUsdt }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.redis }),
  })
  return (
    <>
      <Switch
        size="xs"
        label={t('redisOptions.terminal3')}
        description={t('redisOptions.terminal3Help')}
        checked={save.isPending ? save.variables : checked}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}

import { Button, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatDateTime } from '../ui/format.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Panel, Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'

type Redis = CallOutput<'gateway.status'>['redis']
type StandBy = Extract<Redis, { state: 'standby' }>
type Other = StandBy['others'][number]

/** The other gateways on this Redis, and the way to take its requests from them. Nothing where there is none. */
export function OtherGateways({ redis }: { redis: Redis }): ReactNode {
  const { t } = useTranslation()
  if (redis.state !== 'standby' && redis.state !== 'connected') return null
  const others = othersOf(redis)
  // What to know of an old Terminal 5 beside us stands among the notices.
  if (redis.state === 'connected' && others.length === 0) return null
  return (
    <Panel title={t('sharing.title')} flush>
      {redis.state === 'standby' && <StandingBy redis={redis} />}
      {others.length > 0 && <OthersTable others={others} />}
    </Panel>
  )
}

/** The holder of the lease is known before it is seen alive. */
function othersOf(redis: Extract<Redis, { state: 'standby' | 'connected' }>): readonly Other[] {
  if (redis.state === 'connected' || redis.holder === null) return redis.others
  const { holder, others } = redis
  return others.some(({ instance }) => instance === holder.instance) ? others : [holder, ...others]
}

function OthersTable({ others }: { others: readonly Other[] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Table
      columns={[
        t('sharing.host'),
        { end: t('sharing.pid') },
        t('sharing.since'),
        t('sharing.mode'),
        t('gateway.state'),
      ]}
    >
      {others.map(({ instance, host, pid, since, mode, takes }) => (
        <tr key={instance}>
          <td>{host}</td>
          <td className="end num">{pid}</td>
          <td className="num">{formatDateTime(since, language)}</td>
          <td>{t(`sharing.modes.${mode}`)}</td>
          <td>
            <Tag tone={takes ? 'good' : 'info'}>{t(takes ? 'sharing.takes' : 'sharing.standsBy')}</Tag>
          </td>
        </tr>
      ))}
    </Table>
  )
}

function StandingBy({ redis: { holder, oldTerminal } }: { redis: StandBy }): ReactNode {
  const { t } = useTranslation()
  // It does not hold this one up where another gateway takes requests beside it.
  const behindOld = holder === null && oldTerminal !== null
  const [asking, setAsking] = useState(false)
  return (
    <div className="note warn stack" role="status">
      <span>
        {behindOld
          ? t('sharing.standbyOld')
          : holder === null
            ? t('sharing.standbyUnknown')
            : t('sharing.standby', { host: holder.host, pid: String(holder.pid) })}
      </span>
      <div>
        <Button size="xs" variant="default" onClick={() => setAsking(true)}>
          {t(behindOld ? 'sharing.takeAnyway' : 'sharing.takeOver')}
        </Button>
      </div>
      {asking && <TakeOver behindOld={behindOld} onClose={() => setAsking(false)} />}
    </div>
  )
}

function TakeOver({ behindOld, onClose }: { behindOld: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const take = useMutation({
    mutationFn: () => call('redis.takeOver', {}),
    retry: false,
    onSuccess: () => {
      notify(t('sharing.taken'))
      onClose()
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.gateway }),
  })
  return (
    <Dialog title={t(behindOld ? 'sharing.takeAnywayTitle' : 'sharing.takeOverTitle')} onClose={onClose}>
      <div className="stack">
        <div className="note warn">{t(behindOld ? 'sharing.takeAnywayHelp' : 'sharing.takeOverHelp')}</div>
        {take.error !== null && <ErrorNote error={viewOf(take.error)} />}
        <div className="actions">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={take.isPending} onClick={() => take.mutate()}>
            {t(behindOld ? 'sharing.takeAnywayConfirm' : 'sharing.takeOverConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** Whether this gateway serves its Redis together with others. */
export function SharingSwitch({ mode }: { mode: Other['mode'] }): ReactNode {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: (redisSharing: Other['mode']) => call('settings.set', { redisSharing }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.redis }),
  })
  return (
    <>
      <Switch
        size="xs"
        label={t('sharing.share')}
        description={t('sharing.shareHelp')}
        checked={(save.isPending ? save.variables : mode) === 'share'}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked ? 'share' : 'alone')}
      />
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}

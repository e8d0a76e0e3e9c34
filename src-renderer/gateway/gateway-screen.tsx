import { Button, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, signOutAll, viewOf } from '../panel-client.ts'
import { keys, queryClient, useGatewayStatus, useRequests } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { messageText } from '../ui/error-text.ts'
import { formatDateTime, formatTime } from '../ui/format.ts'
import { ErrorNote, Facts, Loaded, Panel, Tag, type Tone } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { WhileConnected } from '../ui/while-connected.tsx'
import { DatabaseCard } from './database-card.tsx'
import { EventsCard } from './events.tsx'
import { Notices } from './notices.tsx'
import { OtherGateways } from './other-gateways.tsx'
import { QueueCard } from './queue-card.tsx'
import { RedisSettings } from './redis-settings.tsx'

type Status = CallOutput<'gateway.status'>

/** How the gateway stands: Redis, the exchanges, what the bots asked. */
export function GatewayScreen({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const status = useGatewayStatus(true)
  return (
    <div className="page">
      <WhileConnected>
        <Loaded query={status}>
          {(data) => (
            <>
              <Notices notices={data.notices} info={info} hasDatabase={data.database.state === 'connected'} />
              <div className="cards">
                <RedisCard status={data} />
                <RedisSettings info={info} />
                <DatabaseCard state={data.database} symbols={data.symbols} trades={data.trades} info={info} />
                <CountsCard status={data} />
                <UnknownOrdersCard status={data} />
                <EventsCard events={data.events} />
              </div>
              <OtherGateways redis={data.redis} />
              <QueueCard queue={data.queue} />
              <Venues status={data} />
            </>
          )}
        </Loaded>
        <Requests />
        <p className="soft">{t('gateway.about', { version: info.version, folder: info.dataFolder })}</p>
        <SignOut />
      </WhileConnected>
    </div>
  )
}

/** For a browser only: ends the sessions of all of them. */
function SignOut(): ReactNode {
  const { t } = useTranslation()
  const end = useMutation({ mutationFn: async () => signOutAll()?.() })
  if (signOutAll() === null) return null
  return (
    <div className="row">
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        {t('gateway.signOut')}
      </Button>
      <span className="soft">{t('gateway.signOutHelp')}</span>
    </div>
  )
}

function RedisCard({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation()
  const { redis } = status
  const save = useMutation({
    mutationFn: (startOwnRedis: boolean) => call('settings.set', { startOwnRedis }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.gateway }),
  })
  return (
    <Panel title={t('gateway.redis')}>
      <div className="stack">
        <Facts of={redisFacts(redis, t, useLanguage())} />
        <Switch
          size="xs"
          label={t('gateway.startOwn')}
          description={t('gateway.startOwnHelp')}
          checked={save.isPending ? save.variables : status.startOwnRedis}
          disabled={save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
        {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      </div>
    </Panel>
  )
}

function redisFacts(
  redis: Status['redis'],
  t: TFunction,
  language: ReturnType<typeof useLanguage>,
): readonly (readonly [string, ReactNode])[] {
  const address = [t('gateway.address'), redis.url] as const
  const state = (tone: Tone, text: string): readonly [string, ReactNode] => [
    t('gateway.state'),
    <Tag key="state" tone={tone}>
      {text}
    </Tag>,
  ]
  switch (redis.state) {
    case 'connected':
      return [
        state('good', t('gateway.stateConnected')),
        address,
        [t('gateway.server'), redis.ownServer ? t('gateway.ownServer') : t('gateway.foreignServer')],
      ]
    case 'standby':
      return [state('warn', t('gateway.stateStandby')), address]
    case 'connecting':
      return [state('info', t('gateway.stateConnecting')), address]
    case 'lost':
      return [
        state('bad', t('gateway.stateLost')),
        address,
        [t('gateway.reason'), redis.reason],
        [t('gateway.nextAttempt'), formatTime(redis.nextAttemptAt, language)],
      ]
    case 'off':
      return [state('plain', t('gateway.stateOff')), address]
  }
}

function CountsCard({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const count = (value: number): ReactNode => <span className="num">{formatDecimal(String(value), language)}</span>
  const { received, answered, failed, expired, working } = status.counts
  return (
    <Panel title={t('gateway.counts')}>
      <Facts
        of={[
          [t('gateway.received'), count(received)],
          [t('gateway.answered'), count(answered)],
          [t('gateway.failed'), count(failed)],
          [t('gateway.expired'), count(expired)],
          [t('gateway.working'), count(working)],
        ]}
      />
    </Panel>
  )
}

function UnknownOrdersCard({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation()
  const none = status.unknownOrders === 0
  return (
    <Panel title={t('gateway.unknownOrders')}>
      <div className="stack">
        <span>
          <Tag tone={none ? 'good' : 'bad'}>{status.unknownOrders}</Tag>
        </span>
        <span className="soft">{none ? t('gateway.unknownNone') : t('gateway.unknownSome')}</span>
      </div>
    </Panel>
  )
}

function Venues({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Panel title={t('gateway.venues')} flush>
      {status.venues.length === 0 ? (
        <div className="state">{t('gateway.noVenue')}</div>
      ) : (
        <Table
          columns={[
            t('gateway.exchange'),
            t('gateway.host'),
            { end: t('gateway.clock') },
            { end: t('gateway.weight') },
            t('gateway.ban'),
          ]}
        >
          {status.venues.map((venue) => (
            <tr key={`${venue.exchange} ${venue.baseUrl}`}>
              <td>{exchangeLabel(venue.exchange)}</td>
              <td>{venue.baseUrl}</td>
              <td className="end num">
                {venue.clockOffsetMs === null ? '—' : `${formatDecimal(String(venue.clockOffsetMs), language)} ms`}
              </td>
              <td className="end num">
                {venue.usedWeight ?? '—'} / {venue.weightLimit ?? '—'}
              </td>
              <td>
                {venue.bannedUntil === null ? '—' : <Tag tone="bad">{formatDateTime(venue.bannedUntil, language)}</Tag>}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

const outcomeTones = {
  waiting: 'plain',
  working: 'info',
  success: 'good',
  failure: 'bad',
  expired: 'warn',
  duplicate: 'warn',
} as const satisfies Record<string, Tone>

function Requests(): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Panel title={t('gateway.requests')} flush>
      <Loaded query={useRequests()} empty={(list) => (list.length === 0 ? t('gateway.noRequest') : null)}>
        {(list) => (
          <Table
            columns={[
              t('gateway.time'),
              t('gateway.action'),
              t('gateway.account'),
              t('gateway.outcome'),
              { end: t('gateway.duration') },
              t('gateway.error'),
            ]}
          >
            {list.map((entry) => (
              <tr key={entry.sequence} title={entry.requestId ?? undefined}>
                <td className="num">{formatTime(entry.receivedAt, language)}</td>
                <td>{entry.action ?? '—'}</td>
                <td>{entry.account ?? '—'}</td>
                <td>
                  <Tag tone={outcomeTones[entry.outcome]}>{t(`gateway.outcomes.${entry.outcome}`)}</Tag>
                </td>
                <td className="end num">{entry.durationMs === null ? '—' : `${Math.round(entry.durationMs)} ms`}</td>
                <td className="wrap">{entry.error === null ? '' : messageText(entry.error, language, t)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </Panel>
  )
}

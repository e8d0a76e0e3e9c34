import { NativeSelect } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallInput } from '../../src-shared/contract.ts'
import { type Language, languages } from '../../src-shared/messages/index.ts'
import { AlertSettings } from '../alerts/alert-settings.tsx'
import { TradeAlerts } from '../alerts/trade-alerts.tsx'
import { AttentionBadge } from '../attention/attention-badge.tsx'
import { Approvals } from '../guard/approvals.tsx'
import { GuardBanner, KillSwitch } from '../guard/kill-switch.tsx'
import icon from '../icon.svg'
import { call } from '../panel-client.ts'
import { keys, queryClient, useAccounts, useGatewayStatus, useStreams } from '../query.ts'
import { addressOf, type Screen, screens } from '../route.ts'
import { selectAccount } from '../selection.ts'
import { Tag, type Tone } from '../ui/parts.tsx'
import { Popover } from '../ui/popover.tsx'
import { useFirstSelection, useSelectedAccount } from './account.ts'
import { Connections, connectionTones } from './connections.tsx'
import { exchangeLabel } from './exchange-name.ts'
import { useConnected, useKnown } from './known.ts'

interface ShellProps {
  readonly screen: Screen
  readonly info: AppInfo
  readonly children: ReactNode
}

/** The frame of every screen: where one is, which account, how things stand. */
export function Shell({ screen, info, children }: ShellProps): ReactNode {
  const { t } = useTranslation()
  const content = useRef<HTMLElement>(null)
  useFirstSelection()
  const kind = useSelectedAccount()?.environment.kind ?? 'none'
  const status = useGatewayStatus()
  // What is on the screen without a gateway is how things stood, not how they stand.
  const isOver = useKnown(status) === null && status.data !== undefined
  return (
    <div className="shell" data-environment={kind}>
      <header className="header">
        <button type="button" className="skip-link" onClick={() => content.current?.focus()}>
          {t('nav.skip')}
        </button>
        <h1 className="brand" title={t('app.name')}>
          <img src={icon} alt="" />
          <span className="wide">{t('app.name')}</span>
          <span className="narrow">{t('app.shortName')}</span>
        </h1>
        <nav aria-label={t('nav.label')}>
          {screens.map((each) => (
            <a key={each} href={addressOf(each)} aria-current={each === screen ? 'page' : undefined}>
              {t(`nav.${each}`)}
            </a>
          ))}
        </nav>
        <div className="right">
          <KillSwitch />
          <AccountSelect />
          <StreamsBadge />
          <RedisBadge />
          <Popover label={<IconBell size={16} aria-hidden />} name={t('alerts.title')} title={t('alerts.title')}>
            {() => <AlertSettings info={info} />}
          </Popover>
          <Settings info={info} />
        </div>
      </header>
      <TradeAlerts info={info} />
      <div>
        <Banners />
      </div>
      <main className={isOver ? 'screen over' : 'screen'} ref={content} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function AccountSelect(): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const selected = useSelectedAccount()
  const options = accounts.map((account) => ({
    value: account.id,
    label: `${account.name} (${exchangeLabel(account.exchange)})`,
  }))
  const kind = selected?.environment.kind
  return (
    <>
      <NativeSelect
        className="account"
        aria-label={t('shell.account')}
        data={
          selected === null
            ? [{ value: '', label: t(options.length > 0 ? 'shell.chooseAccount' : 'shell.noAccount') }, ...options]
            : options
        }
        value={selected?.id ?? ''}
        disabled={options.length === 0}
        onChange={(event) => {
          if (event.currentTarget.value !== '') selectAccount(event.currentTarget.value)
        }}
      />
      <span className="tag loud environment" data-testid="environment-mark">
        {kind === undefined ? '—' : t(kind === 'production' ? 'environment.realMark' : `environment.${kind}`)}
      </span>
    </>
  )
}

function Banners(): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const status = useGatewayStatus()
  const known = useKnown(status)
  const kind = useSelectedAccount()?.environment.kind
  return (
    <>
      <div className="banner environment">
        <span>
          {kind === undefined
            ? t('environment.none')
            : kind === 'production'
              ? t('environment.real')
              : t('environment.notReal', { environment: t(`environment.${kind}`).toLowerCase() })}
        </span>
        {/* Here they come and go without moving what is below. */}
        <span className="calls">
          <Approvals />
          <AttentionBadge />
        </span>
      </div>
      {!connected && (
        <div className="banner lost" role="alert">
          {t('shell.connectionLost')}
        </div>
      )}
      {connected && known === null && status.data !== undefined && (
        <div className="banner lost" role="alert">
          {t('shell.silent')}
        </div>
      )}
      <GuardBanner journalDamaged={status.data?.journalDamaged === true} />
    </>
  )
}

const redisTones = {
  connected: 'good',
  standby: 'warn',
  connecting: 'info',
  lost: 'bad',
  off: 'plain',
} as const satisfies Record<string, Tone>

function RedisBadge(): ReactNode {
  const { t } = useTranslation()
  const redis = useKnown(useGatewayStatus())?.redis
  return (
    <span role="status">
      {redis === undefined ? (
        <Tag>{t('redis.unknown')}</Tag>
      ) : (
        <Tag tone={redisTones[redis.state]} title={redis.state === 'lost' ? redis.reason : redis.url}>
          {t(`redis.${redis.state}`)}
        </Tag>
      )}
    </span>
  )
}

/** Whether the selected account is followed as it happens, or asked about now and then; opens how all of them stand. */
function StreamsBadge(): ReactNode {
  const selected = useSelectedAccount()
  return selected === null ? null : <StreamsOf key={selected.id} accountId={selected.id} />
}

function StreamsOf({ accountId }: { accountId: string }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const streams = useStreams(accountId).data
  if (streams === undefined || !connected) return null
  const state = t(`streams.${streams.account}`)
  const tag = (
    <Tag tone={connectionTones[streams.account]} title={t(`streams.${streams.account}Help`)}>
      {state}
    </Tag>
  )
  return (
    <>
      {/* Beside the button: of what is inside one, and of all connections, nobody wants every change read out. */}
      <span role="status" className="visually-hidden">
        {state}
      </span>
      <Popover label={tag} title={t('connections.title')}>
        {() => <Connections />}
      </Popover>
    </>
  )
}

const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' }

function Settings({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const save = useMutation({
    mutationFn: (change: CallInput<'settings.set'>) => call('settings.set', change),
    onSuccess: (saved) => queryClient.setQueryData(keys.info, saved),
  })
  const isTheme = (value: string): value is AppInfo['theme'] =>
    value === 'dark' || value === 'light' || value === 'system'
  return (
    <>
      <NativeSelect
        aria-label={t('shell.language')}
        disabled={!connected}
        value={info.language}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(event) => {
          const language = languages.find((each) => each === event.currentTarget.value)
          if (language !== undefined) save.mutate({ language })
        }}
      />
      <NativeSelect
        aria-label={t('shell.theme')}
        disabled={!connected}
        value={info.theme}
        data={[
          { value: 'dark', label: t('shell.themeDark') },
          { value: 'light', label: t('shell.themeLight') },
          { value: 'system', label: t('shell.themeSystem') },
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget
          if (isTheme(value)) save.mutate({ theme: value })
        }}
      />
    </>
  )
}

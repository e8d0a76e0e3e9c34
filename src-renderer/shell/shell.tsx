import {
  type Icon,
  IconBriefcase,
  IconChartCandle,
  IconKey,
  IconNotebook,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { TradeAlerts } from '../alerts/trade-alerts.tsx'
import { AttentionControl } from '../attention/attention-control.tsx'
import { KillSwitch } from '../guard/kill-switch.tsx'
import icon from '../icon.svg'
import { useGatewayStatus } from '../query.ts'
import { addressOf, mainScreens, type Screen } from '../route.ts'
import { MarketPicker } from '../trade/market-picker.tsx'
import { AccountChip } from './account-chip.tsx'
import { useFirstSelection, useSelectedAccount } from './account.ts'
import { ConnectionControl } from './connection-control.tsx'
import { useKnown } from './known.ts'
import { StatusBar } from './status-bar.tsx'
import './shell.css'

interface ShellProps {
  readonly screen: Screen
  readonly info: AppInfo
  readonly children: ReactNode
}

const icons: Readonly<Record<(typeof mainScreens)[number], Icon>> = {
  trade: IconChartCandle,
  portfolio: IconBriefcase,
  accounts: IconKey,
  journal: IconNotebook,
  gateway: IconServer2,
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
          <span className="visually-hidden">{t('app.name')}</span>
        </h1>
        <nav aria-label={t('nav.label')}>
          {mainScreens.map((each) => {
            const Mark = icons[each]
            return (
              <a
                key={each}
                href={addressOf(each)}
                aria-current={each === screen ? 'page' : undefined}
                title={t(`nav.${each}`)}
              >
                <Mark size={18} aria-hidden />
                <span className="word">{t(`nav.${each}`)}</span>
              </a>
            )
          })}
        </nav>
        <MarketPicker screen={screen} />
        <div className="right">
          <AccountChip />
          <AttentionControl />
          <ConnectionControl />
          <KillSwitch />
          <a
            className="control settings"
            href={addressOf('settings')}
            aria-current={screen === 'settings' ? 'page' : undefined}
            aria-label={t('nav.settings')}
            title={t('nav.settings')}
          >
            <IconSettings size={18} aria-hidden />
          </a>
        </div>
      </header>
      <TradeAlerts info={info} />
      <main className={isOver ? 'screen over' : 'screen'} data-screen={screen} ref={content} tabIndex={-1}>
        {children}
      </main>
      <StatusBar info={info} />
    </div>
  )
}

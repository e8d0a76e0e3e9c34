import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { useGatewayStatus, useGuard } from '../query.ts'
import { addressOf } from '../route.ts'
import { useSelectedAccount } from './account.ts'
import { gatewayName } from './gateway-name.ts'
import { useConnected, useKnown } from './known.ts'
import { RedisState } from './redis-state.tsx'

/** One line below every screen that is always there: what holds for all of it, in sentences, and which gateway it is. */
export function StatusBar({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  return (
    <footer className="status-bar">
      <div className="sentences">
        <Sentences />
      </div>
      <RedisState />
      <span title={info.dataFolder} data-testid="gateway-name">
        {gatewayName(info)}
      </span>
      <span className="soft version">{t('shell.version', { version: info.version })}</span>
    </footer>
  )
}

/** What holds orders back or makes what is shown doubtful comes first. */
function Sentences(): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const status = useGatewayStatus()
  const known = useKnown(status)
  const silent = connected && known === null && status.data !== undefined
  const guard = useKnown(useGuard())?.state ?? 'active'
  const kind = useSelectedAccount()?.environment.kind
  return (
    <>
      {!connected && (
        <span className="bad" role="alert">
          {t('standingHelp.gatewayLost')}
        </span>
      )}
      {silent && (
        <span className="bad" role="alert">
          {t('standingHelp.gatewaySilent')}
        </span>
      )}
      {status.data?.journalDamaged === true && (
        <span className="bad" role="alert">
          {t('journal.damagedBanner')} <a href={addressOf('journal')}>{t('journal.damagedLook')}</a>
        </span>
      )}
      {guard !== 'active' && (
        <span className={guard === 'halted' ? 'bad' : 'warn'} role="status">
          {t(`guard.banner.${guard}`)}
        </span>
      )}
      <span className={kind === 'production' ? 'real' : 'soft'}>
        {kind === undefined
          ? t('environment.none')
          : kind === 'production'
            ? t('environment.real')
            : t('environment.notReal', { environment: t(`environment.${kind}`).toLowerCase() })}
      </span>
    </>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../views.ts'
import { EnvironmentMark } from './environment-mark.tsx'
import { exchangeLabel } from './exchange-name.ts'

/** Whose money an order is about, where it is confirmed. */
export function MoneyNote({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const { kind } = account.environment
  const real = kind === 'production'
  return (
    <div className={real ? 'note bad real' : 'note'}>
      {real ? t('confirm.real') : t('environment.notReal', { environment: t(`environment.${kind}`).toLowerCase() })}
    </div>
  )
}

export function AccountName({ account }: { account: AccountView }): ReactNode {
  return (
    <span>
      {account.name} ({exchangeLabel(account.exchange)}) <EnvironmentMark kind={account.environment.kind} />
    </span>
  )
}

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { Loaded } from '../ui/parts.tsx'

function FullPage({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <main className="full-page">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}

/** This browser has no (or no longer a) session with the gateway. */
export function Unauthorised(): ReactNode {
  const { t } = useTranslation()
  return (
    <FullPage title={t('shell.unauthorisedTitle')}>
      <p role="alert">{t('shell.unauthorised')}</p>
    </FullPage>
  )
}

/** Nothing is known yet: still asking, or it failed. */
export function StartFailed({ query }: { query: UseQueryResult<AppInfo> }): ReactNode {
  const { t } = useTranslation()
  return (
    <FullPage title={query.error === null ? t('app.name') : t('shell.startFailed')}>
      <Loaded query={query}>{() => null}</Loaded>
    </FullPage>
  )
}

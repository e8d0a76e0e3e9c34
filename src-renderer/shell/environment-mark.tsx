import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../views.ts'

/** Whose money: loud where it is real, quiet everywhere else. */
export function EnvironmentMark({ kind }: { kind: AccountView['environment']['kind'] }): ReactNode {
  const { t } = useTranslation()
  return (
    <span className="environment-mark" data-environment={kind} data-testid="environment-mark">
      {t(kind === 'production' ? 'environment.realMark' : `environment.${kind}`)}
    </span>
  )
}

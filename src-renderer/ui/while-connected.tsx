import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnected } from '../shell/known.ts'

/**
 * Holds what asks or tells the gateway something: while it is lost, every control within is disabled, and a note says
 * that what is shown may be over. Reading goes on.
 */
export function WhileConnected({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  return (
    <fieldset className="bare" disabled={!connected}>
      {!connected && (
        <div className="note warn" role="status">
          {t('shell.saidBefore')}
        </div>
      )}
      {children}
    </fieldset>
  )
}

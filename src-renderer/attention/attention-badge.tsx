import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGatewayStatus } from '../query.ts'
import { AttentionDialog } from './attention-dialog.tsx'

/** In the header while a person has to look at an order or a bracket; it opens what that is. */
export function AttentionBadge(): ReactNode {
  const { t } = useTranslation()
  const status = useGatewayStatus().data
  const [opened, setOpened] = useState(false)
  const count = (status?.ordersInNeed ?? 0) + (status?.bracketAlarms ?? 0)
  return (
    <>
      {count > 0 && (
        <button type="button" className="tag bad attention" data-testid="attention" onClick={() => setOpened(true)}>
          {t('attention.badge', { count })}
        </button>
      )}
      {opened && <AttentionDialog onClose={() => setOpened(false)} />}
    </>
  )
}

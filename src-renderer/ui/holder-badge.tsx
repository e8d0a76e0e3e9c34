import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Holder } from '../../src-shared/exit-plan.ts'
import { Tag } from './parts.tsx'

/** Who makes an exit happen. */
export function HolderBadge({ holder }: { holder: Holder }): ReactNode {
  const { t } = useTranslation()
  return (
    <Tag tone={holder === 'exchange' ? 'good' : 'warn'} title={t(`holder.help.${holder}`)}>
      {t(`holder.${holder}`)}
    </Tag>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExitPlan } from '../../src-shared/exit-plan.ts'

/** What a person should know of how exits are kept, before sending. */
export function ExitsNotes({ plan, confirmed }: { plan: ExitPlan; confirmed: boolean }): ReactNode {
  const { t } = useTranslation()
  const { attached, armedBy, form, holders } = plan
  const held = [holders.takeProfit, holders.stopLoss]
  const notes = [
    ...(held.includes('application') ? [t('holder.applicationNote')] : []),
    ...(attached === null && held.includes('exchange') ? [t('holder.afterFillNote')] : []),
    ...(attached === null && form === 'pair' ? [t('holder.pairNote')] : []),
    ...(armedBy === 'whole_fill' ? [t('holder.wholeFillNote')] : []),
  ]
  return (
    <>
      {notes.map((note) => (
        <div key={note} className="soft small" role="status">
          {note}
        </div>
      ))}
      {attached !== null && !confirmed && (
        <div className="note warn" role="status">
          {t('ticket.exitsUnconfirmed')}
        </div>
      )}
    </>
  )
}

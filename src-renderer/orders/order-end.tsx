import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type EndReason, endMessage } from '../../src-shared/end-reason.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { messageText } from '../ui/error-text.ts'

/**
 * Why an order ended, in words; the exchange's own word is shown on pointing at it. Nothing for an order that has not
 * ended, or filled.
 */
export function OrderEnd({ reason }: { reason: EndReason | null }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (reason === null) return null
  return (
    <div className="soft small wrap" title={reason.word ?? undefined} data-end={reason.kind}>
      {messageText(endMessage(reason), language, t)}
    </div>
  )
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { problemText } from '../ui/error-text.ts'
import type { MarketView } from '../views.ts'
import { useTicket } from './ticket-store.ts'
import type { TicketModel } from './use-ticket.ts'

/** Why the button waits, in one line. */
export function TicketReason({ model, market }: { model: TicketModel; market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const sending = useTicket((state) => state.sending)
  const unknown = useTicket((state) => state.result?.kind === 'unknown')
  const touched = useTicket((state) => state.touched)
  if (sending) return t('ticket.sending')
  if (unknown) return t('ticket.locked')
  const [first] = model.problems
  if (first !== undefined) return touched.has(first[0]) ? null : problemText(first[0], first[1], language, t)
  switch (model.preview.state) {
    case 'checking':
      return t('ticket.checking')
    case 'accepted': {
      if (model.short !== null) return null
      if (model.warnings.length > 0) return t('warnings.some')
      const { quantity } = model.preview
      const asked = model.request !== null && 'quantity' in model.request ? model.request.quantity : null
      return quantity !== null && asked !== null && quantity !== asked
        ? t('ticket.willRound', { quantity: formatDecimal(quantity, language), asset: market.base })
        : null
    }
    case 'refused':
    case 'none':
      return null
  }
}

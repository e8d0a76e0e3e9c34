import { Button } from '@mantine/core'
import { memo, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Money } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { Facts } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { estimateFor, freeAfter } from './estimates.ts'
import { TicketReason } from './ticket-reason.tsx'
import type { TicketModel } from './use-ticket.ts'

/** Places shown of an estimate; estimates are cut, orders never. */
const shownPlaces = 8

interface TicketFootProps {
  readonly account: AccountView
  readonly market: MarketView
  /** As it is drawn, which may be a moment behind what is typed. */
  readonly model: TicketModel
  readonly ready: boolean
  readonly sending: boolean
  /** Why the account or the gateway takes no order now; null: nothing is in the way. */
  readonly blocked: string | null
}

/** What the order costs and leaves, why it cannot be sent yet, and the button that says what it does; always in sight. */
export const TicketFoot = memo(function TicketFoot(props: TicketFootProps): ReactNode {
  const { account, market, model, ready, sending, blocked } = props
  const { t } = useTranslation()
  const reasonId = useId()
  const what = useWhat(model, market)
  return (
    <div className="ticket-foot stack tight">
      <Costs model={model} market={market} />
      <div id={reasonId} className="soft reason" role="status">
        {blocked ?? <TicketReason model={model} market={market} />}
      </div>
      <Button
        type="submit"
        size="sm"
        fullWidth
        className={`execute-${model.draft.side}`}
        disabled={!ready}
        loading={sending}
        aria-describedby={reasonId}
      >
        {t(`ticket.${model.draft.side}`, { what, account: account.name })}
      </Button>
    </div>
  )
})

/** How much of what: as typed where that is a number, else only the asset. */
function useWhat({ request }: TicketModel, market: MarketView): string {
  const { t } = useTranslation()
  const language = useLanguage()
  if (request === null) return market.base
  const inQuote = request.kind === 'market' && request.amount.unit === 'quote'
  const amount = request.kind === 'market' ? request.amount.value : request.quantity
  const { base, quote } = market
  const number = formatDecimal(amount, language)
  return inQuote ? t('ticket.forTotal', { base, total: `${number} ${quote}` }) : `${number} ${base}`
}

function Costs({ model, market }: { model: TicketModel; market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { request, available } = model
  const estimate = estimateFor(request, market, model)
  const shown = (value: Money): string => formatDecimal(value.truncated(shownPlaces).toString(), language)
  const free =
    estimate === null || request === null || available === null ? null : freeAfter(request, estimate, available)
  const { base, quote } = market
  const num = (text: string | null): ReactNode => <span className="num">{text ?? '—'}</span>
  return (
    <Facts
      of={[
        [
          t(model.draft.side === 'buy' ? 'ticket.cost' : 'ticket.proceeds'),
          num(estimate && `${shown(estimate.value)} ${quote}`),
        ],
        [
          t('ticket.fee'),
          estimate !== null && estimate.fee === null
            ? t('ticket.feeUnknown')
            : num(estimate?.fee ? `${shown(estimate.fee.amount)} ${quote}` : null),
        ],
        [t('ticket.freeAfter'), num(free && `${shown(free.amount)} ${free.of === 'base' ? base : quote}`)],
      ]}
    />
  )
}

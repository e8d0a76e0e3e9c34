import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { formatCut, stepDecimals } from '../ui/format.ts'
import { Facts } from '../ui/parts.tsx'
import type { MarketView } from '../views.ts'
import { timeInForceText } from './describe-order.ts'
import { type Estimate, estimate as estimateOf, type ExitEstimate } from './estimates.ts'
import { MarketFill } from './market-fill.tsx'
import type { TicketModel } from './use-ticket.ts'

/** Places shown of an estimate in quote units; estimates are cut, orders never. */
const shownPlaces = 8

interface OrderSummaryProps {
  readonly accountId: string
  readonly model: TicketModel
  readonly market: MarketView
}

/** What the order comes to, while it is typed. */
export const OrderSummary = memo(function OrderSummary({ accountId, model, market }: OrderSummaryProps): ReactNode {
  const { t } = useTranslation()
  const facts = useEstimateFacts(model, market)
  const { request } = model
  if (facts === null || request === null) return null
  return (
    <section aria-label={t('ticket.summary')} className="note summary">
      <Facts
        of={[
          ...facts,
          ...('timeInForce' in request ? [[t('confirm.timeInForce'), timeInForceText(request, t)] as const] : []),
        ]}
      />
      {request.kind === 'market' && <MarketFill accountId={accountId} market={market} request={request} />}
    </section>
  )
})

/** Estimates as pairs of name and value; the confirmation shows the same ones. */
export function useEstimateFacts(
  model: TicketModel,
  market: MarketView,
): readonly (readonly [string, ReactNode])[] | null {
  const { t } = useTranslation()
  const language = useLanguage()
  const { request } = model
  const estimate = estimateFor(model, market)
  if (estimate === null || request === null) return null
  const decimals = stepDecimals(market.tickSize)
  const quote = (text: string): string => `${text} ${market.quote}`
  const price = formatDecimal(estimate.price.truncated(decimals).toString(), language, {
    minDecimals: decimals,
  })
  const marketPriced = request.kind === 'market' || request.kind === 'trailing_stop' || request.kind === 'oco'
  const exit = (value: ExitEstimate): ReactNode => (
    <span className={`num ${value.difference.isNegative() ? 'sell' : 'buy'}`}>
      {quote(
        formatCut(value.difference, Math.max(2, Math.min(decimals, shownPlaces)), language, {
          plusSign: true,
        }),
      )}{' '}
      ({formatCut(value.percent, 2, language, { plusSign: true })} %)
    </span>
  )
  return [
    [
      t('ticket.quantity'),
      <span key="quantity" className="num">
        {request.kind === 'market' && request.amount.unit === 'quote' ? '≈ ' : ''}
        {formatDecimal(estimate.quantity.truncated(shownPlaces).toString(), language)} {market.base}
      </span>,
    ],
    [
      t('ticket.atPrice'),
      <span key="price" className="num">
        {marketPriced ? t('ticket.atMarket', { price }) : quote(price)}
      </span>,
    ],
    [
      t(request.side === 'buy' ? 'ticket.cost' : 'ticket.proceeds'),
      <strong key="value" className="num">
        {quote(formatDecimal(estimate.value.truncated(shownPlaces).toString(), language, { minDecimals: 2 }))}
      </strong>,
    ],
    [
      t('ticket.fee'),
      estimate.fee === null ? (
        t('ticket.feeUnknown')
      ) : (
        <span key="fee" className="num">
          {quote(formatDecimal(estimate.fee.amount.truncated(shownPlaces).toString(), language))} (
          {formatDecimal(estimate.fee.percent.toString(), language)} %)
        </span>
      ),
    ],
    ...(estimate.takeProfit === null ? [] : [[t('ticket.profit'), exit(estimate.takeProfit)] as const]),
    ...(estimate.stopLoss === null ? [] : [[t('ticket.loss'), exit(estimate.stopLoss)] as const]),
  ]
}

function estimateFor({ request, ticker, preview }: TicketModel, market: MarketView): Estimate | null {
  if (request === null) return null
  return estimateOf(request, market, ticker, preview.state === 'accepted' ? preview : null)
}

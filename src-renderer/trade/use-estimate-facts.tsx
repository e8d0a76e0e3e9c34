import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import { estimateFor } from './estimates.ts'
import { ExitResult } from './exit-result.tsx'
import type { TicketModel } from './use-ticket.ts'

/** Places shown of an estimate in quote units; estimates are cut, orders never. */
const shownPlaces = 8

/** Estimates as pairs of name and value; the confirmation shows the same ones. */
export function useEstimateFacts(
  model: TicketModel,
  market: MarketView,
): readonly (readonly [string, ReactNode])[] | null {
  const { t } = useTranslation()
  const language = useLanguage()
  const { request } = model
  const estimate = estimateFor(request, market, model)
  if (estimate === null || request === null) return null
  const decimals = stepDecimals(market.tickSize)
  const quote = (text: string): string => `${text} ${market.quote}`
  const price = formatDecimal(estimate.price.truncated(decimals).toString(), language, {
    minDecimals: decimals,
  })
  const marketPriced = request.kind === 'market' || request.kind === 'trailing_stop' || request.kind === 'oco'
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
    ...(estimate.takeProfit === null
      ? []
      : [[t('ticket.profit'), <ExitResult key="profit" of={estimate.takeProfit} market={market} />] as const]),
    ...(estimate.stopLoss === null
      ? []
      : [[t('ticket.loss'), <ExitResult key="loss" of={estimate.stopLoss} market={market} />] as const]),
  ]
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { formatDecimal } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import { amountOfBalance, sizingPrice } from './sizing.ts'
import { editDraft } from './ticket-store.ts'
import type { TicketModel } from './use-ticket.ts'

const shares = [25, 50, 75, 100] as const

/** Fills in a part of what the account has free, rounded down to the market's step. */
export function ShareButtons({ model, market }: { model: TicketModel; market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { draft, shape, unit, available } = model
  const spent = draft.side === 'buy' ? market.quote : market.base
  const free = draft.side === 'buy' ? available?.quote : available?.base
  const price = sizingPrice(model, market)
  return (
    <div className="stack tight">
      <div className="soft small">
        {t('ticket.available', {
          amount: free === undefined ? '—' : `${formatDecimal(free, language)} ${spent}`,
        })}
      </div>
      <div className="percents">
        {shares.map((percent) => {
          const amount =
            available === null
              ? null
              : amountOfBalance({
                  side: draft.side,
                  unit,
                  isMarketOrder: shape.kind === 'market',
                  percent,
                  market,
                  available,
                  price,
                })
          return (
            <button
              key={percent}
              type="button"
              aria-label={t('ticket.ofBalance', { percent })}
              disabled={amount?.isPositive() !== true}
              onClick={() => amount !== null && editDraft({ amount: amount.toString() }, 'amount')}
            >
              {percent} %
            </button>
          )
        })}
      </div>
    </div>
  )
}

import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import type { MarketView } from '../views.ts'
import { amountOfBalance, type SizingInput } from './sizing.ts'
import { editDraft } from './ticket-store.ts'

const shares = [25, 50, 75, 100] as const

interface ShareButtonsProps extends Pick<SizingInput, 'side' | 'unit' | 'isMarketOrder'> {
  readonly market: MarketView
  readonly available: SizingInput['available'] | null
  /** Decimal text of the price at which base and quote are converted; null: not known. */
  readonly price: string | null
}

/** Fills in a part of what the account has free, rounded down to the market's step. */
export const ShareButtons = memo(function ShareButtons(props: ShareButtonsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { side, market, available } = props
  const spent = side === 'buy' ? market.quote : market.base
  const free = side === 'buy' ? available?.quote : available?.base
  const price = props.price === null ? null : Money.parse(props.price)
  return (
    <div className="stack tight">
      <div className="soft small">
        {t('ticket.available', {
          amount: free === undefined ? '—' : `${formatDecimal(free, language)} ${spent}`,
        })}
      </div>
      <div className="percents">
        {shares.map((percent) => {
          const amount = available === null ? null : amountOfBalance({ ...props, percent, available, price })
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
})

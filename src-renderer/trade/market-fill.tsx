import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { estimateFromBook } from '../../src-shared/book-estimate.ts'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { PriceLevel } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { bookQuery } from '../book/use-book.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { formatCut, stepDecimals } from '../ui/format.ts'
import { Facts } from '../ui/parts.tsx'
import type { MarketView, OrderBookView } from '../views.ts'

interface MarketFillProps {
  readonly accountId: string
  readonly market: MarketView
  readonly request: Extract<OrderRequestInput, { readonly kind: 'market' }>
}

/** What a market order would get from the book of now: nothing where the book is not known. */
export function MarketFill({ accountId, market, request }: MarketFillProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const book = useQuery(bookQuery(accountId, market.symbol)).data?.book
  const { side, amount } = request
  const estimate = useMemo(
    () =>
      book === undefined
        ? null
        : estimateFromBook(levelsOf(book), side, { unit: amount.unit, value: Money.parse(amount.value) }),
    [book, side, amount.unit, amount.value],
  )
  if (estimate === null) return null
  const decimals = stepDecimals(market.tickSize)
  return (
    <div className="note small">
      <Facts
        of={[
          [
            t('ticket.bookAverage'),
            <span key="a" className="num">{`≈ ${formatCut(estimate.average, decimals, language)}`}</span>,
          ],
          [
            t('ticket.bookSlippage'),
            <span key="s" className="num">
              {t('ticket.fromBest', { percent: formatCut(estimate.slippageFromBest, 3, language) })}
            </span>,
          ],
        ]}
      />
      {!estimate.complete && (
        <p className="warn small">
          {t('ticket.bookThin', {
            quantity: formatDecimal(estimate.quantity.truncated(8).toString(), language),
            asset: market.base,
          })}
        </p>
      )}
    </div>
  )
}

function levelsOf({ bids, asks }: OrderBookView): { readonly bids: PriceLevel[]; readonly asks: PriceLevel[] } {
  const parsed = ({ price, quantity }: OrderBookView['bids'][number]): PriceLevel => ({
    price: Money.parse(price),
    quantity: Money.parse(quantity),
  })
  return { bids: bids.map(parsed), asks: asks.map(parsed) }
}

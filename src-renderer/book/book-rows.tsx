import { type KeyboardEvent, memo, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { takePrice, useTakesPrice } from '../trade/take-price.ts'
import { stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import type { Ladder, LadderRow } from './ladder.ts'

interface BookRowsProps {
  readonly ladder: Ladder
  /** How many places there are on each side. */
  readonly rows: number
  readonly market: MarketView
  /** Of the prices as they are grouped. */
  readonly decimals: number
}

/** A place of the list: asks are 1, 2, … upwards from the middle, bids -1, -2, … downwards. */
type Place = number

/**
 * The book as one list: asks above, bids below, the best ones in the middle. The places stay where they are while
 * prices pass through them. Arrows move, Enter or a click takes the price into the order.
 */
export function BookRows({ ladder, rows, market, decimals }: BookRowsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = useId()
  const takes = useTakesPrice(market)
  const [chosen, setChosen] = useState<Place>(1)
  const { asks, bids, spread } = ladder
  const active = placeNear(chosen, asks.length, bids.length)
  const rowAt = (place: Place): LadderRow | undefined => (place > 0 ? asks[place - 1] : bids[-place - 1])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') setChosen(moved(active, 1, asks.length, bids.length))
    else if (event.key === 'ArrowDown') setChosen(moved(active, -1, asks.length, bids.length))
    else if (event.key === 'Home') setChosen(asks.length > 0 ? asks.length : active)
    else if (event.key === 'End') setChosen(bids.length > 0 ? -bids.length : active)
    else if (event.key === 'Enter' || event.key === ' ') {
      const row = rowAt(active)
      if (row !== undefined && takes) takePrice(row.price)
    } else return
    event.preventDefault()
  }
  const places = (side: Side, of: readonly LadderRow[]): ReactNode =>
    Array.from({ length: rows }, (_each, index) => {
      const place = side === 'sell' ? rows - index : -(index + 1)
      const row = of[Math.abs(place) - 1]
      return row === undefined ? (
        <div key={place} className="book-row" role="presentation" />
      ) : (
        <Row
          key={place}
          id={`${id}${place}`}
          side={side}
          place={place}
          isActive={place === active}
          takes={takes}
          decimals={decimals}
          onTaken={setChosen}
          {...row}
        />
      )
    })
  return (
    <div
      className="book-list num"
      role="listbox"
      tabIndex={0}
      aria-label={t('book.list', { symbol: market.symbol })}
      aria-activedescendant={rowAt(active) === undefined ? undefined : `${id}${active}`}
      title={takes ? undefined : t('book.noPrice')}
      onKeyDown={onKeyDown}
    >
      {places('sell', asks)}
      <div className="book-between" role="presentation">
        {spread === null ? (
          <span className="soft">{t('book.oneSided')}</span>
        ) : (
          <>
            <span className="soft">{t('price.spread')}</span>{' '}
            {formatDecimal(spread.absolute, language, { minDecimals: stepDecimals(market.tickSize) })}{' '}
            <span className="soft">
              ({formatDecimal(Money.parse(spread.percent).rounded(2).toString(), language)} %)
            </span>
          </>
        )}
      </div>
      {places('buy', bids)}
    </div>
  )
}

function moved(from: Place, by: 1 | -1, asks: number, bids: number): Place {
  const next = from + by === 0 ? by : from + by
  return placeNear(next, asks, bids)
}

/** The place itself, or the last one there is on the way to it. */
function placeNear(place: Place, asks: number, bids: number): Place {
  const near = Math.max(-bids, Math.min(asks, place))
  return near === 0 ? (asks > 0 ? 1 : -1) : near
}

interface RowProps extends LadderRow {
  readonly id: string
  readonly side: Side
  readonly place: Place
  readonly isActive: boolean
  readonly takes: boolean
  readonly decimals: number
  readonly onTaken: (place: Place) => void
}

const Row = memo(function Row(row: RowProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { side, price, quantity, total, share, own, ahead, takes } = row
  const number = (text: string, decimals = 0): string => formatDecimal(text, language, { minDecimals: decimals })
  const mine =
    own === null
      ? null
      : ahead === null
        ? t('book.own', { quantity: number(own) })
        : t('book.ownAhead', { quantity: number(own), ahead: number(ahead) })
  return (
    <div
      id={row.id}
      className={`book-row is-${side} ${row.isActive ? 'is-active' : ''}`}
      role="option"
      aria-selected={row.isActive}
      data-price={price}
      style={{ backgroundSize: `${share}% 100%` }}
      title={mine ?? (takes ? t('price.use', { price: number(price, row.decimals) }) : undefined)}
      onClick={() => {
        row.onTaken(row.place)
        if (takes) takePrice(price)
      }}
    >
      <span className={side}>
        <span className="visually-hidden">{t(side === 'buy' ? 'price.bid' : 'price.ask')} </span>
        {mine !== null && (
          <span className="book-own">
            <span aria-hidden>●</span>
            <span className="visually-hidden">{mine} </span>
          </span>
        )}
        {number(price, row.decimals)}
      </span>
      <span>{number(quantity)}</span>
      <span className="soft">{number(total)}</span>
      {mine !== null && (
        <span className="book-mine" aria-hidden>
          {mine}
        </span>
      )}
    </div>
  )
})

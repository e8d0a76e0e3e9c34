import './book.css'
import { NativeSelect } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useOpenOrders } from '../query.ts'
import { stepDecimals } from '../ui/format.ts'
import { Loaded, Panel, Tag } from '../ui/parts.tsx'
import type { AccountView, MarketView, OrderView } from '../views.ts'
import { BookRows } from './book-rows.tsx'
import { groupSteps, ladderOf } from './ladder.ts'
import { nextAhead, noneAhead, ownLevels } from './own-levels.ts'
import { type AgedBook, bookDepth, type BookStanding, useBook } from './use-book.ts'
import { useRowsOfSides } from './use-rows.ts'

interface BookPanelProps {
  readonly account: AccountView
  readonly market: MarketView | null
}

/** The order book of a market, with what the person has in it. */
export function BookPanel({ account, market }: BookPanelProps): ReactNode {
  const { t } = useTranslation()
  if (market !== null) return <BookOf key={`${account.id} ${market.symbol}`} account={account} market={market} />
  return (
    <Panel title={t('book.title')} className="book-panel">
      <div className="state">{t('price.chooseSymbol')}</div>
    </Panel>
  )
}

const noOrders: readonly OrderView[] = []

function BookOf({ account, market }: { readonly account: AccountView; readonly market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const feed = useBook(account.id, market.symbol)
  const [step, setStep] = useState(market.tickSize)
  // Steps follow the price the book had at first, so that they do not change under the hand.
  const first = feed.data?.book.asks[0]?.price ?? feed.data?.book.bids[0]?.price ?? null
  const [stepPrice, setStepPrice] = useState(first)
  if (stepPrice === null && first !== null) setStepPrice(first)
  const steps = useMemo(() => groupSteps(market.tickSize, stepPrice), [market.tickSize, stepPrice])
  return (
    <Panel
      title={t('book.title')}
      className="book-panel"
      head={
        <>
          <Standing standing={feed.standing} isThere={feed.data !== undefined} />
          <NativeSelect
            className="push book-step"
            aria-label={t('book.step')}
            title={t('book.step')}
            value={step}
            data={steps.map((each) => ({ value: each, label: formatDecimal(each, language) }))}
            onChange={(event) => setStep(event.currentTarget.value)}
          />
        </>
      }
    >
      <Loaded query={feed} empty={({ book }) => (book.asks.length + book.bids.length === 0 ? t('book.empty') : null)}>
        {(data) => <Ladder account={account} market={market} data={data} step={step} isOld={feed.standing === 'old'} />}
      </Loaded>
    </Panel>
  )
}

function Standing({ standing, isThere }: { readonly standing: BookStanding; readonly isThere: boolean }): ReactNode {
  const { t } = useTranslation()
  if (!isThere || standing === 'pushed') return null
  return standing === 'old' ? (
    <Tag tone="warn">{t('book.old')}</Tag>
  ) : (
    <Tag title={t('book.askedHelp')}>{t('book.asked')}</Tag>
  )
}

/** As in book.css. */
const rowHeight = 24
const betweenHeight = 28

interface LadderProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly data: AgedBook
  readonly step: string
  readonly isOld: boolean
}

function Ladder({ account, market, data, step, isOld }: LadderProps): ReactNode {
  const { t } = useTranslation()
  const orders = useOpenOrders(account.id).data ?? noOrders
  const own = useMemo(() => ownLevels(orders, market.symbol), [orders, market.symbol])
  const [rows, measured] = useRowsOfSides(rowHeight, betweenHeight)
  const [known, setKnown] = useState(noneAhead)
  const ahead = nextAhead(known, data.book, own, data.at)
  if (ahead !== known) setKnown(ahead)
  const { tickSize } = market
  const ladder = ladderOf({ book: data.book, tickSize, step, depth: bookDepth, rows, own, ahead })
  return (
    <div className={isOld ? 'book is-old' : 'book'}>
      <div className="book-row book-head soft" aria-hidden>
        <span title={market.quote}>{t('book.price')}</span>
        <span title={market.base}>{t('book.quantity')}</span>
        <span>{t('book.total')}</span>
      </div>
      <div className="book-body" ref={measured}>
        <BookRows ladder={ladder} rows={rows} market={market} decimals={stepDecimals(step)} />
      </div>
    </div>
  )
}

import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Timeframe } from '../../src-shared/capabilities.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { useBrackets, useOpenOrders } from '../query.ts'
import { takePrice, useTakesPrice } from '../trade/take-price.ts'
import { Loaded, Tag } from '../ui/parts.tsx'
import type { AccountView, BracketView, MarketView, OrderView } from '../views.ts'
import { Attribution } from './attribution.tsx'
import { CandleStore } from './candle-store.ts'
import { firstLimit, nextLimit } from './candles.ts'
import { ChartCanvas } from './chart-canvas.tsx'
import { type ChartLevel, chartLevels } from './chart-levels.ts'
import { endDrag } from './drag-store.ts'
import type { ChartFill } from './fills.ts'
import { LevelList } from './level-list.tsx'
import { type Proposal, ProposalDialog } from './proposal.tsx'
import { type ChartFeed, useChartFeed } from './use-chart-feed.ts'

export interface ChartViewProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly timeframe: Timeframe
  readonly percent: boolean
  readonly averagePrice: DecimalText | null
  readonly fills: readonly ChartFill[]
}

const noOrders: readonly OrderView[] = []
const noBrackets: readonly BracketView[] = []

/** A chart of one market and time frame, with what the person has there. Another market is another one: give it a key. */
export function ChartView({ account, market, timeframe, percent, averagePrice, fills }: ChartViewProps): ReactNode {
  const [store] = useState(() => new CandleStore())
  const [limit, setLimit] = useState<number>(firstLimit)
  const [proposal, setProposal] = useState<Proposal | null>(null)
  const feed = useChartFeed({ accountId: account.id, symbol: market.symbol, timeframe, limit }, store)
  const orders = useOpenOrders(account.id).data ?? noOrders
  const brackets = useBrackets(account.id).data ?? noBrackets
  const levels = useMemo(() => chartLevels(orders, brackets, market), [orders, brackets, market])
  const takesPrice = useTakesPrice(market)
  const count = useSyncExternalStore(
    useCallback((changed) => store.listen(changed), [store]),
    () => store.candles.length,
  )
  useEffect(() => endDrag, [])

  const onNearlyAllSeen = useCallback(
    () => setLimit((before) => nextLimit(before, store.candles.length) ?? before),
    [store],
  )
  const onPriceTaken = useCallback(
    (price: DecimalText) => {
      if (takesPrice) takePrice(price)
    },
    [takesPrice],
  )
  const onPropose = useCallback((level: ChartLevel, price: DecimalText) => setProposal({ level, price }), [])
  return (
    <div className="chart-view">
      <div className="chart-stage">
        <ChartCanvas
          account={account}
          market={market}
          timeframe={timeframe}
          percent={percent}
          store={store}
          levels={levels}
          averagePrice={averagePrice}
          fills={fills}
          onNearlyAllSeen={onNearlyAllSeen}
          onPriceTaken={onPriceTaken}
          onPropose={onPropose}
        />
        <Over feed={feed} isEmpty={count === 0} />
      </div>
      <div className="chart-foot">
        <LevelList accountId={account.id} market={market} levels={levels} onPropose={onPropose} />
        <Attribution />
      </div>
      {proposal !== null && (
        <ProposalDialog
          account={account}
          market={market}
          proposal={proposal}
          onClose={() => {
            setProposal(null)
            endDrag()
          }}
        />
      )}
    </div>
  )
}

/** How the candles stand, over the picture: nothing where they are there and live. */
function Over({ feed, isEmpty }: { readonly feed: ChartFeed; readonly isEmpty: boolean }): ReactNode {
  const { t } = useTranslation()
  if (isEmpty) {
    const isKnownEmpty = feed.feed === 'live' || feed.isAsked
    return (
      <div className="chart-over">
        <Loaded query={{ ...feed, data: isKnownEmpty ? 0 : undefined }} empty={() => t('chart.empty')}>
          {() => null}
        </Loaded>
      </div>
    )
  }
  if (feed.feed === 'live') return null
  return (
    <div className="chart-standing" role="status">
      {feed.error !== null || feed.feed === 'stale' ? (
        <Tag tone="warn">{t('chart.stale')}</Tag>
      ) : (
        feed.feed === 'refused' && <Tag title={t('chart.askedHelp')}>{t('chart.asked')}</Tag>
      )}
    </div>
  )
}

import './chart.css'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Timeframe } from '../../src-shared/capabilities.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { selectChartPercent, selectTimeframe, useSelection } from '../selection.ts'
import { Loaded, Panel } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { whenIdle } from '../when-idle.ts'
import type { ChartFill } from './fills.ts'
import { inOrder, timeframeFor } from './timeframes.ts'

interface ChartPanelProps {
  readonly account: AccountView
  readonly market: MarketView | null
  /** What the person’s holding has cost a unit, in quote units; null: not known. */
  readonly averagePrice: DecimalText | null
  readonly fills: readonly ChartFill[]
}

/** The chart and its library come when a chart is first shown, and never before an order can be typed. */
const chartPart = queryOptions({
  queryKey: ['part', 'chart'],
  queryFn: async () => {
    await new Promise<void>((resolve) => whenIdle(resolve, 1_000))
    return { Part: (await import('./chart-view.tsx')).ChartView }
  },
  staleTime: Infinity,
  gcTime: Infinity,
  retry: 1,
  retryDelay: 500,
})

/** Candles of a market, with the person's orders, exits and fills on them. */
export function ChartPanel({ account, market, averagePrice, fills }: ChartPanelProps): ReactNode {
  const { t } = useTranslation()
  const wanted = useSelection((state) => state.timeframe)
  const percent = useSelection((state) => state.chartPercent)
  const part = useQuery(chartPart)
  const offered = market?.capabilities.timeframes ?? []
  const timeframe = timeframeFor(wanted, offered)
  return (
    <Panel
      title={t('chart.title')}
      className="chart-panel"
      head={<Choices timeframe={timeframe} offered={inOrder(offered)} percent={percent} />}
    >
      {market === null ? (
        <div className="state">{t('price.chooseSymbol')}</div>
      ) : timeframe === null ? (
        <div className="state">{t('chart.noCandles')}</div>
      ) : (
        <Loaded query={part}>
          {({ Part }) => (
            <Part
              key={`${account.id} ${market.symbol} ${timeframe}`}
              account={account}
              market={market}
              timeframe={timeframe}
              percent={percent}
              averagePrice={averagePrice}
              fills={fills}
            />
          )}
        </Loaded>
      )}
    </Panel>
  )
}

interface ChoicesProps {
  readonly timeframe: Timeframe | null
  readonly offered: readonly Timeframe[]
  readonly percent: boolean
}

function Choices({ timeframe, offered, percent }: ChoicesProps): ReactNode {
  const { t } = useTranslation()
  return (
    <>
      <div className="chart-choices" role="group" aria-label={t('chart.timeframe')}>
        {offered.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === timeframe}
            title={t(`chart.frames.${each}`)}
            onClick={() => selectTimeframe(each)}
          >
            {t(`chart.framesShort.${each}`)}
          </button>
        ))}
      </div>
      <div className="chart-choices push">
        <button
          type="button"
          aria-pressed={percent}
          aria-label={t('chart.percentScale')}
          title={t('chart.percentScale')}
          onClick={() => selectChartPercent(!percent)}
        >
          %
        </button>
      </div>
    </>
  )
}

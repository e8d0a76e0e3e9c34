import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { timeframeMinutes, type Timeframe } from '../../src-shared/capabilities.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import type { AccountView, MarketView } from '../views.ts'
import type { CandleStore } from './candle-store.ts'
import { candleTimeAt } from './candles.ts'
import type { ChartLevel } from './chart-levels.ts'
import { coloursNow, onThemeChange, themeNow } from './chart-look.ts'
import type { ChartFill } from './fills.ts'
import { Legend } from './legend.tsx'
import { LevelHandles } from './level-handles.tsx'
import { type DrawnLine, PriceChart } from './price-chart.ts'

interface ChartCanvasProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly timeframe: Timeframe
  readonly percent: boolean
  readonly store: CandleStore
  readonly levels: readonly ChartLevel[]
  readonly averagePrice: DecimalText | null
  readonly fills: readonly ChartFill[]
  readonly onNearlyAllSeen: () => void
  /** A price was taken for an order. */
  readonly onPriceTaken: (price: DecimalText) => void
  readonly onPropose: (level: ChartLevel, price: DecimalText) => void
}

const barsAKey = 10
const zoomAKey = 1.25

/** The picture itself. React draws its frame; candles go from the store to the canvas past it. */
export function ChartCanvas(props: ChartCanvasProps): ReactNode {
  const { account, market, store, levels, onPropose } = props
  const { t } = useTranslation()
  const [chart, setChart] = useState<PriceChart | null>(null)
  const attach = useCallback(
    (host: HTMLDivElement | null) => {
      if (host === null) return
      const made = new PriceChart(host, market)
      setChart(made)
      return () => {
        made.close()
        setChart(null)
      }
    },
    [market],
  )
  const onKeyDown = (event: KeyboardEvent): void => {
    if (chart === null || event.target !== event.currentTarget) return
    if (event.key === 'ArrowLeft') chart.scroll(-barsAKey)
    else if (event.key === 'ArrowRight') chart.scroll(barsAKey)
    else if (event.key === '+' || event.key === '=') chart.zoom(1 / zoomAKey)
    else if (event.key === '-') chart.zoom(zoomAKey)
    else if (event.key === 'End') chart.toNewest()
    else return
    event.preventDefault()
  }
  return (
    <div
      className="chart-canvas"
      role="group"
      tabIndex={0}
      aria-label={t('chart.of', { symbol: market.symbol, timeframe: props.timeframe })}
      title={t('chart.help')}
      onKeyDown={onKeyDown}
    >
      <div ref={attach} className="chart-host" aria-hidden />
      {chart !== null && (
        <>
          <Drawing {...props} chart={chart} />
          <Legend chart={chart} store={store} market={market} />
          <LevelHandles chart={chart} accountId={account.id} market={market} levels={levels} onPropose={onPropose} />
        </>
      )}
    </div>
  )
}

/** Brings to the chart what it draws. */
function Drawing(props: ChartCanvasProps & { readonly chart: PriceChart }): ReactNode {
  const { chart, store, timeframe, percent, levels, averagePrice, fills, onNearlyAllSeen, onPriceTaken } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const theme = useSyncExternalStore(onThemeChange, themeNow)

  useEffect(() => {
    chart.setLook({ colours: coloursNow(), language, isDaily: timeframeMinutes[timeframe] >= 1_440, percent })
    // Volumes and marks carry their colours with them.
    chart.setCandles(store.candles)
  }, [chart, store, theme, language, timeframe, percent])

  useEffect(
    () =>
      store.listen((change) => {
        if (change.kind === 'whole') chart.setCandles(store.candles)
        else for (const candle of change.candles) chart.updateCandle(candle)
      }),
    [chart, store],
  )

  useEffect(() => {
    const average: readonly DrawnLine[] =
      averagePrice === null
        ? []
        : [{ id: 'average', price: averagePrice, tone: 'ink', dashed: true, title: t('chart.average') }]
    chart.setLines([
      ...average,
      ...levels.map(({ id, price, side, field }) => ({
        id,
        price,
        tone: side,
        dashed: field === 'triggerPrice',
        title: '',
      })),
    ])
  }, [chart, levels, averagePrice, t, theme])

  useEffect(() => {
    const draw = (): void =>
      chart.setMarks(
        fills.flatMap(({ time, side, quantity }) => {
          const at = candleTimeAt(store.candles, time)
          return at === null ? [] : [{ time: at, side, text: formatDecimal(quantity, language) }]
        }),
      )
    draw()
    return store.listen(({ kind }) => {
      if (kind === 'whole') draw()
    })
  }, [chart, store, fills, language, theme])

  useEffect(() => chart.onNearlyAllSeen(onNearlyAllSeen), [chart, onNearlyAllSeen])
  useEffect(() => chart.onPriceTaken(onPriceTaken), [chart, onPriceTaken])
  return null
}

import {
  type AutoscaleInfo,
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type MouseEventParams,
  PriceScaleMode,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { Money, type DecimalText } from '../../src-shared/money.ts'
import type { Side } from '../../src-shared/order.ts'
import { formatCut, stepDecimals } from '../ui/format.ts'
import type { CandleView, MarketView } from '../views.ts'
import { type AxisMark, AxisTimes } from './axis-time.ts'
import { type ChartColours, seeThrough } from './chart-look.ts'
import { priceOnStep, rangeWithLevels } from './level-price.ts'

/** A price that is drawn across the chart. */
export interface DrawnLine {
  readonly id: string
  readonly price: DecimalText
  readonly tone: 'buy' | 'sell' | 'accent' | 'ink'
  readonly dashed: boolean
  /** Shown in the line, beside the price's scale. */
  readonly title: string
}

/** A mark on the candle of a time (its opening, epoch ms). */
export interface DrawnMark {
  readonly time: number
  readonly side: Side
  readonly text: string
}

export interface ChartLook {
  readonly colours: ChartColours
  readonly language: Language
  /** Whether candles are a day long or more. */
  readonly isDaily: boolean
  /** Whether the scale tells per cent instead of prices. */
  readonly percent: boolean
}

const markOf: Readonly<Record<TickMarkType, AxisMark>> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'time',
  [TickMarkType.TimeWithSeconds]: 'time',
}

/** Bars from the left edge at which older ones are asked for. */
const nearlyAll = 20

/**
 * A chart of candles and volume on lightweight-charts, and the only one who knows that library: what is drawn is told
 * in words of ours. Prices become numbers here, for their pixels alone.
 */
export class PriceChart {
  readonly #chart: IChartApi
  readonly #candles: ISeriesApi<'Candlestick'>
  readonly #volume: ISeriesApi<'Histogram'>
  readonly #marks: ISeriesMarkersPluginApi<Time>
  readonly #market: MarketView
  readonly #drawn = new Set<() => void>()
  readonly #lines = new Map<string, { readonly line: IPriceLine; readonly of: DrawnLine }>()
  #look: ChartLook | null = null
  #levelPrices: readonly number[] = []

  constructor(host: HTMLElement, market: MarketView) {
    this.#market = market
    this.#chart = createChart(host, {
      autoSize: true,
      // Its logo brings a style element of its own, which the content security policy refuses: see attribution.tsx.
      layout: { attributionLogo: false, fontSize: 12, panes: { enableResize: true } },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { scaleMargins: { top: 0.14, bottom: 0.06 } },
      timeScale: { rightOffset: 6, barSpacing: 7, minBarSpacing: 1 },
    })
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      priceFormat: {
        type: 'custom',
        minMove: Number(market.tickSize) || 1e-8,
        formatter: (price: number) => this.#priceText(price),
      },
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => {
        const info = original()
        if (!info?.priceRange) return info
        const { minValue, maxValue } = info.priceRange
        const { min, max } = rangeWithLevels({ min: minValue, max: maxValue }, this.#levelPrices)
        return { ...info, priceRange: { minValue: min, maxValue: max } }
      },
    })
    this.#volume = this.#chart.addSeries(
      HistogramSeries,
      { priceFormat: { type: 'volume' }, priceLineVisible: false, lastValueVisible: false },
      1,
    )
    this.#chart.panes()[0]?.setStretchFactor(4)
    this.#chart.panes()[1]?.setStretchFactor(1)
    this.#marks = createSeriesMarkers(this.#candles, [])
    // Whenever the prices' pane is painted, what lies over it as elements moves along.
    const views = [{ renderer: () => ({ draw: () => this.#paint() }) }]
    this.#candles.attachPrimitive({ paneViews: () => views })
  }

  close(): void {
    this.#drawn.clear()
    this.#lines.clear()
    this.#chart.remove()
  }

  setLook(look: ChartLook): void {
    this.#look = look
    const { colours, language, isDaily, percent } = look
    const times = new AxisTimes(language, isDaily)
    this.#chart.applyOptions({
      layout: {
        background: { color: colours.panel },
        textColor: colours.inkSoft,
        fontFamily: getComputedStyle(document.body).fontFamily,
        panes: { separatorColor: colours.line, separatorHoverColor: seeThrough(colours.accent, '33') },
      },
      grid: {
        vertLines: { color: seeThrough(colours.line, '80') },
        horzLines: { color: seeThrough(colours.line, '80') },
      },
      crosshair: {
        vertLine: { color: colours.inkSoft, labelBackgroundColor: colours.inkSoft },
        horzLine: { color: colours.inkSoft, labelBackgroundColor: colours.inkSoft },
      },
      rightPriceScale: { borderColor: colours.line },
      timeScale: {
        borderColor: colours.line,
        timeVisible: !isDaily,
        secondsVisible: false,
        tickMarkFormatter: (time: Time, mark: TickMarkType) => times.mark(msOf(time), markOf[mark]),
      },
      localization: {
        locale: language,
        percentageFormatter: (percent: number) => percentText(percent, language),
        timeFormatter: (time: Time) => times.full(msOf(time)),
      },
    })
    // Of the prices alone: volumes keep theirs.
    this.#candles.priceScale().applyOptions({ mode: percent ? PriceScaleMode.Percentage : PriceScaleMode.Normal })
    this.#candles.applyOptions({
      // Rising candles are hollow: they can be told from falling ones without their colours.
      upColor: colours.panel,
      downColor: colours.sell,
      borderUpColor: colours.buy,
      borderDownColor: colours.sell,
      wickUpColor: colours.buy,
      wickDownColor: colours.sell,
      priceLineColor: colours.inkSoft,
    })
    for (const { line, of } of this.#lines.values()) line.applyOptions(this.#lineOptions(of))
  }

  /** All candles, the oldest first. */
  setCandles(candles: readonly CandleView[]): void {
    this.#candles.setData(candles.map((candle) => barOf(candle)))
    this.#volume.setData(candles.map((candle) => this.#volumeOf(candle)))
  }

  /** One that is new or has changed. */
  updateCandle(candle: CandleView): void {
    const newest = this.#candles.data().at(-1)?.time
    const isOlder = newest !== undefined && timeOf(candle.time) < (newest as UTCTimestamp)
    this.#candles.update(barOf(candle), isOlder)
    this.#volume.update(this.#volumeOf(candle), isOlder)
  }

  setLines(lines: readonly DrawnLine[]): void {
    this.#levelPrices = lines.map(({ price }) => Number(price))
    const wanted = new Map(lines.map((each) => [each.id, each]))
    for (const [id, { line }] of this.#lines)
      if (!wanted.has(id)) {
        this.#candles.removePriceLine(line)
        this.#lines.delete(id)
      }
    for (const of of lines) this.#setLine(of)
  }

  /** A line that comes and goes by itself, such as the one that is dragged; null: it is gone. */
  setLoneLine(id: string, of: DrawnLine | null): void {
    if (of !== null) {
      this.#setLine(of)
      return
    }
    const known = this.#lines.get(id)
    if (known === undefined) return
    this.#candles.removePriceLine(known.line)
    this.#lines.delete(id)
  }

  setMarks(marks: readonly DrawnMark[]): void {
    const { colours } = this.#look ?? {}
    this.#marks.setMarkers(
      marks.map(({ time, side, text }) => ({
        time: timeOf(time),
        position: side === 'buy' ? 'belowBar' : 'aboveBar',
        shape: side === 'buy' ? 'arrowUp' : 'arrowDown',
        color: colours?.[side] ?? '',
        text,
      })),
    )
  }

  /** Pixels from the top of the chart; null: there is no scale yet. */
  yOf(price: DecimalText): number | null {
    return this.#candles.priceToCoordinate(Number(price))
  }

  /** The price at so many pixels from the top, as the market takes it; null: there is no scale yet. */
  priceAt(y: number): DecimalText | null {
    const price = this.#candles.coordinateToPrice(y)
    return price === null ? null : priceOnStep(price, this.#market)
  }

  /** How high the pane of the prices is, in pixels. */
  get height(): number {
    return this.#chart.panes()[0]?.getHeight() ?? 0
  }

  /** How wide it is without its scale, in pixels. */
  get width(): number {
    return this.#chart.timeScale().width()
  }

  /** How wide the scale on its right is, in pixels. */
  get scaleWidth(): number {
    return this.#chart.priceScale('right').width()
  }

  /** Moves by so many bars: to the newer ones, or (below zero) to the older. */
  scroll(bars: number): void {
    const scale = this.#chart.timeScale()
    scale.scrollToPosition(scale.scrollPosition() + bars, false)
  }

  /** Shows more or, below 1, fewer candles. */
  zoom(factor: number): void {
    const scale = this.#chart.timeScale()
    scale.applyOptions({ barSpacing: Math.min(60, Math.max(1, scale.options().barSpacing / factor)) })
  }

  toNewest(): void {
    this.#chart.timeScale().scrollToRealTime()
  }

  /** Told with every picture of the prices' pane. @returns how to stop */
  onDrawn(listener: () => void): () => void {
    this.#drawn.add(listener)
    return () => this.#drawn.delete(listener)
  }

  /** Told the opening time of the candle under the pointer, epoch ms; null: none is. @returns how to stop */
  onPointed(listener: (time: number | null) => void): () => void {
    const moved = ({ time }: MouseEventParams): void => listener(time === undefined ? null : msOf(time))
    this.#chart.subscribeCrosshairMove(moved)
    return () => this.#chart.unsubscribeCrosshairMove(moved)
  }

  /** Told the price that is clicked while Shift is held. @returns how to stop */
  onPriceTaken(listener: (price: DecimalText) => void): () => void {
    const clicked = ({ point, paneIndex, sourceEvent }: MouseEventParams): void => {
      if (point === undefined || paneIndex !== 0 || sourceEvent?.shiftKey !== true) return
      const price = this.priceAt(point.y)
      if (price !== null) listener(price)
    }
    this.#chart.subscribeClick(clicked)
    return () => this.#chart.unsubscribeClick(clicked)
  }

  /** Told when the oldest candles are nearly in sight. @returns how to stop */
  onNearlyAllSeen(listener: () => void): () => void {
    const scale = this.#chart.timeScale()
    const moved = (range: { readonly from: number } | null): void => {
      if (range !== null && range.from < nearlyAll) listener()
    }
    scale.subscribeVisibleLogicalRangeChange(moved)
    return () => scale.unsubscribeVisibleLogicalRangeChange(moved)
  }

  #paint(): void {
    for (const listener of this.#drawn) listener()
  }

  #setLine(of: DrawnLine): void {
    const known = this.#lines.get(of.id)
    const line = known?.line ?? this.#candles.createPriceLine(this.#lineOptions(of))
    if (known !== undefined) line.applyOptions(this.#lineOptions(of))
    this.#lines.set(of.id, { line, of })
  }

  #lineOptions({ price, tone, dashed, title }: DrawnLine) {
    const color = this.#look?.colours[tone] ?? ''
    return {
      price: Number(price),
      color,
      lineWidth: 1 as const,
      lineStyle: dashed ? LineStyle.Dashed : LineStyle.Solid,
      axisLabelVisible: true,
      axisLabelColor: color,
      axisLabelTextColor: this.#look?.colours.panel ?? '',
      title,
    }
  }

  #volumeOf({ time, volume, open, close }: CandleView) {
    const { colours } = this.#look ?? {}
    const rose = Number(close) >= Number(open)
    return {
      time: timeOf(time),
      value: Number(volume),
      color: seeThrough(colours?.[rose ? 'buy' : 'sell'] ?? '', '80'),
    }
  }

  #priceText(price: number): string {
    const { tickSize } = this.#market
    const text = priceOnStep(price, this.#market) ?? ''
    return formatDecimal(text, this.#look?.language ?? 'en', { minDecimals: stepDecimals(tickSize) })
  }
}

function percentText(percent: number, language: Language): string {
  const exact = Money.tryParse(percent.toPrecision(12)) ?? Money.zero
  return `${formatCut(exact, 2, language)} %`
}

const timeOf = (epochMs: number): UTCTimestamp => (epochMs / 1000) as UTCTimestamp
/** The times of the chart are those of {@link timeOf}. */
const msOf = (time: Time): number => (time as UTCTimestamp) * 1000

function barOf({ time, open, high, low, close }: CandleView) {
  return { time: timeOf(time), open: Number(open), high: Number(high), low: Number(low), close: Number(close) }
}

import { memo, type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useTicker } from '../query.ts'
import { stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import type { ChartLevel } from './chart-levels.ts'
import { dragTo, endDrag, useDrag } from './drag-store.ts'
import { columnsOf } from './level-price.ts'
import { distanceText, fixedText, levelText } from './level-text.ts'
import type { PriceChart } from './price-chart.ts'

const handleHeight = 20
const columnWidth = 196

interface LevelHandlesProps {
  readonly chart: PriceChart
  readonly accountId: string
  readonly market: MarketView
  readonly levels: readonly ChartLevel[]
  /** A level was let go at another price. */
  readonly onPropose: (level: ChartLevel, price: DecimalText) => void
}

/**
 * The labels of the lines, which the pointer drags. They say nothing that the list under the chart does not say, where
 * keys do the same, so other senses are not told of them.
 */
export function LevelHandles({ chart, accountId, market, levels, onPropose }: LevelHandlesProps): ReactNode {
  const layer = useRef<HTMLDivElement>(null)
  const place = useCallback((): void => {
    const handles = [...(layer.current?.querySelectorAll<HTMLElement>('[data-price]') ?? [])]
    const tops = handles.map(({ dataset }) => chart.yOf(dataset.price ?? ''))
    const columns = columnsOf(
      tops.map((top) => top ?? -handleHeight),
      handleHeight,
      Math.max(1, Math.floor(chart.width / columnWidth)),
    )
    const { height } = chart
    handles.forEach((handle, at) => {
      const top = tops[at] ?? null
      const isSeen = top !== null && top >= 0 && top <= height
      const x = handle.dataset.level === undefined ? 0 : (columns[at] ?? 0) * columnWidth
      if (handle.dataset.level === undefined) handle.style.right = `${chart.scaleWidth + 4}px`
      const transform = isSeen ? `translate(${x}px, ${Math.round(top - handleHeight / 2)}px)` : ''
      if (handle.style.transform !== transform) handle.style.transform = transform
      handle.classList.toggle('is-unseen', !isSeen)
    })
  }, [chart])
  useLayoutEffect(place)
  useEffect(() => chart.onDrawn(place), [chart, place])
  return (
    <div ref={layer} className="chart-layer" aria-hidden>
      {levels.map((level) => (
        <Handle key={level.id} level={level} chart={chart} onPropose={onPropose} />
      ))}
      <Ghost chart={chart} accountId={accountId} market={market} levels={levels} onMoved={place} />
    </div>
  )
}

interface HandleProps {
  readonly level: ChartLevel
  readonly chart: PriceChart
  readonly onPropose: (level: ChartLevel, price: DecimalText) => void
}

const Handle = memo(function Handle({ level, chart, onPropose }: HandleProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const held = useRef<(() => void) | null>(null)
  const fixed = fixedText(level, t)

  const letGo = (): void => {
    held.current?.()
    held.current = null
  }
  // A level that goes while it is held (filled, cancelled) is no longer on its way anywhere.
  useEffect(
    () => () => {
      if (held.current !== null) endDrag()
      held.current?.()
    },
    [],
  )

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (fixed !== null || event.button !== 0) return
    event.preventDefault()
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    const cancel = (pressed: KeyboardEvent): void => {
      if (pressed.key !== 'Escape') return
      pressed.preventDefault()
      pressed.stopPropagation()
      letGo()
      endDrag()
    }
    window.addEventListener('keydown', cancel, true)
    held.current = () => {
      window.removeEventListener('keydown', cancel, true)
      if (handle.hasPointerCapture(event.pointerId)) handle.releasePointerCapture(event.pointerId)
    }
  }
  const onPointerMove = ({ currentTarget, clientY }: PointerEvent<HTMLDivElement>): void => {
    if (held.current === null) return
    const top = currentTarget.parentElement?.getBoundingClientRect().top ?? 0
    const price = chart.priceAt(clientY - top)
    if (price !== null) dragTo(level.id, price)
  }
  const onPointerUp = (): void => {
    if (held.current === null) return
    letGo()
    const { drag } = useDrag.getState()
    if (drag?.levelId !== level.id || drag.price === level.price) endDrag()
    else onPropose(level, drag.price)
  }
  return (
    <div
      className={`chart-handle ${level.side} ${fixed === null ? 'is-movable' : ''}`}
      data-level={level.id}
      data-price={level.price}
      title={fixed ?? t('chart.dragHelp')}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        letGo()
        endDrag()
      }}
    >
      {levelText(level, language, t)}
    </div>
  )
})

interface GhostProps {
  readonly chart: PriceChart
  readonly accountId: string
  readonly market: MarketView
  readonly levels: readonly ChartLevel[]
  readonly onMoved: () => void
}

/** Where a level would go: a line, its price, and how far that is from the market. */
function Ghost({ chart, accountId, market, levels, onMoved }: GhostProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const drag = useDrag((state) => state.drag)
  const last = useTicker(accountId, market.symbol).data?.last ?? null
  const level = levels.find(({ id }) => id === drag?.levelId)
  const price = level === undefined ? null : (drag?.price ?? null)
  useLayoutEffect(() => {
    chart.setLoneLine('ghost', price === null ? null : { id: 'ghost', price, tone: 'accent', dashed: true, title: '' })
    onMoved()
  }, [chart, price, onMoved])
  useEffect(() => () => chart.setLoneLine('ghost', null), [chart])
  if (price === null) return null
  return (
    <div className="chart-ghost num" data-price={price} data-testid="chart-ghost">
      {formatDecimal(price, language, { minDecimals: stepDecimals(market.tickSize) })}
      <span className="soft"> {distanceText(last, price, language, t)}</span>
    </div>
  )
}

import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { formatDateTime } from '../ui/format.ts'
import { areaShape, nearestPoint } from './area-path.ts'
import { valueText } from './money-text.ts'
import type { PointView } from './queries.ts'

const height = 180

interface ValueChartProps {
  readonly points: readonly PointView[]
  readonly currency: string
}

/** Value over time. Pointer or arrow keys choose a time, whose value is told below. */
export function ValueChart({ points, currency }: ValueChartProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { ref, width } = useElementSize()
  const [chosen, setChosen] = useState<number | null>(null)
  const shape = areaShape(points, { width: Math.max(width, 100), height })
  if (shape === null) return <div className="state">{t('portfolio.noHistory')}</div>
  const last = points.length - 1
  const index = Math.min(chosen ?? last, last)
  const [point, place] = [points[index], shape.places[index]]
  const told = (each: PointView): string => `${valueText(each.value, currency, language)} ${currency}`
  const move = ({ key }: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -last, End: last }[key]
    if (by !== undefined) setChosen(Math.min(last, Math.max(0, index + by)))
  }
  return (
    <div ref={ref}>
      <div className="portfolio-scale num soft small">
        <span>{t('portfolio.highest', { value: told(shape.high) })}</span>
        <span>{t('portfolio.lowest', { value: told(shape.low) })}</span>
      </div>
      <svg
        className="area-chart"
        width="100%"
        height={height}
        role="slider"
        tabIndex={0}
        aria-label={t('portfolio.overTime')}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={point === undefined ? '' : `${formatDateTime(point.at, language)}: ${told(point)}`}
        onKeyDown={move}
        onPointerMove={({ clientX, currentTarget }) =>
          setChosen(nearestPoint(shape, clientX - currentTarget.getBoundingClientRect().left))
        }
        onPointerLeave={() => setChosen(null)}
      >
        <path className="area" d={shape.area} />
        <path className="line" d={shape.line} />
        {place !== undefined && <line className="mark" x1={place.x} x2={place.x} y1={0} y2={height} />}
        {place !== undefined && <circle className="mark" cx={place.x} cy={place.y} r={3} />}
      </svg>
      {point !== undefined && (
        <p className="num small portfolio-point">
          <span className="soft">{formatDateTime(point.at, language)}</span> <strong>{told(point)}</strong>
          {!point.complete && <span className="soft"> {t('portfolio.incompletePoint')}</span>}
        </p>
      )}
    </div>
  )
}

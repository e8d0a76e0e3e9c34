import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { DecimalText } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useTicker } from '../query.ts'
import { stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import type { ChartLevel } from './chart-levels.ts'
import { dragTo, endDrag, useDrag } from './drag-store.ts'
import { movedBySteps } from './level-price.ts'
import { distanceText, fixedText, levelText } from './level-text.ts'

interface LevelListProps {
  readonly accountId: string
  readonly market: MarketView
  readonly levels: readonly ChartLevel[]
  readonly onPropose: (level: ChartLevel, price: DecimalText) => void
}

/** Steps of the price by key; with Shift ten times as far. */
const keySteps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 100, PageDown: -100 }

/** Every line of the chart by keyboard and in words: arrows move it, Enter asks for the last look, Escape puts it back. */
export function LevelList(props: LevelListProps): ReactNode {
  const { levels } = props
  const { t } = useTranslation()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className="chart-levels">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
        disabled={levels.length === 0}
      >
        {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronUp size={14} aria-hidden />}
        {levels.length === 0 ? t('chart.levelsNone') : t('chart.levels', { count: levels.length })}
      </button>
      <div id={id} className="chart-level-list" hidden={!isOpen || levels.length === 0}>
        {isOpen && levels.length > 0 && (
          <>
            <p className="soft">{t('chart.levelsHelp')}</p>
            <ul>
              {levels.map((level) => (
                <Row key={level.id} level={level} {...props} />
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}

function Row({ level, accountId, market, onPropose }: LevelListProps & { readonly level: ChartLevel }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const moved = useDrag(({ drag }) => (drag?.levelId === level.id ? drag.price : null))
  const last = useTicker(accountId, market.symbol).data?.last ?? null
  const fixed = fixedText(level, t)
  const number = (text: string): string => formatDecimal(text, language, { minDecimals: stepDecimals(market.tickSize) })
  const price = moved ?? level.price
  const distance = distanceText(last, price, language, t)
  const name = levelText(level, language, t)
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = keySteps[event.key]
    if (steps !== undefined) dragTo(level.id, movedBySteps(price, event.shiftKey ? steps * 10 : steps, market))
    else if (event.key === 'Escape' && moved !== null) endDrag()
    else if (event.key === 'Enter' && moved !== null && moved !== level.price) onPropose(level, moved)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const prices = (
    <span className="num">
      {number(level.price)}
      {moved !== null && moved !== level.price && <strong> → {number(moved)}</strong>}
      <span className="soft"> {distance}</span>
    </span>
  )
  if (fixed !== null)
    return (
      <li title={fixed}>
        <span className={level.side}>{name}</span> {prices} <span className="soft">{fixed}</span>
      </li>
    )
  return (
    <li>
      <div
        className="chart-level"
        role="spinbutton"
        tabIndex={0}
        aria-label={name}
        aria-valuenow={Number(price)}
        aria-valuetext={`${number(price)} ${market.quote} ${distance}`}
        data-level={level.id}
        onKeyDown={onKeyDown}
      >
        <span className={level.side}>{name}</span> {prices}
      </div>
    </li>
  )
}

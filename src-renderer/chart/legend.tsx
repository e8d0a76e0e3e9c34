import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import type { CandleStore } from './candle-store.ts'
import { type LegendTexts, legendTexts } from './legend-text.ts'
import type { PriceChart } from './price-chart.ts'

const fields = ['open', 'high', 'low', 'close', 'change', 'volume'] as const satisfies readonly (keyof LegendTexts)[]
const arrows = { up: '▲', down: '▼', flat: '' } as const

interface LegendProps {
  readonly chart: PriceChart
  readonly store: CandleStore
  readonly market: MarketView
}

/** The candle under the pointer, or the newest: written past React, as often as it changes. */
export function Legend({ chart, store, market }: LegendProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const list = useRef<HTMLDListElement>(null)
  useEffect(() => {
    let pointed: number | null = null
    const write = (): void => {
      const { candles } = store
      const under = pointed === null ? -1 : candles.findLastIndex(({ time }) => time === pointed)
      const at = under === -1 ? candles.length - 1 : under
      const candle = candles[at]
      if (candle === undefined || list.current === null) return
      const texts = legendTexts(candle, candles[at - 1] ?? null, stepDecimals(market.tickSize), language)
      list.current.dataset.direction = texts.direction
      for (const field of fields) {
        const place = list.current.querySelector(`[data-field="${field}"]`)
        const text = field === 'change' ? `${arrows[texts.direction]} ${texts.change}` : texts[field]
        if (place !== null && place.textContent !== text) place.textContent = text
      }
    }
    write()
    const stops = [
      store.listen(write),
      chart.onPointed((time) => {
        pointed = time
        write()
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }, [chart, store, market, language])
  return (
    <dl ref={list} className="chart-legend num">
      {fields.map((field) => (
        <div key={field} className={field === 'change' ? 'change' : undefined}>
          <dt className={field === 'change' ? 'visually-hidden' : undefined}>{t(`chart.legend.${field}`)}</dt>
          <dd data-field={field} />
        </div>
      ))}
    </dl>
  )
}

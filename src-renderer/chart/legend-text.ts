import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { formatCut } from '../ui/format.ts'
import type { CandleView } from '../views.ts'

const hundred = Money.parse('100')

/** A candle in words: its prices as the exchange told them, and its close against the close before it. */
export interface LegendTexts {
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  /** With its sign and `%`; of the first candle, against its own open. */
  readonly change: string
  readonly volume: string
  readonly direction: 'up' | 'down' | 'flat'
}

/** @param decimals of the market's prices; @param before the candle before it, null: it is the first */
export function legendTexts(
  candle: CandleView,
  before: CandleView | null,
  decimals: number,
  language: Language,
): LegendTexts {
  const price = (text: string): string => formatDecimal(text, language, { minDecimals: decimals })
  const from = Money.parse(before?.close ?? candle.open)
  const difference = Money.parse(candle.close).minus(from)
  const percent = from.isZero() ? Money.zero : difference.times(hundred).dividedBy(from)
  return {
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    change: `${formatCut(percent, 2, language, { plusSign: true })} %`,
    volume: formatDecimal(Money.parse(candle.volume).rounded(6).toString(), language),
    direction: difference.isZero() ? 'flat' : difference.isNegative() ? 'down' : 'up',
  }
}

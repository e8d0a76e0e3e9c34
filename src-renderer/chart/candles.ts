import type { ChartStep } from '../../src-shared/market.ts'
import type { Wire } from '../../src-shared/wire.ts'
import type { CandleView } from '../views.ts'

export type ChartStepView = Wire<ChartStep>

/** What became of the candles: all of them are others, or these are new or have changed. */
export type CandlesChange =
  { readonly kind: 'whole' } | { readonly kind: 'some'; readonly candles: readonly CandleView[] }

/** Candles after what was told, the oldest first. One that is older than the newest and not known is dropped. */
export function withSteps(
  known: readonly CandleView[],
  steps: readonly ChartStepView[],
): { readonly candles: readonly CandleView[]; readonly change: CandlesChange } {
  const begin = steps.findLastIndex(({ kind }) => kind === 'whole')
  const whole = steps[begin]
  const candles = [...(whole?.kind === 'whole' ? whole.candles : known)]
  const changed: CandleView[] = []
  for (const step of steps.slice(begin + 1)) {
    if (step.kind !== 'candle') continue
    const { candle } = step
    const at = candles.findLastIndex(({ time }) => time <= candle.time)
    if (candles[at]?.time === candle.time) candles[at] = candle
    else if (at === candles.length - 1) candles.push(candle)
    else continue
    changed.push(candle)
  }
  return { candles, change: begin === -1 ? { kind: 'some', candles: changed } : { kind: 'whole' } }
}

/** How many candles are asked for, one step after the other, as somebody looks further back. */
const limits = [300, 600, 1_000] as const

export const firstLimit = limits[0]

/** How many to ask for when all that came is seen; null: there is nothing older to be had. */
export function nextLimit(limit: number, count: number): number | null {
  return count < limit ? null : (limits.find((each) => each > limit) ?? null)
}

/** The opening time of the candle in which something happened, epoch ms; null: before all of them. */
export function candleTimeAt(candles: readonly CandleView[], time: number): number | null {
  return candles.findLast((candle) => candle.time <= time)?.time ?? null
}

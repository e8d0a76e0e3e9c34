import { type Timeframe, timeframeMinutes, timeframes } from '../../src-shared/capabilities.ts'

/** The time frame that is shown: the one wanted, or the nearest that the market has; null: it has none. */
export function timeframeFor(wanted: Timeframe, offered: readonly Timeframe[]): Timeframe | null {
  const far = (one: Timeframe): number => Math.abs(Math.log(timeframeMinutes[one] / timeframeMinutes[wanted]))
  return offered.toSorted((one, other) => far(one) - far(other))[0] ?? null
}

/** The market's time frames, the shortest first. */
export function inOrder(offered: readonly Timeframe[]): readonly Timeframe[] {
  return timeframes.filter((each) => offered.includes(each))
}

import type { CandleView } from '../views.ts'
import { type CandlesChange, type ChartStepView, withSteps } from './candles.ts'

/**
 * The candles of one chart, outside of React: twenty changes a second go to what draws them, and no component is drawn
 * anew for one.
 */
export class CandleStore {
  readonly #listeners = new Set<(change: CandlesChange) => void>()
  #candles: readonly CandleView[] = []

  get candles(): readonly CandleView[] {
    return this.#candles
  }

  take(steps: readonly ChartStepView[]): void {
    const { candles, change } = withSteps(this.#candles, steps)
    this.#candles = candles
    for (const listener of this.#listeners) listener(change)
  }

  listen(listener: (change: CandlesChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

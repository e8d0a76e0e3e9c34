import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import { until } from '../../support/until.ts'

/** A listener that keeps what it was told. */
export interface Heard<T> extends FeedListener<T> {
  readonly values: T[]
  readonly states: FeedState[]
  readonly latest: () => T | undefined
  readonly isLive: () => boolean
  /** Resolves once it is live and knows something. */
  readonly ready: () => Promise<void>
}

export function listening<T>(): Heard<T> {
  const values: T[] = []
  const states: FeedState[] = []
  const isLive = (): boolean => states.at(-1)?.kind === 'live'
  return {
    values,
    states,
    value: (value) => void values.push(value),
    state: (state) => void states.push(state),
    latest: () => values.at(-1),
    isLive,
    ready: () => until(() => isLive() && values.length > 0),
  }
}

/** Says what did not come about, where {@link until} only says that something did not. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs?: number,
): Promise<void> {
  try {
    await until(holds, timeoutMs)
  } catch {
    throw new Error(`it did not come about that ${what}`)
  }
}

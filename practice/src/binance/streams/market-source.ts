import type { EngineEvent } from '../../engine/feed.ts'
import type { PracticeMarket } from '../../engine/market-rules.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { TopicSource } from '../../host/streams/topics.ts'
import { nativeId } from '../symbols.ts'
import type { StreamSettings } from './stream-settings.ts'

/** What the sources of one market share. */
export interface SourceBasis {
  readonly engine: PracticeEngine
  readonly market: PracticeMarket
  readonly settings: () => StreamSettings
  /** Epoch ms as the socket wants times: ms or µs. */
  readonly stamp: (ms: number) => number
}

/** The head of most payloads. */
export function headOf(basis: SourceBasis, event: string): Record<string, unknown> {
  return { e: event, E: basis.stamp(basis.engine.now()), s: nativeId(basis.market) }
}

/** A source that collects what is to be said of one market. */
export abstract class MarketSource implements TopicSource {
  protected readonly basis: SourceBasis
  #due: unknown[] = []

  constructor(basis: SourceBasis) {
    this.basis = basis
  }

  abstract readonly everyMs: () => number
  protected abstract see(event: EngineEvent): void
  /** Has its last word before what is due is taken. */
  protected finish(): void {
    // Most say what they have to say at once.
  }

  observe(events: readonly EngineEvent[]): void {
    const { symbol } = this.basis.market
    for (const event of events)
      if ((event.kind === 'book' || event.kind === 'trade') && event.symbol === symbol) this.see(event)
  }

  take(): readonly string[] {
    this.finish()
    const due = this.#due
    this.#due = []
    return due.map((payload) => JSON.stringify(payload))
  }

  protected say(payload: unknown): void {
    this.#due.push(payload)
  }
}

/** A source that says how things stand now, if they have changed since it did so last. */
export abstract class StandingSource extends MarketSource {
  // Whoever subscribes first learns how things stand.
  #changed = true

  protected abstract standing(): unknown

  protected override see(event: EngineEvent): void {
    if (this.concerns(event)) this.#changed = true
  }

  protected concerns(_event: EngineEvent): boolean {
    return true
  }

  protected override finish(): void {
    if (!this.#changed) return
    this.#changed = false
    this.say(this.standing())
  }
}

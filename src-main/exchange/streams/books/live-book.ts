import type { OrderBook, PriceLevel } from '../../../../src-shared/market.ts'
import { BookLevels, orderBookOf, priceLevelOf } from './book-levels.ts'
import type { BookMessage, BookRule, BookSnapshot } from './book-rule.ts'

/**
 * Why a book is no longer the exchange's. `exhausted`: the market has moved beyond what the snapshot told;
 * `unreadable`: a message of a shape that we do not understand.
 */
export type BookFault = 'sequence' | 'checksum' | 'crossed' | 'overflow' | 'exhausted' | 'unreadable'

/** Only a book that is live can be read. */
export type BookState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'broken'; readonly fault: BookFault; readonly why: string }

/** What its owner is to do for a book. `ticket` names the request: an answer to an older one comes too late. */
export type BookNeed =
  { readonly kind: 'snapshot'; readonly ticket: number } | { readonly kind: 'resubscribe'; readonly ticket: number }

/** Messages that wait for a whole book at most, unless told: some minutes of a busy market. */
const usuallyMostWaiting = 2_000
/** A side with this part of the levels left that its snapshot had is fetched anew, while the rest still serves. */
const thinPart = 4

/**
 * An order book kept from an exchange's stream by its own rule. It takes what its owner hands it, in any order, and says
 * what it needs; it asks for nothing by itself and knows no time. What is not certainly the exchange's book cannot be
 * read: there is null in its place until it is whole again.
 */
export class LiveBook<State, Message extends BookMessage> {
  readonly #rule: BookRule<State, Message>
  readonly #mostWaiting: number
  readonly #faults = new Map<BookFault, number>()
  #levels = new BookLevels()
  #position: State | null = null
  #broken: Extract<BookState, { kind: 'broken' }> | null = null
  #need: BookNeed | null = null
  #tickets = 0
  /** For the snapshot that is asked for. */
  #waiting: Message[] = []
  /** Where the book stood when that was asked for: REST may answer with an older one. null: nothing is known. */
  #floor: State | null = null
  /** Messages since the subscription was made, while the whole book has not come. */
  #unplaced = 0
  /** What each side had when it was last whole, to see it grow thin. */
  #sizes = { bids: 0, asks: 0 }

  /** Its subscription stands, or is being made. */
  constructor(rule: BookRule<State, Message>, options: { readonly mostWaiting?: number } = {}) {
    this.#rule = rule
    this.#mostWaiting = options.mostWaiting ?? usuallyMostWaiting
    this.restart()
  }

  get state(): BookState {
    if (this.#position !== null) return { kind: 'live' }
    return this.#broken ?? { kind: 'waiting' }
  }

  /**
   * `snapshot`: fetch the book over REST, not before the subscription stands, and hand it to {@link takeSnapshot}; also
   * asked for while the book is live, when it has grown thin. `resubscribe`: end the subscription, make it anew and
   * call {@link restart}.
   */
  get needs(): BookNeed | null {
    return this.#need
  }

  /** How often the book was lost, by reason. */
  get faults(): ReadonlyMap<BookFault, number> {
    return this.#faults
  }

  /** How often the book was lost. */
  get gaps(): number {
    return this.#faults.values().reduce((sum, count) => sum + count, 0)
  }

  /** null: the book is not live. */
  orderBook(symbol: string, depth: number): OrderBook | null {
    return this.#position === null ? null : orderBookOf(this.#levels, symbol, depth)
  }

  /** The best of each side, null where there is none; null: the book is not live. */
  best(): { readonly bid: PriceLevel | null; readonly ask: PriceLevel | null } | null {
    if (this.#position === null) return null
    const { bids, asks } = this.#levels
    return { bid: bids.best && priceLevelOf(bids.best), ask: asks.best && priceLevelOf(asks.best) }
  }

  /** The subscription was made anew, or its socket is gone: nothing that was known stands. */
  restart(): void {
    this.#forget()
    this.#broken = null
    this.#need = null
    this.#floor = null
    if (this.#rule.begins === 'rest') this.#askForSnapshot()
  }

  /** A message of this book, as its rule reads it. @returns whether there is something else to be read now. */
  take(message: Message): boolean {
    if (this.#need?.kind === 'snapshot') this.#keep(message)
    const changed = this.#apply(message)
    if (changed) this.#renewWhenThin()
    else if (this.state.kind === 'waiting' && this.#rule.begins === 'stream') this.#missTheWhole()
    return changed
  }

  /**
   * The answer to the need of this ticket. Another's is passed over: it may be older than messages that are gone.
   *
   * @returns whether there is something else to be read now.
   */
  takeSnapshot(snapshot: BookSnapshot, ticket: number): boolean {
    const rule = this.#rule
    if (rule.begins !== 'rest' || this.#need?.kind !== 'snapshot' || this.#need.ticket !== ticket) return false
    const waiting = this.#waiting
    const position = rule.begin(snapshot, waiting[0] ?? null, this.#floor)
    if (position === 'too-old') {
      this.#need = this.#nextNeed('snapshot')
      return false
    }
    this.#waiting = []
    this.#need = null
    this.#position = position
    this.#levels.reset(snapshot, snapshot.limit)
    if (this.#levels.isCrossed()) {
      this.#break('crossed', 'the snapshot is crossed', waiting)
      return true
    }
    this.#settle()
    for (const [at, message] of waiting.entries()) {
      this.#apply(message)
      // What made the gap, and what came after it, may continue the next snapshot.
      if (this.#position === null) {
        this.#waiting = waiting.slice(at)
        return true
      }
    }
    this.#renewWhenThin()
    return true
  }

  /** A payload of this book could not be read. */
  lose(why: string): void {
    this.#break('unreadable', why, [])
  }

  #apply(message: Message): boolean {
    const rule = this.#rule
    const step = rule.step(this.#position, message)
    if (step.kind === 'skip') return false
    if (step.kind === 'gap') return this.#break('sequence', step.why, [message])
    // A change of a book that is not there.
    if (step.kind === 'change' && this.#position === null) return false
    if (step.kind === 'reset') this.#levels.reset(step)
    else this.#levels.apply(step)
    this.#position = step.state
    const levels = this.#levels
    if (rule.depth !== undefined) levels.cut(rule.depth)
    if (rule.verify?.(levels, message) === false) return this.#break('checksum', 'not the checksum of the message', [])
    if (levels.isCrossed()) return this.#break('crossed', 'the best bid is not below the best ask', [message])
    const { bids, asks } = levels
    if ((bids.isCut && bids.size === 0) || (asks.isCut && asks.size === 0))
      return this.#break('exhausted', 'all that the snapshot told of a side is gone', [message])
    if (step.kind === 'reset') this.#settle()
    return true
  }

  /** For the snapshot that is under way. Too many: it is to be asked for anew, and what is not live stays so. */
  #keep(message: Message): void {
    this.#waiting.push(message)
    if (this.#waiting.length <= this.#mostWaiting) return
    if (this.#position === null) this.#break('overflow', `more than ${this.#mostWaiting} messages waited`, [message])
    else this.#askForSnapshot([message])
  }

  /** The stream goes on, and the whole book with which it begins has not come: it was lost. */
  #missTheWhole(): void {
    this.#unplaced += 1
    if (this.#unplaced > this.#mostWaiting)
      this.#break('overflow', `no whole book came before ${this.#unplaced} changes`, [])
  }

  /** The book is whole. */
  #settle(): void {
    this.#broken = null
    this.#need = null
    this.#waiting = []
    this.#sizes = { bids: this.#levels.bids.size, asks: this.#levels.asks.size }
  }

  #renewWhenThin(): void {
    if (this.#position === null || this.#need !== null || this.#rule.begins !== 'rest') return
    const { bids, asks } = this.#levels
    const isThin =
      (bids.isCut && bids.size * thinPart <= this.#sizes.bids) ||
      (asks.isCut && asks.size * thinPart <= this.#sizes.asks)
    if (isThin) this.#askForSnapshot()
  }

  /** @param waiting what may continue the next snapshot. @returns true: there is nothing to be read any more. */
  #break(fault: BookFault, why: string, waiting: readonly Message[]): true {
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1)
    this.#broken = { kind: 'broken', fault, why }
    if (this.#rule.begins === 'rest') this.#askForSnapshot(waiting)
    else this.#need = this.#nextNeed('resubscribe')
    this.#forget()
    return true
  }

  #askForSnapshot(waiting: readonly Message[] = []): void {
    this.#waiting = [...waiting]
    this.#floor = this.#position ?? this.#floor
    this.#need = this.#nextNeed('snapshot')
  }

  #nextNeed(kind: BookNeed['kind']): BookNeed {
    this.#tickets += 1
    return { kind, ticket: this.#tickets }
  }

  #forget(): void {
    this.#position = null
    this.#unplaced = 0
    this.#levels.clear()
  }
}

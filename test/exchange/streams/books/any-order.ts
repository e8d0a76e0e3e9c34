import fc from 'fast-check'
import { expect } from 'vitest'
import type { BookMessage, BookRule } from '../../../../src-main/exchange/streams/books/book-rule.ts'
import { LiveBook } from '../../../../src-main/exchange/streams/books/live-book.ts'
import { answerWith, liveText, ModelBook, randomFrom, takeText, textOf, type Wire } from './model-server.ts'

/** What may happen between an exchange and a book. */
const happenings = [
  'change',
  'event',
  'deliver',
  'drop',
  'duplicate',
  'repeat an old one',
  'swap',
  'fetch',
  'answer',
  'resubscribe',
  'reconnect',
] as const
type Happening = (typeof happenings)[number]

interface Simulation<S, M extends BookMessage> {
  readonly rule: BookRule<S, M>
  /** Made anew for each story, where it remembers what it has told. */
  readonly wire: () => Wire
  /** Happenings against which the exchange's rule has no means. */
  readonly without?: readonly Happening[]
  /** REST answers with so many levels a side at most. */
  readonly limit?: number
}

/**
 * In whatever order things happen, a book that can be read is one that the exchange had at some version, whole or from
 * its best price on; and once nothing is lost any more, it is the exchange's present one.
 */
export function holdsInAnyOrder<S, M extends BookMessage>(simulation: Simulation<S, M>): void {
  const possible = happenings.filter((each) => simulation.without?.includes(each) !== true)
  // More is sent than arrives, so that there is something under way to be lost.
  const often: readonly Happening[] = [...Array<Happening>(6).fill('event'), 'deliver', 'deliver', 'fetch', 'answer']
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.array(fc.constantFrom(...possible, ...often.filter((each) => possible.includes(each))), { maxLength: 120 }),
      (seed, story) => {
        const run = new Run(simulation, seed)
        for (const happening of story) {
          run.happen(happening)
          run.holds()
        }
        run.calmDown()
      },
    ),
    { numRuns: 300 },
  )
}

class Run<S, M extends BookMessage> {
  readonly #rule: BookRule<S, M>
  readonly #wire: Wire
  readonly #limit: number | null
  readonly #random
  readonly #server: ModelBook
  readonly #book: LiveBook<S, M>
  /** Sent, not there yet. */
  #line: string[] = []
  #delivered: string[] = []
  #answers: { readonly text: string; readonly ticket: number }[] = []
  /** The exchange's book at every version. */
  readonly #moments: { readonly bids: string; readonly asks: string }[] = []

  constructor({ rule, wire, limit }: Simulation<S, M>, seed: number) {
    this.#rule = rule
    this.#wire = wire()
    this.#limit = limit ?? null
    this.#random = randomFrom(seed)
    this.#server = new ModelBook(this.#random, 12)
    this.#book = new LiveBook(rule, { mostWaiting: 6 })
    this.#remember()
    if (rule.begins === 'stream') this.#line.push(this.#wire.whole(this.#server))
  }

  happen(happening: Happening): void {
    const line = this.#line
    const need = this.#book.needs
    switch (happening) {
      case 'change':
        this.#change()
        return
      case 'event':
        this.#event()
        return
      case 'deliver':
        this.#deliver()
        return
      case 'drop':
        line.shift()
        return
      case 'duplicate':
        if (line[0] !== undefined) line.unshift(line[0])
        return
      case 'repeat an old one': {
        const old = this.#delivered[this.#random(this.#delivered.length)]
        if (old !== undefined) takeText(this.#book, this.#rule, old)
        return
      }
      case 'swap':
        line.splice(0, 2, ...line.slice(0, 2).reverse())
        return
      case 'fetch':
        if (need?.kind === 'snapshot') this.#answers.push({ text: this.#wire.whole(this.#server), ticket: need.ticket })
        return
      case 'answer': {
        const answer = this.#answers.shift()
        if (answer !== undefined) answerWith(this.#book, this.#rule, answer.text, answer.ticket, this.#limit)
        return
      }
      case 'resubscribe':
        if (need?.kind === 'resubscribe') this.#subscribe()
        return
      case 'reconnect':
        this.#line = []
        this.#subscribe()
        return
    }
  }

  holds(): void {
    const live = liveText(this.#book)
    if (live === null) return
    const isOne = this.#moments.some(
      this.#limit === null
        ? ({ bids, asks }) => bids === live.bids && asks === live.asks
        : (moment) => isBestOf(live.bids, moment.bids) && isBestOf(live.asks, moment.asks),
    )
    if (!isOne) expect(live).toEqual(this.#moments.at(-1))
  }

  /** From here on nothing is lost, and every need is met at once. */
  calmDown(): void {
    for (let turn = 0; turn < 40; turn += 1) {
      this.#event()
      while (this.#line.length > 0) {
        this.#deliver()
        this.holds()
      }
      const need = this.#book.needs
      if (need?.kind === 'resubscribe') this.#subscribe()
      if (need?.kind === 'snapshot')
        answerWith(this.#book, this.#rule, this.#wire.whole(this.#server), need.ticket, this.#limit)
      this.holds()
    }
    expect(this.#book.state).toEqual({ kind: 'live' })
    const newest = textOf(this.#wire, this.#server.moment(this.#wire.depth))
    const live = liveText(this.#book)
    if (this.#limit === null) expect(live).toEqual(newest)
    else expect([isBestOf(live?.bids, newest.bids), isBestOf(live?.asks, newest.asks)]).toEqual([true, true])
  }

  #change(): void {
    this.#server.change()
    this.#remember()
  }

  #event(): void {
    for (let versions = 1 + this.#random(3); versions > 0; versions -= 1) this.#change()
    this.#line.push(this.#wire.event(this.#server.tell(), this.#server))
  }

  #deliver(): void {
    const text = this.#line.shift()
    if (text === undefined) return
    this.#delivered.push(text)
    takeText(this.#book, this.#rule, text)
  }

  #subscribe(): void {
    this.#book.restart()
    if (this.#rule.begins === 'stream') this.#line.push(this.#wire.whole(this.#server))
  }

  #remember(): void {
    this.#moments.push(textOf(this.#wire, this.#server.moment(this.#wire.depth)))
  }
}

/** Whether this is a side from its best price on: nothing of it only where there is nothing. */
function isBestOf(known = '', side: string): boolean {
  return known === '' ? side === '' : side.startsWith(known)
}

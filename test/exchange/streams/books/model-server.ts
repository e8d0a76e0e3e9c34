import { expect } from 'vitest'
import { parseJson } from '../../../../src-main/exchange/http/json.ts'
import type { BookMessage, BookRule } from '../../../../src-main/exchange/streams/books/book-rule.ts'
import { LiveBook } from '../../../../src-main/exchange/streams/books/live-book.ts'

/** A price in ticks, what stands there now in whole units (0: nothing), and the version that made it so. */
export type Row = readonly [tick: number, quantity: number, version: number]

export interface Rows {
  readonly bids: readonly Row[]
  readonly asks: readonly Row[]
}

/** What an exchange's book was at one version: all of it, best first. */
export interface Moment extends Rows {
  readonly version: number
}

/** What has changed from the version after `previous` up to `last`, each price once. */
export interface ServerEvent extends Rows {
  readonly previous: number
  readonly last: number
}

/** How an exchange puts its book into words: texts as they come from it. */
export interface Wire {
  readonly event: (event: ServerEvent, book: ModelBook) => string
  /** The whole book, as the stream sends it (of rules that begin so), or as REST answers. */
  readonly whole: (book: ModelBook) => string
  readonly price: (tick: number) => string
  readonly quantity: (quantity: number) => string
  /** Levels of each side that a client can know of; missing: all. */
  readonly depth?: number
}

/** Numbers below `limit`, the same ones for one seed. */
export type Random = (limit: number) => number

export function randomFrom(seed: number): Random {
  let state = (Math.abs(seed) % 2_147_483_645) + 1
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor((state / 2_147_483_647) * limit)
  }
}

/** An exchange's book: it changes version by version, and is never crossed. Its parts: maps from tick to quantity. */
export class ModelBook {
  readonly bids = new Map<number, Row>()
  readonly asks = new Map<number, Row>()
  version = 0
  #middle = 10_000
  #told = 0
  #changed = { bids: new Map<number, Row>(), asks: new Map<number, Row>() }
  readonly #random: Random
  readonly #span: number

  /** @param span how many ticks from the middle orders are placed. */
  constructor(random: Random, span: number) {
    this.#random = random
    this.#span = span
    for (let away = 1; away <= span; away += 1) {
      if (random(4) > 0) this.bids.set(this.#middle - away, [this.#middle - away, 1 + random(9), 0])
      if (random(4) > 0) this.asks.set(this.#middle + away, [this.#middle + away, 1 + random(9), 0])
    }
  }

  /** One version on: an order comes or goes, and sometimes the market moves. */
  change(): void {
    const random = this.#random
    this.version += 1
    if (random(5) === 0) {
      this.#middle += random(2) === 0 ? 1 : -1
      this.#set('bids', this.#middle, 0)
      this.#set('asks', this.#middle, 0)
    }
    const away = 1 + random(this.#span)
    const quantity = random(3) === 0 ? 0 : 1 + random(9)
    if (random(2) === 0) this.#set('bids', this.#middle - away, quantity)
    else this.#set('asks', this.#middle + away, quantity)
  }

  /** What has not been told yet. */
  tell(): ServerEvent {
    const { bids, asks } = this.#changed
    const event = {
      previous: this.#told,
      last: this.version,
      bids: [...bids.values()],
      asks: [...asks.values()],
    }
    this.#changed = { bids: new Map(), asks: new Map() }
    this.#told = this.version
    return event
  }

  /** The best levels, best first. */
  top(side: 'bids' | 'asks', count: number): readonly Row[] {
    const rows = this[side]
    const found: Row[] = []
    const step = side === 'bids' ? -1 : 1
    for (let tick = this.#middle; found.length < Math.min(count, rows.size); tick += step) {
      const row = rows.get(tick)
      if (row !== undefined) found.push(row)
    }
    return found
  }

  moment(count = Infinity): Moment {
    return { version: this.version, bids: this.top('bids', count), asks: this.top('asks', count) }
  }

  #set(side: 'bids' | 'asks', tick: number, quantity: number): void {
    // The end of a level that is not there is told, too, as exchanges do.
    const row: Row = [tick, quantity, this.version]
    if (quantity === 0) this[side].delete(tick)
    else this[side].set(tick, row)
    this.#changed[side].set(tick, row)
  }
}

/** What of a live book is compared: each side as one text. */
export function textOf(wire: Wire, { bids, asks }: Rows): { readonly bids: string; readonly asks: string } {
  const text = (rows: readonly Row[]): string =>
    rows.map(([tick, quantity]) => `${plain(wire.price(tick))}:${plain(wire.quantity(quantity))};`).join('')
  return { bids: text(bids), asks: text(asks) }
}

/** As {@link textOf}; null: the book is not live. */
export function liveText(
  book: Pick<LiveBook<unknown, BookMessage>, 'orderBook'>,
): { readonly bids: string; readonly asks: string } | null {
  const read = book.orderBook('A/B', Infinity)
  if (read === null) return null
  const text = (levels: (typeof read)['bids']): string =>
    levels.map(({ price, quantity }) => `${price.toString()}:${quantity.toString()};`).join('')
  return { bids: text(read.bids), asks: text(read.asks) }
}

/** `1.50` as `1.5`. */
function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** Takes what a text of the exchange holds. */
export function takeText<S, M extends BookMessage>(book: LiveBook<S, M>, rule: BookRule<S, M>, text: string): void {
  const messages = rule.read(parseJson(text))
  if (messages === null) throw new Error(`not read: ${text}`)
  for (const message of messages) book.take(message)
}

/** Gives a book of a REST rule the snapshot that it asks for. */
export function answerWith<S, M extends BookMessage>(
  book: LiveBook<S, M>,
  rule: BookRule<S, M>,
  text: string,
  ticket = book.needs?.ticket,
  limit: number | null = null,
): void {
  if (rule.begins !== 'rest' || ticket === undefined) throw new Error('no snapshot is asked for')
  const snapshot = rule.readSnapshot(parseJson(text), limit)
  if (snapshot === null) throw new Error(`not read: ${text}`)
  book.takeSnapshot(snapshot, ticket)
}

/** 100,000 updates of a server in its own words; at the end both books are the same, level by level. */
export function keepThrough100k<S, M extends BookMessage>(rule: BookRule<S, M>, wire: Wire): void {
  const server = new ModelBook(randomFrom(20_261_130), 800)
  const book = new LiveBook(rule)
  if (rule.begins === 'rest') answerWith(book, rule, wire.whole(server))
  else takeText(book, rule, wire.whole(server))
  const started = performance.now()
  for (let update = 0; update < 100_000; update += 1) {
    server.change()
    takeText(book, rule, wire.event(server.tell(), server))
    if (update % 20_000 === 0) expect(liveText(book)).toEqual(textOf(wire, server.moment(wire.depth)))
  }
  expect(book.gaps).toBe(0)
  expect(liveText(book)).toEqual(textOf(wire, server.moment(wire.depth)))
  expect(performance.now() - started).toBeLessThan(20_000)
}

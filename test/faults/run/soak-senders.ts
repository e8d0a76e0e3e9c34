import { randomUUID } from 'node:crypto'
import { type PythonNumber, py } from '../../redis/support/django-client.ts'
import type { Answer } from '../../redis/support/django-client.ts'
import { envelopeOf, pushText, saidBy } from './cell.ts'
import type { Chances } from './chances.ts'
import type { Asked, Said } from './figures.ts'
import type { Lane, Trader } from './lane.ts'

/** Longer than any client of the contract waits, so that what was not answered then never will be. */
const patienceMs = 150_000

/** Prices about where the practice markets begin; the soak moves them around it. */
export const startPrices = { 'BTC/USDT': 64_250, 'ETH/USDT': 3_180, 'SOL/USDT': 148 } as const
type SoakSymbol = keyof typeof startPrices

const amounts: Readonly<Record<SoakSymbol, readonly string[]>> = {
  'BTC/USDT': ['0.002', '0.005', '0.01'],
  'ETH/USDT': ['0.05', '0.1', '0.4'],
  'SOL/USDT': ['1.5', '2', '4'],
}

const symbols = Object.keys(startPrices) as readonly SoakSymbol[]

/** A request that was made, as often as it was pushed. */
interface Made {
  readonly requestId: string
  readonly action: string
  readonly params: object
  readonly places: boolean
  readonly conflicts: boolean
  pushes: number
  readonly answers: Said[]
  /** What the answers said, in words. */
  readonly sentences: string[]
}

/** What came back, by action and kind of answer, and in which words requests were refused. */
export class Tally {
  readonly byAction = new Map<string, Record<Said | 'none', number>>()
  readonly refusals = new Map<string, number>()

  count(what: string, said: Said | 'none', sentence: string | null): void {
    const counts = this.byAction.get(what) ?? { done: 0, refused: 0, unknown: 0, none: 0 }
    counts[said] += 1
    this.byAction.set(what, counts)
    if (said === 'done' || sentence === null) return
    const words = sentence.replaceAll(/\d[\d.,]*/g, '#').slice(0, 110)
    this.refusals.set(words, (this.refusals.get(words) ?? 0) + 1)
  }
}

type Act = (account: SoakAccount, chances: Chances) => Promise<void>

/** What bots ask for, each as often as its weight says. */
const acts: readonly { readonly weight: number; readonly act: Act }[] = [
  { weight: 30, act: (account, chances) => account.placeFar(chances) },
  { weight: 8, act: (account, chances) => account.placeMarket(chances) },
  { weight: 8, act: (account, chances) => account.placeBracket(chances) },
  { weight: 16, act: (account, chances) => account.cancel(chances) },
  { weight: 8, act: (account, chances) => account.edit(chances) },
  { weight: 19, act: (account, chances) => account.read(chances) },
  { weight: 8, act: (account, chances) => account.repeat(chances) },
  { weight: 3, act: (account, chances) => account.conflict(chances) },
]

/** One account's bots: what they asked for, and which orders they believe to be open. */
export class SoakAccount {
  readonly #lane: Lane
  readonly #trader: Trader
  readonly #tally: Tally
  readonly #made: Made[] = []
  readonly #open = new Map<string, SoakSymbol>()
  readonly #waiting = new Set<string>()

  constructor(lane: Lane, trader: Trader, tally: Tally) {
    this.#lane = lane
    this.#trader = trader
    this.#tally = tally
  }

  /** One request, chosen by chance; resolves when it is answered, or nobody would wait any longer. */
  act(chances: Chances): Promise<void> {
    return chances.weighted(acts).act(this, chances)
  }

  asked(): readonly Asked[] {
    const { target, key, brokerId } = this.#trader
    return this.#made.map((made) => ({
      requestId: made.requestId,
      places: made.places,
      exchange: target.exchange,
      account: key.apiKey,
      brokerId,
      conflicts: made.conflicts,
      pushes: made.pushes,
      answers: made.answers,
    }))
  }

  /** What was said to a request of this account, in words; null: none of its. */
  saidTo(requestId: string): readonly string[] | null {
    const same = this.#made.filter((made) => made.requestId === requestId)
    return same.length === 0 ? null : same.flatMap(({ sentences }) => sentences)
  }

  /** Far below the market, so that it stays. */
  async placeFar(chances: Chances): Promise<void> {
    const symbol = chances.of(symbols)
    await this.#place(symbol, {
      side: 'buy',
      type: 'limit',
      amount: py(chances.of(amounts[symbol])),
      price: farBelow(symbol, chances),
    })
  }

  async placeMarket(chances: Chances): Promise<void> {
    const symbol = chances.of(['BTC/USDT', 'SOL/USDT'] as const)
    const order =
      chances.next() < 0.5
        ? { side: 'buy', amount: py('400.0') }
        : { side: 'sell', amount: py(chances.of(amounts[symbol])) }
    await this.#place(symbol, { ...order, type: 'market' })
  }

  /** A purchase at once, its exits within what the price moves. */
  async placeBracket(chances: Chances): Promise<void> {
    const symbol = chances.of(symbols)
    const price = startPrices[symbol]
    await this.#place(symbol, {
      side: 'buy',
      type: 'limit',
      amount: py(chances.of(amounts[symbol])),
      price: whole(price * 1.02),
      take_profit_price: whole(price * (1.04 + chances.next() * 0.1)),
      stop_loss_price: whole(price * (0.96 - chances.next() * 0.1)),
    })
  }

  async cancel(chances: Chances): Promise<void> {
    const [orderId, symbol] = this.#anyOpen(chances)
    if (orderId === null) return this.placeFar(chances)
    this.#open.delete(orderId)
    await this.#ask('cancel_order', { order_id: orderId, symbol })
  }

  async edit(chances: Chances): Promise<void> {
    const [orderId, symbol] = this.#anyOpen(chances)
    if (orderId === null) return this.placeFar(chances)
    this.#open.delete(orderId)
    const params = { order_id: orderId, symbol, price: farBelow(symbol, chances) }
    const answer = await this.#ask('edit_order', params)
    if (answer?.success) this.#nowOpen(answer.data.order_id, symbol)
  }

  async read(chances: Chances): Promise<void> {
    const [orderId, symbol] = this.#anyOpen(chances)
    const questions = [
      { action: 'get_balance', params: {} },
      { action: 'get_ticker', params: { symbol: 'BTC/USDT' } },
      { action: 'fetch_open_orders', params: { symbol: 'ETH/USDT' } },
      { action: 'fetch_closed_orders', params: { symbol: 'ETH/USDT', limit: 20 } },
      ...(orderId === null ? [] : [{ action: 'get_order_info', params: { order_id: orderId, symbol } }]),
    ]
    const { action, params } = chances.of(questions)
    await this.#ask(action, params)
  }

  /** A request that was answered is pushed once more, word for word. */
  async repeat(chances: Chances): Promise<void> {
    const done = this.#answered()
    if (done.length === 0) return this.read(chances)
    await this.#push(chances.of(done), 'place_order again')
  }

  /** The id of a request that was answered, with something else under it. */
  async conflict(chances: Chances): Promise<void> {
    const done = this.#answered()
    if (done.length === 0) return this.read(chances)
    const { requestId, params } = chances.of(done)
    const made = this.#note(requestId, 'place_order', { ...params, amount: py('0.777') }, true, true)
    await this.#push(made, 'place_order under a used id')
  }

  async #place(symbol: SoakSymbol, order: object): Promise<void> {
    const answer = await this.#ask('place_order', { symbol, ...order }, true)
    const { type } = order as { readonly type: string }
    if (answer?.success && type === 'limit' && !('take_profit_price' in order)) this.#nowOpen(answer.data.id, symbol)
  }

  #nowOpen(orderId: unknown, symbol: SoakSymbol): void {
    if (typeof orderId === 'string') this.#open.set(orderId, symbol)
  }

  #ask(action: string, params: object, places = false): Promise<Answer | null> {
    const full = { broker_id: this.#trader.brokerId, ...params }
    return this.#push(this.#note(randomUUID(), action, full, places, false), action)
  }

  #note(requestId: string, action: string, params: object, places: boolean, conflicts: boolean): Made {
    const made: Made = { requestId, action, params, places, conflicts, pushes: 0, answers: [], sentences: [] }
    this.#made.push(made)
    return made
  }

  async #push(made: Made, what: string): Promise<Answer | null> {
    const { requestId, action, params } = made
    made.pushes += 1
    this.#waiting.add(requestId)
    try {
      await pushText(this.#lane, envelopeOf(requestId, action, params))
      const answer = await this.#lane.django.collect(requestId, patienceMs).catch(() => null)
      if (answer !== null) {
        made.answers.push(saidBy(answer))
        made.sentences.push(answer.error ?? 'done')
      }
      this.#tally.count(what, answer === null ? 'none' : saidBy(answer), answer?.error ?? null)
      return answer
    } finally {
      this.#waiting.delete(requestId)
    }
  }

  /**
   * Orders asked for and answered; nobody waits for another answer under the same id, so that answers are not mistaken
   * for each other.
   */
  #answered(): readonly Made[] {
    return this.#made.filter(
      ({ places, conflicts, requestId }) => places && !conflicts && !this.#waiting.has(requestId),
    )
  }

  #anyOpen(chances: Chances): readonly [null, null] | readonly [string, SoakSymbol] {
    return this.#open.size === 0 ? [null, null] : chances.of([...this.#open])
  }
}

const whole = (price: number): PythonNumber => py(`${Math.round(price)}.0`)

const farBelow = (symbol: SoakSymbol, chances: Chances): PythonNumber =>
  whole(startPrices[symbol] * (0.82 + chances.next() * 0.1))

import type { EngineOrder } from '../engine/types.ts'
import { BinanceError } from './binance-error.ts'

/** All of Binance's limits that practice can set; see control `POST /limits`. */
export const defaultLimits = {
  weightPerMinute: 6000,
  ordersPer10Seconds: 100,
  ordersPerDay: 200_000,
  /** Requests refused with 429 within a minute before the address is banned (418). */
  banAfter: 10,
  banSeconds: 120,
}
export type LimitSettings = Readonly<typeof defaultLimits>

const minute = 60_000

interface AddressUse {
  window: number
  weight: number
  refused: number
  bannedUntil: number
}

/** Request weight by address, in minutes of the clock. */
export class WeightLimits {
  readonly #uses = new Map<string, AddressUse>()

  /**
   * Charges a request.
   * @throws BinanceError 429 -1003 when the minute's weight is used up, 418 -1003 for an address that goes on
   * nevertheless
   */
  charge(address: string, weight: number, now: number, limits: LimitSettings): void {
    const use = this.#useOf(address, now)
    if (use.bannedUntil > now) throw banned(use.bannedUntil, now)
    if (use.weight + weight <= limits.weightPerMinute) {
      use.weight += weight
      return
    }
    use.refused += 1
    if (use.refused > limits.banAfter) {
      use.bannedUntil = now + limits.banSeconds * 1000
      throw banned(use.bannedUntil, now)
    }
    throw new BinanceError(
      -1003,
      `Too much request weight used; current limit is ${limits.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
      { status: 429, retryAfterSeconds: Math.max(1, Math.ceil((use.window + minute - now) / 1000)) },
    )
  }

  refund(address: string, weight: number, now: number): void {
    const use = this.#useOf(address, now)
    use.weight = Math.max(0, use.weight - weight)
  }

  used(address: string, now: number): number {
    return this.#useOf(address, now).weight
  }

  #useOf(address: string, now: number): AddressUse {
    const window = Math.floor(now / minute) * minute
    const use = this.#uses.get(address) ?? { window, weight: 0, refused: 0, bannedUntil: 0 }
    if (use.window !== window) Object.assign(use, { window, weight: 0, refused: 0 })
    this.#uses.set(address, use)
    return use
  }
}

function banned(until: number, now: number): BinanceError {
  return new BinanceError(
    -1003,
    `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`,
    { status: 418, retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) },
  )
}

interface OrderWindow {
  readonly name: '10S' | '1D'
  readonly interval: 'SECOND' | 'DAY'
  readonly intervalNum: number
  readonly ms: number
  readonly limitOf: (limits: LimitSettings) => number
}

const orderWindows: readonly OrderWindow[] = [
  {
    name: '10S',
    interval: 'SECOND',
    intervalNum: 10,
    ms: 10_000,
    limitOf: (limits) => limits.ordersPer10Seconds,
  },
  { name: '1D', interval: 'DAY', intervalNum: 1, ms: 86_400_000, limitOf: (limits) => limits.ordersPerDay },
]

export interface OrderCount {
  readonly window: OrderWindow
  readonly limit: number
  readonly count: number
}

const takerCredit = 1
const makerCredit = 5

/**
 * Unfilled orders of one account in windows of the clock. The first fill of an order takes it off again (a maker's
 * more).
 */
export class OrderCounts {
  readonly #counts = new Map<string, { start: number; count: number }>()
  readonly #unfilled = new Set<EngineOrder>()

  /** @throws BinanceError 429 -1015 when `more` orders would pass a limit */
  check(more: number, now: number, limits: LimitSettings): void {
    for (const { window, limit, count } of this.counts(now, limits)) {
      if (count + more <= limit) continue
      const start = Math.floor(now / window.ms) * window.ms
      throw new BinanceError(
        -1015,
        `Too many new orders; current limit is ${limit} orders per ${window.intervalNum} ${window.interval}.`,
        { status: 429, retryAfterSeconds: Math.max(1, Math.ceil((start + window.ms - now) / 1000)) },
      )
    }
  }

  add(count: number, orders: readonly EngineOrder[], now: number): void {
    for (const window of orderWindows) this.#windowOf(window, now).count += count
    for (const order of orders) this.#unfilled.add(order)
  }

  counts(now: number, limits: LimitSettings): readonly OrderCount[] {
    this.#creditFills(now)
    return orderWindows.map((window) => ({
      window,
      limit: window.limitOf(limits),
      count: this.#windowOf(window, now).count,
    }))
  }

  #creditFills(now: number): void {
    for (const order of this.#unfilled) {
      const [first] = order.fills
      if (first === undefined) continue
      this.#unfilled.delete(order)
      for (const window of orderWindows) {
        const entry = this.#windowOf(window, now)
        entry.count = Math.max(0, entry.count - (first.maker ? makerCredit : takerCredit))
      }
    }
  }

  #windowOf(window: OrderWindow, now: number): { start: number; count: number } {
    const start = Math.floor(now / window.ms) * window.ms
    const entry = this.#counts.get(window.name)
    if (entry?.start === start) return entry
    const fresh = { start, count: 0 }
    this.#counts.set(window.name, fresh)
    return fresh
  }
}

import type { FillPage, FillQuery } from '../../../src-main/exchange/orders/fill-pages.ts'
import type { FillClient } from '../../../src-main/trading/fills/account-fills.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Fill } from '../../../src-shared/order.ts'

export function fill(id: string, time: number, change: Partial<Fill> = {}): Fill {
  return {
    id,
    orderId: `order-${id}`,
    clientOrderId: null,
    symbol: 'BTC/USDT',
    side: 'buy',
    price: Money.parse('64000.5'),
    quantity: Money.parse('0.01'),
    fee: { asset: 'USDT', amount: Money.parse('0.64') },
    maker: false,
    time,
    ...change,
  }
}

/** An exchange that tells fills, the newest first, so many a page. Cursors are places among all there are. */
export class FakeTeller implements FillClient {
  readonly tellsFillsBySymbol: boolean
  readonly fillsEveryMs = 1_000
  readonly queries: FillQuery[] = []
  fills: Fill[] = []
  held: string[] = []
  reach: number | null = null
  /** Symbols of which it tells nothing. */
  gone: string[] = []
  fails: Error | null = null
  hasRoom = true
  readonly #pageSize: number

  constructor(how: { readonly bySymbol?: boolean; readonly pageSize?: number } = {}) {
    this.tellsFillsBySymbol = how.bySymbol ?? false
    this.#pageSize = how.pageSize ?? 2
  }

  as(): FillClient {
    return this
  }

  hasRoomForFills(): boolean {
    return this.hasRoom
  }

  fillSymbols(named: readonly string[]): Promise<readonly string[] | null> {
    return Promise.resolve(this.tellsFillsBySymbol ? [...new Set([...named, ...this.held])] : null)
  }

  fetchFills(query: FillQuery): Promise<FillPage> {
    this.queries.push(query)
    if (this.fails !== null) return Promise.reject(this.fails)
    const { symbol, since, until, cursor } = query
    if (symbol !== null && this.gone.includes(symbol))
      return Promise.reject(new GatewayError('refused', 'error.input', { field: 'symbol', reason: 'gone' }))
    const all = this.fills
      .filter((each) => symbol === null || each.symbol === symbol)
      .filter(({ time }) => (since === null || time >= since) && (until === null || time <= until))
      .sort((a, b) => b.time - a.time)
    // As exchanges do it: by the last one told, whatever comes before it meanwhile.
    const start = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor) + 1
    const fills = all.slice(start, start + this.#pageSize)
    const next = start + fills.length < all.length ? (fills.at(-1)?.id ?? null) : null
    return Promise.resolve({ fills, next, reach: this.reach })
  }
}

import { GatewayError } from '../../../../src-shared/errors.ts'
import { labelOf } from '../../../../src-shared/exchange-profiles.ts'
import { type MessageKey, spoken } from '../../../../src-shared/messages/index.ts'
import type { OrderRequest } from '../../../../src-shared/order.ts'
import { isConditionalType } from '../map-orders.ts'
import type { BinanceMarket } from '../markets.ts'
import type { BinanceRawClient } from '../raw-client.ts'
import type { OrderRecord } from '../schemas.ts'
import type { CountLimits } from './rules.ts'

/** How many orders of each kind stand open on a symbol, or come along with a request. */
export type Counts = Readonly<Record<keyof CountLimits, number>>

const kinds = ['orders', 'conditional', 'icebergs', 'lists'] as const
const names: Readonly<Record<keyof CountLimits, MessageKey>> = {
  orders: 'order.count.orders',
  conditional: 'order.count.conditional',
  icebergs: 'order.count.icebergs',
  lists: 'order.count.lists',
}

/** So long a list of open orders that was read for something else is good enough to count by. */
const freshMs = 10_000

/**
 * What surely counts: waiting legs of a list are left out, since the documents do not say from when on they count.
 * Pure.
 */
export function countsOf(records: readonly OrderRecord[]): Counts {
  const open = records.filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED')
  const lists = records.map(({ orderListId }) => orderListId).filter((id) => id !== '-1')
  return {
    orders: open.length,
    conditional: open.filter(({ type }) => isConditionalType(type)).length,
    icebergs: open.filter(({ icebergQty }) => icebergQty?.isPositive() === true).length,
    lists: new Set(lists).size,
  }
}

/** What a request adds at once; an order at market rests nowhere. Pure. */
export function addedBy(request: OrderRequest): Counts {
  const none = { orders: 0, conditional: 0, icebergs: 0, lists: 0 }
  switch (request.kind) {
    case 'market':
    case 'limit':
      if (request.exits !== null) return { ...none, orders: 1, lists: 1 }
      return request.kind === 'limit' && request.timeInForce === 'gtc' ? { ...none, orders: 1 } : none
    case 'oco':
      return { ...none, orders: 2, conditional: 1, lists: 1 }
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
    case 'trailing_stop':
      return { ...none, orders: 1, conditional: 1 }
  }
}

/** The first limit that a request would pass; null: none. Pure. */
export function passedLimit(
  limits: CountLimits,
  open: Counts,
  added: Counts,
): { readonly kind: keyof CountLimits; readonly limit: number } | null {
  for (const kind of kinds) {
    const limit = limits[kind]
    if (limit !== null && added[kind] > 0 && open[kind] + added[kind] > limit) return { kind, limit }
  }
  return null
}

/**
 * One account's open orders, counted symbol by symbol: from lists that were read anyhow, and with a question of its own
 * (6 weight) only for what is limited to a few (conditional orders, lists), or before a refusal. What cannot be counted
 * is left to the exchange.
 */
export class OpenCounts {
  readonly #raw: Pick<BinanceRawClient, 'openOrders'>
  readonly #monotonic: () => number
  readonly #known = new Map<string, { readonly counts: Counts; readonly at: number }>()
  #allAt = -Infinity

  constructor(raw: Pick<BinanceRawClient, 'openOrders'>, monotonic: () => number) {
    this.#raw = raw
    this.#monotonic = monotonic
  }

  /** A list of open orders was read. @param nativeId null: of every symbol. */
  saw(records: readonly OrderRecord[], nativeId: string | null): void {
    const at = this.#monotonic()
    if (nativeId !== null) {
      this.#known.set(nativeId, { counts: countsOf(records), at })
      return
    }
    this.#known.clear()
    this.#allAt = at
    for (const [symbol, own] of Map.groupBy(records, ({ symbol }) => symbol))
      this.#known.set(symbol, { counts: countsOf(own), at })
  }

  /** An order was sent on this symbol: what was counted before is no longer so. */
  forget(nativeId: string): void {
    this.#known.delete(nativeId)
    this.#allAt = -Infinity
  }

  /** @throws GatewayError `refused` with the number and the limit, when the symbol has no room for the request. */
  async check(request: OrderRequest, { market, rules }: BinanceMarket): Promise<void> {
    const added = addedBy(request)
    const { nativeId, symbol } = market
    const remembered = this.#remembered(nativeId)
    const isFew = added.conditional > 0 || added.lists > 0
    if (remembered === null && !isFew) return
    if (remembered !== null && passedLimit(rules.counts, remembered, added) === null) return
    const open = await this.#ask(nativeId)
    const passed = open && passedLimit(rules.counts, open, added)
    if (open === null || passed === null) return
    const params = {
      symbol,
      exchange: labelOf('binance'),
      count: String(open[passed.kind]),
      limit: String(passed.limit),
      what: spoken(names[passed.kind]),
    }
    throw new GatewayError('refused', 'order.count.limit', params, { field: 'symbol' })
  }

  #remembered(nativeId: string): Counts | null {
    const since = this.#monotonic() - freshMs
    const known = this.#known.get(nativeId)
    if (known !== undefined && known.at >= since) return known.counts
    return this.#allAt >= since ? countsOf([]) : null
  }

  async #ask(nativeId: string): Promise<Counts | null> {
    try {
      const records = await this.#raw.openOrders(nativeId, { priority: 'order', attempts: 1 })
      this.saw(records, nativeId)
      return countsOf(records)
    } catch (error) {
      if (error instanceof GatewayError) return null
      throw error
    }
  }
}

const rules: ReadonlyMap<string, keyof CountLimits> = new Map([
  ['MAX_NUM_ORDERS', 'orders'],
  ['MAX_NUM_ALGO_ORDERS', 'conditional'],
  ['MAX_NUM_ICEBERG_ORDERS', 'icebergs'],
  ['MAX_NUM_ORDER_LISTS', 'lists'],
])

/**
 * The exchange's refusal for one of these limits, with the limit where the market tells it; any other error as it is.
 */
export function withLimit(error: unknown, on: BinanceMarket | null): unknown {
  if (!(error instanceof GatewayError) || error.text.key !== 'exchange.broken_rule') return error
  const kind = rules.get(String(error.text.params.filter))
  const limit = kind === undefined ? null : (on?.rules.counts[kind] ?? null)
  if (kind === undefined || limit === null || on === null) return error
  const params = {
    ...error.text.params,
    symbol: on.market.symbol,
    what: spoken(names[kind]),
    limit: String(limit),
  }
  const details = { field: 'symbol', ...(error.exchange && { exchange: error.exchange }) }
  return new GatewayError(error.class, 'exchange.count_limit', params, details)
}

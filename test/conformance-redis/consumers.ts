import { type Json, type JsonObject, said } from './django.ts'

/** Django's readers of our answers, as the contract describes them (docs/wire-contract.md §4.2, §4.10, §4.15). */

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function object(value: Json | undefined, what: string): JsonObject {
  if (isObject(value)) return value
  throw new Error(`${what} is no object but ${JSON.stringify(value)}`)
}

export function list(value: Json, what: string): readonly JsonObject[] {
  if (Array.isArray(value)) return value.map((item) => object(item as Json, `an item of ${what}`))
  throw new Error(`${what} is no list but ${JSON.stringify(value)}`)
}

const truthy = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== 0 && value !== '' && value !== false

function firstOf(order: JsonObject, names: readonly string[]): Json | undefined {
  return names.map((name) => order[name]).find(truthy)
}

/**
 * What Terminal 7 makes of a closed order; null: it is not an execution that it would record. @throws where Python
 * would
 */
export interface Execution {
  readonly orderId: string
  readonly symbol: string
  readonly side: string
  readonly type: string
  readonly quantity: number
  readonly price: number
  readonly fees: number
  /** Epoch ms; null: it would take "now". */
  readonly executedAt: number | null
}

export function terminal7(order: JsonObject): Execution | null {
  const id = firstOf(order, ['id', 'orderId', 'order_id'])
  if (id === undefined) return null
  const { status } = order
  if (typeof status !== 'string') throw new Error('Terminal 7: status has no lower()')
  if (!['filled', 'closed', 'full_fill', 'completely_filled'].includes(status.toLowerCase())) return null
  const updated = firstOf(order, ['updated', 'uTime', 'updateTime'])
  return {
    orderId: said(id),
    symbol: said(order.symbol ?? ''),
    side: said(order.side ?? '').toLowerCase(),
    type: said(firstOf(order, ['type', 'orderType']) ?? 'market').toLowerCase(),
    quantity: Number(firstOf(order, ['filled', 'fillSize', 'baseVolume', 'executedQty', 'cumExecQty']) ?? 0),
    price: Number(firstOf(order, ['average', 'priceAvg', 'avgPrice', 'avgExecPrice', 'price', 'limitPrice']) ?? 0),
    fees: feesOf(order),
    executedAt: typeof updated === 'string' ? Date.parse(updated) : null,
  }
}

function feesOf(order: JsonObject): number {
  if ('feeDetail' in order) throw new Error('Terminal 7: feeDetail hides the fee')
  const { fee } = order
  const cost = isObject(fee) ? fee.cost : fee
  if (typeof cost !== 'number') throw new Error(`Terminal 7: float(${JSON.stringify(cost)})`)
  return Math.abs(cost)
}

/** The portfolio's total of every asset. @throws where Python would */
export function portfolio(balance: Json): ReadonlyMap<string, number> {
  const totals = new Map<string, number>()
  for (const [asset, value] of Object.entries(object(balance, 'the balance'))) {
    const { total } = object(value, `the balance of ${asset}`)
    if (typeof total !== 'number') throw new Error(`portfolio: ${JSON.stringify(total)} > 0`)
    if (total > 0) totals.set(asset, total)
  }
  return totals
}

/** The price that the web page shows in a row, by its priorities. */
export function shownPrice(order: JsonObject): Json | undefined {
  const names = [
    'priceAvg',
    'triggerPrice',
    'trigger_price',
    'presetTakeProfitPrice',
    'preset_take_profit_price',
    'presetStopLossPrice',
    'preset_stop_loss_price',
    'price',
  ]
  return names.map((name) => order[name]).find((value) => truthy(value) && value !== '0')
}

import assert from 'node:assert/strict'
import { object } from '../consumers.ts'
import { type Json, type JsonObject, said } from '../django.ts'

const text = (value: Json | undefined): boolean => typeof value === 'string' && value !== ''
const number = (value: Json | undefined): boolean => typeof value === 'number'
const orNull =
  (rule: (value: Json | undefined) => boolean) =>
  (value: Json | undefined): boolean =>
    value === null || rule(value)
const bool = (value: Json | undefined): boolean => typeof value === 'boolean'
const anObject = (value: Json | undefined): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const iso = (value: Json | undefined): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/.test(value)

/** The order object of docs/wire-contract.md §4.10: its keys and what each is. */
const fields: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  id: text,
  order_id: text,
  client_order_id: orNull(text),
  symbol: text,
  native_symbol: text,
  side: text,
  type: text,
  amount: number,
  filled: number,
  remaining: number,
  price: orNull(number),
  average: orNull(number),
  price_avg: orNull(number),
  cost: number,
  base_volume: number,
  quote_volume: number,
  quoteVolume: number,
  status: text,
  native_status: text,
  trigger_price: orNull(number),
  preset_take_profit_price: orNull(number),
  preset_stop_loss_price: orNull(number),
  tpsl_type: text,
  is_tpsl_order: bool,
  created_at: iso,
  updated_at: iso,
  updated: iso,
  timestamp: number,
  updated_ms: number,
  fee: anObject,
  fee_detail: anObject,
  cancel_reason: orNull(text),
  end_reason: orNull(text),
  end_reason_text: orNull(text),
  order_source: orNull(text),
  enter_point_source: orNull(text),
  info: anObject,
}

const statuses = ['open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired', 'unknown']

/** Whether an order is the one object of docs/wire-contract.md §4.10. @throws with what is wrong */
export function checkShape(order: JsonObject): void {
  for (const [key, holds] of Object.entries(fields))
    assert.ok(holds(order[key]), `${key} is ${JSON.stringify(order[key])}`)
  assert.equal(order.id, order.order_id)
  assert.match(said(order.symbol), /^[^/]+\/[^/]+$/)
  const fee = object(order.fee, 'fee')
  assert.ok(typeof fee.cost === 'number' && fee.cost >= 0, `fee.cost is ${said(fee.cost)}`)
}

/** Whether it fits Django's columns. */
export function checkColumns(order: JsonObject): void {
  const longest: Readonly<Record<string, number>> = {
    type: 15,
    symbol: 20,
    id: 100,
    client_order_id: 100,
    side: 4,
  }
  for (const [key, maximum] of Object.entries(longest))
    assert.ok(order[key] === null || said(order[key]).length <= maximum, `${key}: ${said(order[key])}`)
  assert.equal(typeof order.status, 'string')
}

export function checkLeftOut(order: JsonObject): void {
  for (const key of ['feeDetail', 'tpslType', 'fees', 'totalFee', 'feeAmount', 'commission'])
    assert.ok(!(key in order), `${key} is there`)
  if (order.filled === 0) {
    assert.ok(!('priceAvg' in order), 'priceAvg of an unfilled order')
    assert.equal(order.average, null)
  } else assert.equal(order.priceAvg, order.average)
}

export function checkTimes(order: JsonObject): void {
  assert.equal(Date.parse(said(order.updated)), order.updated_ms)
  assert.equal(Date.parse(said(order.created_at)), order.timestamp)
}

/** An order that ended otherwise than filled says why, in a word and in a sentence; no other does. Our own rule. */
export function checkEnd(order: JsonObject): void {
  const ended = ['cancelled', 'rejected', 'expired'].includes(said(order.status))
  for (const key of ['end_reason', 'end_reason_text'])
    assert.equal(typeof order[key] === 'string' && order[key] !== '', ended, `${key} of ${said(order.status)}`)
  assert.ok(said(order.cancel_reason ?? '').length <= 50, 'cancel_reason does not fit Django’s column')
}

export function checkStatus(order: JsonObject): void {
  assert.ok(statuses.includes(said(order.status)), said(order.status))
}

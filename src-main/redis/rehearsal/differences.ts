import { Money } from '../../../src-shared/money.ts'
import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from '../json-number.ts'
import { jsonText } from '../json.ts'

/** How our answer differs from the old one in one field. */
export interface Difference {
  /** From the answer on: `data.last`, `data.*.free` (each entry), `data[].price` (each row). */
  readonly field: string
  /** `missing`: the old answer had it, ours has not. `extra`: the other way round. */
  readonly kind: 'missing' | 'extra' | 'type' | 'value'
  /** As JSON, cut; null: it is not there. */
  readonly old: string | null
  readonly ours: string | null
}

/** What of an answer is compared by more than its text. */
interface Comparing {
  /** Names of fields whose values move by themselves, or are made anew: compared by type and presence. */
  readonly moving: ReadonlySet<string>
  /** Whether the keys of `data` name assets or symbols, and not fields. */
  readonly keyed: boolean
}

const movingAlways = [
  ...['processing_time_ms', 'age_ms', 'message', 'error', 'notes'],
  ...['last', 'bid', 'ask', 'high_24h', 'low_24h', 'volume_24h', 'change_24h'],
  ...['timestamp', 'updated', 'updated_at', 'updated_ms', 'update_time', 'executed_at'],
] as const
/** Of an order that ours did not place: what only a placed one has. */
const movingWhereDry = [
  ...['id', 'order_id', 'client_order_id', 'trade_id', 'exchange_order_id', 'list_id'],
  ...['filled', 'filled_amount', 'remaining_amount', 'remaining', 'filled_quantity', 'filled_price', 'fees', 'cost'],
  ...['average', 'price_avg', 'price', 'quote_volume', 'created_at'],
] as const
const dryActions: ReadonlySet<string> = new Set([
  'place_order',
  'cancel_order',
  'edit_order',
  'create_and_execute_trade',
])
const keyedActions: ReadonlySet<string> = new Set(['get_balance', 'get_markets', 'fetch_tickers'])
/** The exchange's own objects: that they are there is all that can be compared. */
const opaque: ReadonlySet<string> = new Set(['info', 'exchange_raw_data', 'specialized_fields'])
/** Lists of rows without names for their values. */
const movingAll: ReadonlySet<string> = new Set(['get_candles'])

/**
 * What differs between two answers to one request. Numbers are compared as decimals; keys that name a symbol are the same
 * with and without a slash where nothing fits better, which is itself a difference; rows are put side by side by their
 * ids. Pure.
 */
export function differencesOf(action: string, old: JsonValue, ours: JsonValue): readonly Difference[] {
  if (!isJsonObject(old) || !isJsonObject(ours)) return valueDifferences('answer', old, ours, false)
  const comparing: Comparing = {
    moving: new Set([...movingAlways, ...(dryActions.has(action) ? movingWhereDry : [])]),
    keyed: keyedActions.has(action),
  }
  const { data: oldData = null, request_id: _old, ...oldRest } = old
  const { data: ourData = null, request_id: _ours, ...ourRest } = ours
  const envelope = objectDifferences('', oldRest, ourRest, comparing)
  // A failure has no data that anybody reads, and it is the success that differs.
  if (old.success !== true || ours.success !== true) return envelope
  if (movingAll.has(action)) return [...envelope, ...shapeDifferences('data', oldData, ourData)]
  return [
    ...envelope,
    ...(comparing.keyed && isJsonObject(oldData) && isJsonObject(ourData)
      ? keyedDifferences(oldData, ourData, comparing)
      : between('data', oldData, ourData, comparing)),
  ]
}

function between(field: string, old: JsonValue, ours: JsonValue, comparing: Comparing): readonly Difference[] {
  if (isJsonObject(old) && isJsonObject(ours)) return objectDifferences(`${field}.`, old, ours, comparing)
  if (Array.isArray(old) && Array.isArray(ours)) return listDifferences(field, old, ours, comparing)
  const name = /[\w]+$/.exec(field)?.[0] ?? ''
  return valueDifferences(field, old, ours, comparing.moving.has(name))
}

function objectDifferences(
  prefix: string,
  old: JsonObject,
  ours: JsonObject,
  comparing: Comparing,
): readonly Difference[] {
  return [...new Set([...Object.keys(old), ...Object.keys(ours)])].flatMap((key) => {
    const field = `${prefix}${key}`
    const [before, after] = [old[key], ours[key]]
    if (before === undefined) return [difference(field, 'extra', null, after ?? null)]
    if (after === undefined) return [difference(field, 'missing', before, null)]
    if (opaque.has(key)) return []
    return between(field, before, after, comparing)
  })
}

function keyedDifferences(old: JsonObject, ours: JsonObject, comparing: Comparing): readonly Difference[] {
  const byFlat = new Map(Object.keys(ours).map((key) => [flat(key), key]))
  const met = new Set<string>()
  const found = Object.entries(old).flatMap(([key, before]) => {
    const named = key in ours ? key : byFlat.get(flat(key))
    const after = named === undefined ? undefined : ours[named]
    if (named === undefined || after === undefined) return [difference('data.*', 'missing', key, null)]
    met.add(named)
    const spelled = named === key ? [] : [difference('data.* (key)', 'value', key, named)]
    return [...spelled, ...between('data.*', before, after, comparing)]
  })
  const extra = Object.keys(ours).filter((key) => !met.has(key))
  return [...found, ...extra.map((key) => difference('data.*', 'extra', null, key))]
}

const flat = (key: string): string => key.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase()

function listDifferences(
  field: string,
  old: readonly JsonValue[],
  ours: readonly JsonValue[],
  comparing: Comparing,
): readonly Difference[] {
  const rows = `${field}[]`
  const ids = (list: readonly JsonValue[]): ReadonlyMap<string, JsonValue> =>
    new Map(list.flatMap((row) => (rowId(row) === null ? [] : [[rowId(row) ?? '', row] as const])))
  const [oldById, oursById] = [ids(old), ids(ours)]
  if (oldById.size < old.length || oursById.size < ours.length) {
    const common = old.slice(0, ours.length)
    const counted = old.length === ours.length ? [] : [difference(`${rows} (count)`, 'value', count(old), count(ours))]
    return [...counted, ...common.flatMap((row, index) => between(rows, row, ours[index] ?? null, comparing))]
  }
  return [
    ...[...oldById].flatMap(([id, row]) => {
      const other = oursById.get(id)
      return other === undefined ? [difference(rows, 'missing', id, null)] : between(rows, row, other, comparing)
    }),
    ...[...oursById.keys()].filter((id) => !oldById.has(id)).map((id) => difference(rows, 'extra', null, id)),
  ]
}

const count = (list: readonly unknown[]): JsonNumber => new JsonNumber(String(list.length))

/** An order's id, whatever it is called and however it is written. */
function rowId(row: JsonValue): string | null {
  if (!isJsonObject(row)) return null
  const id = row.order_id ?? row.id
  return id instanceof JsonNumber ? id.text : typeof id === 'string' ? id : null
}

/** Of values without names that all move: how many, and of what type the first row's are. */
function shapeDifferences(field: string, old: JsonValue, ours: JsonValue): readonly Difference[] {
  if (!Array.isArray(old) || !Array.isArray(ours)) return valueDifferences(field, old, ours, true)
  const [before, after] = [old[0] as JsonValue | undefined, ours[0] as JsonValue | undefined]
  if (before === undefined || after === undefined) {
    return old.length === ours.length ? [] : [difference(`${field}[] (count)`, 'value', count(old), count(ours))]
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) {
      return [difference(`${field}[][] (count)`, 'value', count(before), count(after))]
    }
    return before.flatMap((value: JsonValue, index) =>
      valueDifferences(`${field}[][${index}]`, value, (after as readonly JsonValue[])[index] ?? null, true),
    )
  }
  return valueDifferences(`${field}[]`, before, after, true)
}

function valueDifferences(field: string, old: JsonValue, ours: JsonValue, isMoving: boolean): readonly Difference[] {
  if (typeName(old) !== typeName(ours)) return [difference(field, 'type', old, ours)]
  return isMoving || isSame(old, ours) ? [] : [difference(field, 'value', old, ours)]
}

function isSame(old: JsonValue, ours: JsonValue): boolean {
  if (old instanceof JsonNumber && ours instanceof JsonNumber) {
    const [before, after] = [Money.tryParse(old.text), Money.tryParse(ours.text)]
    return before !== null && after !== null ? before.equals(after) : old.text === ours.text
  }
  return JSON.stringify(old) === JSON.stringify(ours)
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null'
  if (value instanceof JsonNumber) return 'number'
  return Array.isArray(value) ? 'list' : typeof value
}

const longestShown = 60

function difference(field: string, kind: Difference['kind'], old: JsonValue, ours: JsonValue): Difference {
  const shown = (value: JsonValue, isThere: boolean): string | null => {
    if (!isThere) return null
    const text = jsonText(value)
    return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
  }
  return { field, kind, old: shown(old, kind !== 'extra'), ours: shown(ours, kind !== 'missing') }
}

import { z } from 'zod'
import { Money } from '../../../../src-shared/money.ts'
import { RecentMap } from '../../../infra/recent-map.ts'
import { id, money } from '../../http/json.ts'
import { nonZero } from '../../orders/amounts.ts'
import type { OrderRecord } from '../schemas.ts'
import { instant } from '../stream-schemas.ts'

const triggersSchema = z.looseObject({
  price: money.optional(),
  price_type: z.string().optional(),
  actual_price: money.optional(),
  status: z.string().optional(),
})

/** A report of `executions`. Only the first of an order has its terms. Source: docs/exchanges/streams.md §4.3. */
export const executionSchema = z.looseObject({
  order_id: id,
  exec_type: z.string(),
  timestamp: instant.optional(),
  order_status: z.string().optional(),
  symbol: id.optional(),
  side: z.enum(['buy', 'sell']).optional(),
  order_type: z.string().optional(),
  order_qty: money.optional(),
  cash_order_qty: money.optional(),
  limit_price: money.optional(),
  triggers: triggersSchema.optional(),
  time_in_force: z.string().optional(),
  post_only: z.boolean().optional(),
  cl_ord_id: z.string().optional(),
  order_userref: z.string().optional(),
  ord_ref_id: z.string().optional(),
  /** Exits that each fill of the order places. */
  contingent: z.unknown().optional(),
  reason: z.string().optional(),
  cum_qty: money.optional(),
  cum_cost: money.optional(),
  exec_id: id.optional(),
  last_qty: money.optional(),
  last_price: money.optional(),
  cost: money.optional(),
  liquidity_ind: z.string().optional(),
  fees: z.array(z.looseObject({ asset: id, qty: money })).optional(),
})
export type Execution = z.infer<typeof executionSchema>

interface Amounts {
  readonly quantity: Money
  readonly cost: Money
}
const nothing: Amounts = { quantity: Money.zero, cost: Money.zero }
const added = (amounts: Iterable<Amounts>): Amounts => {
  const all = [...amounts]
  return { quantity: Money.sum(all.map((each) => each.quantity)), cost: Money.sum(all.map((each) => each.cost)) }
}
const larger = (a: Amounts, b: Amounts): Amounts => (b.quantity.greaterThan(a.quantity) ? b : a)

interface Known {
  readonly said: Execution
  readonly status: string
  /** Epoch ms of the oldest and the newest report. */
  readonly since: number
  readonly at: number
  /** As the first report tells it, and the largest that any has told. */
  readonly first: Amounts
  readonly told: Amounts
  /** Executions since the first report, by id. */
  readonly trades: ReadonlyMap<string, Amounts>
}

/** Orders that are remembered; the ones of which nothing was heard for longest go first. */
const mostOrders = 5_000
const over = new Set(['filled', 'canceled', 'expired'])
const isConditional = (type: string | undefined): boolean => type !== undefined && !/^(limit|market)$/.test(type)

/** What one socket's reports add up to, order by order. */
export class Executions {
  readonly #orders = new RecentMap<Known>(mostOrders)

  /** A snapshot comes: what was known before it counts no more. */
  clear(): void {
    this.#orders.clear()
  }

  take(report: Execution, receivedAt: number): void {
    const before = this.#orders.get(report.order_id)
    const at = report.timestamp ?? before?.at ?? receivedAt
    const isLate = before !== undefined && at < before.at
    const told = amountsOf(report)
    const trade = tradeOf(report)
    const known: Known = {
      said: before === undefined ? report : isLate ? merged(report, before.said) : merged(before.said, report),
      status: statusOf(report, before, isLate),
      since: Math.min(at, before?.since ?? at),
      at: Math.max(at, before?.at ?? at),
      first: before?.first ?? (trade === null ? told : nothing),
      told: larger(before?.told ?? nothing, told),
      trades: new Map([...(before?.trades ?? []), ...(trade === null ? [] : [trade])]),
    }
    this.#orders.set(report.order_id, known)
  }

  /** The symbol of an order; null: it was not told. */
  symbolOf(orderId: string): string | null {
    return this.#orders.get(orderId)?.said.symbol ?? null
  }

  /**
   * An order as REST would tell it. null: what was told of it does not make an order, or it has exits attached, whose
   * terms REST tells in a text of its own.
   */
  recordOf(orderId: string): { readonly record: OrderRecord; readonly updatedAt: number } | null {
    const known = this.#orders.get(orderId)
    if (known === undefined) return null
    const { said, since, at } = known
    const { symbol, side, order_type, order_qty, cash_order_qty, contingent } = said
    const inQuote = nonZero(order_qty) === null && nonZero(cash_order_qty) !== null
    const quantity = inQuote ? cash_order_qty : order_qty
    if (symbol === undefined || side === undefined || order_type === undefined || quantity === undefined) return null
    if (contingent !== undefined && contingent !== null) return null
    const { quantity: filled, cost } = executedOf(known)
    const isFilled = known.status === 'filled' || (!inQuote && filled.isPositive() && filled.atLeast(quantity))
    const status = isFilled ? 'closed' : over.has(known.status) ? known.status : 'open'
    const { price, price2 } = pricesOf(said)
    const record: OrderRecord = {
      refid: said.ord_ref_id ?? null,
      userref: said.order_userref ?? null,
      cl_ord_id: said.cl_ord_id ?? null,
      status,
      opentm: since,
      closetm: status === 'open' ? null : at,
      descr: { pair: symbol, type: side, ordertype: order_type, price, price2, close: null },
      vol: quantity,
      vol_exec: filled,
      cost,
      // Reports tell it fill by fill.
      fee: Money.zero,
      price: filled.isPositive() ? cost.dividedBy(filled, 10) : Money.zero,
      stopprice: said.triggers?.actual_price ?? null,
      reason: said.reason ?? '',
      misc: said.triggers?.status === 'triggered' ? 'touched' : '',
      oflags: [...(inQuote ? ['viqc'] : []), ...(said.post_only === true ? ['post'] : [])].join(','),
      timeinforce: said.time_in_force ?? null,
      time_in_force: null,
    }
    return { record, updatedAt: at }
  }
}

/** What the newer says, and of what it does not say the older; what kind of order it is an order keeps from its first. */
function merged(older: Execution, newer: Execution): Execution {
  const told = Object.fromEntries(Object.entries(newer).filter(([, value]) => value !== undefined))
  const kind = isConditional(older.order_type) ? older.order_type : (newer.order_type ?? older.order_type)
  const triggers = { ...older.triggers, ...newer.triggers }
  return {
    ...older,
    ...(told as Execution),
    order_type: kind,
    ...(Object.keys(triggers).length > 0 && { triggers }),
  }
}

/** A `trade` may be told with the word of before or after it, so what it says is left to the amounts. */
function statusOf(report: Execution, before: Known | undefined, isLate: boolean): string {
  if (before !== undefined && (isLate || over.has(before.status))) return before.status
  if (report.exec_type === 'trade') return before?.status ?? 'partially_filled'
  return report.order_status ?? before?.status ?? report.exec_type
}

function amountsOf({ cum_qty, cum_cost }: Execution): Amounts {
  return { quantity: cum_qty ?? Money.zero, cost: cum_cost ?? Money.zero }
}

function tradeOf(report: Execution): readonly [string, Amounts] | null {
  const { exec_type, exec_id, last_qty, last_price, cost } = report
  if (exec_type !== 'trade' || exec_id === undefined || last_qty === undefined || last_price === undefined) return null
  return [exec_id, { quantity: last_qty, cost: cost ?? last_qty.times(last_price) }]
}

/** Not every report of a trade tells what all trades come to. */
function executedOf({ first, told, trades }: Known): Amounts {
  return larger(told, added([first, ...trades.values()]))
}

/** As REST writes them: the trigger first, and a distance with its sign. */
function pricesOf({ order_type, limit_price, triggers }: Execution): {
  readonly price: string
  readonly price2: string
} {
  const limit = limit_price?.toString() ?? ''
  if (!isConditional(order_type)) return { price: limit, price2: '' }
  const { price, price_type } = triggers ?? {}
  const text = price?.toString() ?? ''
  if (price_type === 'pct') return { price: `+${text}%`, price2: limit }
  return { price: price_type === 'quote' ? `+${text}` : text, price2: limit }
}

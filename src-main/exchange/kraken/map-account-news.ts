import { z } from 'zod'
import type { Fill } from '../../../src-shared/order.ts'
import type { AccountNews } from '../streams/account-news.ts'
import { type Dictionary, orderFrom } from './map-orders.ts'
import { type Execution, executionSchema, type Executions } from './own/executions.ts'

/** What a socket's reports of orders are read with. */
export interface ReportReading {
  readonly executions: Executions
  readonly dictionary: Dictionary
  /** A report may be missing: orders are not told as they seem to stand. */
  readonly isDoubtful: boolean
  /** Epoch ms by the exchange's clock, for reports that tell no time. */
  readonly receivedAt: number
}

const messageSchema = z.object({ type: z.string(), data: z.array(executionSchema) })

/** Changes that change what orders hold, which the channel of balances says nothing about. */
const holding = new Set(['new', 'canceled', 'expired', 'amended', 'restated'])

/**
 * What a message of `executions` tells: each fill, and each order as all reports of it make it. Open orders of the
 * snapshot are told like others. @throws ZodError when it is of another shape
 */
export function executionNewsFrom(message: unknown, reading: ReportReading): readonly AccountNews[] {
  const { type, data } = messageSchema.parse(message)
  const { executions, receivedAt } = reading
  const isSnapshot = type === 'snapshot'
  if (isSnapshot) executions.clear()
  const news = data.flatMap((report) => {
    executions.take(report, receivedAt)
    const fill = isSnapshot ? null : fillOf(report, reading)
    const order = orderNews(report.order_id, reading)
    return fill === null ? [order] : [{ kind: 'fill', fill } as const, order]
  })
  const touched = !isSnapshot && data.some(({ exec_type }) => holding.has(exec_type))
  return touched ? [...news, { kind: 'balances-touched' }] : news
}

function orderNews(orderId: string, { executions, dictionary, isDoubtful }: ReportReading): AccountNews {
  const name = executions.symbolOf(orderId)
  const symbol = name === null ? null : (dictionary.markets.byName.get(name)?.market.symbol ?? null)
  const known = isDoubtful || symbol === null ? null : executions.recordOf(orderId)
  if (known === null) return { kind: 'order-touched', orderId, symbol }
  const order = orderFrom(orderId, known.record, dictionary)
  const fees = order.filled.isPositive() ? null : []
  return { kind: 'order', order: { ...order, fees, updatedAt: known.updatedAt } }
}

/** null: it is none, or lacks what makes one; then the order says what was executed. */
function fillOf(report: Execution, { executions, dictionary, receivedAt }: ReportReading): Fill | null {
  const { exec_type, exec_id, side, last_qty, last_price, fees, liquidity_ind } = report
  const name = report.symbol ?? executions.symbolOf(report.order_id)
  if (exec_type !== 'trade' || exec_id === undefined || name === null || side === undefined) return null
  if (last_qty === undefined || last_price === undefined) return null
  const [fee, ...more] = fees ?? []
  return {
    id: exec_id,
    orderId: report.order_id,
    clientOrderId: dictionary.ids.clientOrderIdOf({ cl_ord_id: report.cl_ord_id, userref: report.order_userref }),
    symbol: dictionary.markets.byName.get(name)?.market.symbol ?? name,
    side,
    price: last_price,
    quantity: last_qty,
    fee: fee === undefined || more.length > 0 ? null : { asset: fee.asset, amount: fee.qty },
    maker: liquidity_ind === undefined ? null : liquidity_ind === 'm',
    time: report.timestamp ?? receivedAt,
  }
}

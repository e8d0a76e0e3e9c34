import { z } from 'zod'
import type { Fill, Order } from '../../../src-shared/order.ts'
import { id, integer, money } from '../http/json.ts'
import { roleFromLegId } from '../orders/leg-ids.ts'
import type { AccountNews } from '../streams/account-news.ts'
import { balanceFrom } from './map-market-data.ts'
import { orderFrom } from './map-orders.ts'
import type { BinanceMarkets } from './markets.ts'

/** Letters as Binance has them. Source: user-data-stream.md, executionReport. */
const reportSchema = z.looseObject({
  s: id,
  c: z.string(),
  S: z.enum(['BUY', 'SELL']),
  o: z.string(),
  f: z.string(),
  q: money,
  p: money,
  P: money,
  F: money.optional(),
  d: integer.optional(),
  g: z.string(),
  /** Of a cancel: the id under which the order was placed. */
  C: z.string(),
  x: z.string(),
  X: z.string(),
  i: id,
  l: money,
  L: money,
  z: money,
  Z: money,
  Q: money.optional(),
  n: money.nullish(),
  N: z.string().nullish(),
  t: z.string(),
  m: z.boolean(),
  w: z.boolean(),
  T: integer,
  O: integer,
  W: integer.optional(),
  A: money.optional(),
  V: z.string().optional(),
  eR: z.string().optional(),
})
type Report = z.infer<typeof reportSchema>

const positionSchema = z.object({ B: z.array(z.object({ a: id, f: money, l: money })) })
const named = z.object({ e: z.string() })

/**
 * What an event of the user data stream tells. Events of kinds that we do not know tell nothing. @throws ZodError when
 * one that we know is not of its shape
 */
export function accountNewsFrom(event: unknown, markets: BinanceMarkets): readonly AccountNews[] {
  switch (named.parse(event).e) {
    case 'executionReport':
      return newsOfReport(reportSchema.parse(event), markets)
    case 'outboundAccountPosition': {
      const { B } = positionSchema.parse(event)
      return [{ kind: 'balances', balances: B.map(({ a, f, l }) => balanceFrom({ asset: a, free: f, locked: l })) }]
    }
    // Differences, to what nobody says.
    case 'balanceUpdate':
    case 'externalLockUpdate':
      return [{ kind: 'balances-touched' }]
    // Of each leg there is a report beside it.
    default:
      return []
  }
}

function newsOfReport(report: Report, markets: BinanceMarkets): readonly AccountNews[] {
  // Listed since our markets were read: by which symbol we know it is not known yet.
  if (!markets.byNativeId.has(report.s)) return [{ kind: 'order-touched', orderId: report.i, symbol: null }]
  const order = orderOf(report, markets)
  const fill = fillOf(report, order)
  const told: AccountNews = isAmbiguous(report, order)
    ? { kind: 'order-touched', orderId: order.id, symbol: order.symbol }
    : { kind: 'order', order }
  return fill === null ? [told] : [{ kind: 'fill', fill }, told]
}

/** Whether only its list tells if it is a post-only entry or a take-profit: a report tells of one order alone. */
function isAmbiguous({ o, g }: Report, { clientOrderId }: Order): boolean {
  return o === 'LIMIT_MAKER' && g !== '-1' && roleFromLegId(clientOrderId ?? '') === null
}

/** The same order as REST would tell it. */
function orderOf(report: Report, markets: BinanceMarkets): Order {
  const record = {
    symbol: report.s,
    orderId: report.i,
    orderListId: report.g,
    clientOrderId: report.C === '' ? report.c : report.C,
    price: report.p,
    origQty: report.q,
    executedQty: report.z,
    cummulativeQuoteQty: report.Z,
    origQuoteOrderQty: report.Q,
    preventedQuantity: report.A,
    selfTradePreventionMode: report.V,
    status: report.X,
    timeInForce: report.f,
    type: report.o,
    side: report.S,
    stopPrice: report.P,
    trailingDelta: report.d,
    icebergQty: report.F,
    time: report.O,
    updateTime: report.T,
    workingTime: report.W,
    isWorking: report.w,
    expiryReason: report.eR,
  }
  return orderFrom(record, markets)
}

function fillOf(report: Report, { symbol, side, clientOrderId }: Order): Fill | null {
  if (report.x !== 'TRADE') return null
  const { n, N } = report
  return {
    id: report.t,
    orderId: report.i,
    clientOrderId,
    symbol,
    side,
    price: report.L,
    quantity: report.l,
    fee: n === undefined || n === null || N === undefined || N === null ? null : { asset: N, amount: n },
    maker: report.m,
    time: report.T,
  }
}

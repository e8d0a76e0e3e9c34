import { Money } from '../../../src-shared/money.ts'
import { isOver, type EngineOrder } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { orderIdOf, tradeIdOf, txidOf } from './ids.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { assetNames, pairNames } from './names.ts'
import { marketOfOrder, orderView, tradeView } from './order-views.ts'
import { marketNamed, orderByTxid, type PrivateCall } from './venue.ts'

const page = 50

/** What an account has in Kraken's other lines: rewards earned automatically, and staked. */
export const extraLines: Readonly<Record<string, string>> = { 'USDT.F': '150', 'ETH.S': '0.75' }

function balancesOf({ venue, accountId }: PrivateCall): readonly (readonly [string, Money, Money])[] {
  return [...venue.engine.balances(accountId)].map(
    ([asset, { free, locked }]) => [assetNames(asset).id, free.plus(locked), locked] as const,
  )
}

export function balance(call: PrivateCall): unknown {
  return {
    ...Object.fromEntries(balancesOf(call).map(([id, total]) => [id, printed(total, 10)])),
    ...Object.fromEntries(
      Object.entries(extraLines).map(([id, total]) => [id, printed(Money.parse(total), 10)]),
    ),
  }
}

export function balanceEx(call: PrivateCall): unknown {
  const line = (total: Money, held: Money): unknown => ({
    balance: printed(total, 10),
    hold_trade: printed(held, 10),
  })
  return {
    ...Object.fromEntries(balancesOf(call).map(([id, total, held]) => [id, line(total, held)])),
    ...Object.fromEntries(
      Object.entries(extraLines).map(([id, total]) => [id, line(Money.parse(total), Money.zero)]),
    ),
  }
}

/** Everything in dollars at the last prices, where there is a pair. */
export function tradeBalance(call: PrivateCall): unknown {
  const { engine } = call.venue
  const value = Money.sum(
    [...engine.balances(call.accountId)].map(([asset, { free, locked }]) => {
      const total = free.plus(locked)
      if (asset === 'USD' || asset === 'USDT') return total
      const pair = ['USD', 'USDT'].map((quote) => `${asset}/${quote}`).find((each) => engine.hasMarket(each))
      return pair === undefined ? Money.zero : total.times(engine.lastPrice(pair))
    }),
  )
  const text = printed(value, 4)
  const none = printed(Money.zero, 4)
  return { eb: text, tb: text, m: none, n: none, c: none, v: none, e: text, mf: text }
}

function ordersOf({ venue, accountId }: PrivateCall): readonly EngineOrder[] {
  return venue.engine.account(accountId).orders
}

/** Orders that the request's `userref` or `cl_ord_id` leaves. */
function asked(call: PrivateCall, orders: readonly EngineOrder[]): readonly EngineOrder[] {
  const userref = call.parameters.integer('userref')
  const clientId = call.parameters.text('cl_ord_id')
  return orders.filter(
    (order) =>
      (userref === null || order.labels.userref === userref) &&
      (clientId === null || order.clientOrderId === clientId),
  )
}

export function openOrders(call: PrivateCall): unknown {
  const { engine } = call.venue
  const open = asked(call, ordersOf(call)).filter((order) => !isOver(order))
  const withTrades = call.parameters.flag('trades')
  return {
    open: Object.fromEntries(
      open.toReversed().map((order) => [txidOf(order.id), orderView(engine, order, withTrades)]),
    ),
  }
}

export function closedOrders(call: PrivateCall): unknown {
  const { engine } = call.venue
  const by = call.parameters.oneOf('closetime', ['open', 'close', 'both']) ?? 'both'
  const [start, end] = [boundOf(call, 'start'), boundOf(call, 'end')]
  const offset = call.parameters.integer('ofs') ?? 0
  const within = (order: EngineOrder): boolean => {
    const times =
      by === 'open'
        ? [order.createdAt]
        : by === 'close'
          ? [order.endedAt ?? 0]
          : [order.createdAt, order.endedAt ?? 0]
    return times.some((at) => (start === null || at >= start) && (end === null || at <= end))
  }
  const closed = asked(call, ordersOf(call))
    .filter((order) => isOver(order) && within(order))
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || b.id - a.id)
  const withTrades = call.parameters.flag('trades')
  return {
    closed: Object.fromEntries(
      closed
        .slice(offset, offset + page)
        .map((order) => [txidOf(order.id), orderView(engine, order, withTrades)]),
    ),
    ...(call.parameters.flag('without_count') ? {} : { count: closed.length }),
  }
}

/** A time in seconds, or an order's id that stands for its time. */
function boundOf(call: PrivateCall, name: string): number | null {
  const text = call.parameters.text(name)
  if (text === null) return null
  if (orderIdOf(text) !== null) return orderByTxid(call, text)?.createdAt ?? null
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text)) throw badArguments(name)
  return Number(text) * 1_000
}

export function queryOrders(call: PrivateCall): unknown {
  const { engine } = call.venue
  const txids = call.parameters.commaList('txid') ?? []
  if (txids.length === 0 || txids.length > 50) throw badArguments('txid')
  const withTrades = call.parameters.flag('trades')
  return Object.fromEntries(
    txids.map((txid) => {
      const order = orderByTxid(call, txid)
      if (order === null) throw new KrakenError('EOrder:Unknown order')
      return [txid, orderView(engine, order, withTrades)]
    }),
  )
}

export function tradesHistory(call: PrivateCall): unknown {
  const { engine } = call.venue
  const [start, end] = [boundOf(call, 'start'), boundOf(call, 'end')]
  const offset = call.parameters.integer('ofs') ?? 0
  const fills = engine
    .account(call.accountId)
    .fills.filter(({ time: at }) => (start === null || at >= start) && (end === null || at <= end))
    .toReversed()
  const shown = fills.slice(offset, offset + page).flatMap((fill) => {
    const order = engine.order(fill.orderId)
    if (order === null) return []
    return [
      [
        tradeIdOf(fill.tradeId, order.id),
        tradeView(order, fill, marketOfOrder(engine, fill.symbol)),
      ] as const,
    ]
  })
  return { trades: Object.fromEntries(shown), count: fills.length }
}

export function queryTrades(call: PrivateCall): unknown {
  const asked = call.parameters.commaList('txid') ?? []
  if (asked.length === 0 || asked.length > 20) throw badArguments('txid')
  const { engine } = call.venue
  const all = new Map(
    engine.account(call.accountId).fills.flatMap((fill) => {
      const order = engine.order(fill.orderId)
      return order === null
        ? []
        : [
            [
              tradeIdOf(fill.tradeId, order.id),
              tradeView(order, fill, marketOfOrder(engine, fill.symbol)),
            ] as const,
          ]
    }),
  )
  return Object.fromEntries(asked.flatMap((id) => (all.has(id) ? [[id, all.get(id)] as const] : [])))
}

export function tradeVolume(call: PrivateCall): unknown {
  const { fees } = call.venue.engine.account(call.accountId)
  const pairs = (call.parameters.commaList('pair') ?? []).map(
    (name) => pairNames(marketNamed(call.venue.engine, name)).id,
  )
  const rate = (fee: Money): unknown => {
    const text = printed(fee.times(Money.parse('100')), 4)
    return {
      fee: text,
      minfee: text,
      maxfee: text,
      nextfee: null,
      nextvolume: null,
      tiervolume: printed(Money.zero, 4),
    }
  }
  return {
    currency: 'ZUSD',
    volume: printed(Money.zero, 4),
    fees: Object.fromEntries(pairs.map((pair) => [pair, rate(fees.taker)])),
    fees_maker: Object.fromEntries(pairs.map((pair) => [pair, rate(fees.maker)])),
  }
}

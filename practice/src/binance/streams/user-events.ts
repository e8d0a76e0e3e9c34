import { Money } from '../../../../src-shared/money.ts'
import type { BalancesEvent, EngineEvent, OrderEvent } from '../../engine/feed.ts'
import { isWaiting } from '../../engine/types.ts'
import { printed } from '../../host/printed.ts'
import { expiryNames, stateNames } from '../order-names.ts'
import { selfTradeName } from '../order-parameters.ts'
import type { PracticeBinance } from '../practice-binance.ts'

/** An event of an account's user data stream. */
export interface UserEvent {
  readonly accountId: string
  readonly event: Readonly<Record<string, unknown>>
}

/** What happened, as the owners of the accounts hear of it; to be asked while it happens. */
export function userEvents(exchange: PracticeBinance, events: readonly EngineEvent[]): readonly UserEvent[] {
  return events.flatMap((event): readonly UserEvent[] => {
    switch (event.kind) {
      case 'order':
        // That it stands in the book Binance has said with NEW already.
        if (event.change === 'rested') return []
        return [{ accountId: event.order.accountId, event: executionReport(exchange, event) }]
      case 'list':
        return [{ accountId: event.list.accountId, event: listStatus(exchange, event) }]
      case 'balances':
        return balances(exchange, event).map((told) => ({ accountId: event.accountId, event: told }))
      case 'book':
      case 'trade':
      case 'status':
        return []
    }
  })
}

function executionReport(exchange: PracticeBinance, told: OrderEvent): Record<string, unknown> {
  const { order, fill } = told
  const now = exchange.engine.now()
  const isCancelled = order.state === 'cancelled'
  const isAmended = told.change === 'amended'
  const isWorking = order.workingSince !== null
  const { strategyId, strategyType } = order.labels
  const trailingBips = order.trigger?.trailingBips ?? null
  return {
    e: 'executionReport',
    E: now,
    s: exchange.symbols.idOf(order.symbol),
    c: isCancelled ? exchange.cancelId : order.clientOrderId,
    S: order.side.toUpperCase(),
    o: order.labels.type,
    f: order.timeInForce.toUpperCase(),
    q: printed(order.quantity ?? Money.zero),
    p: printed(order.limitPrice ?? Money.zero),
    P: printed(order.trigger?.price ?? Money.zero),
    F: printed(order.visibleQuantity ?? Money.zero),
    g: order.listId ?? -1,
    C: isCancelled ? order.clientOrderId : isAmended ? told.previousClientOrderId : '',
    x: executionType(told),
    X: stateNames[order.state],
    r: 'NONE',
    i: order.id,
    l: printed(fill?.quantity ?? Money.zero),
    z: printed(order.filled),
    L: printed(fill?.price ?? Money.zero),
    n: fill === null ? '0' : printed(fill.fee),
    N: fill?.feeAsset ?? null,
    T: order.updatedAt,
    t: fill?.tradeId ?? -1,
    I: told.executionId,
    w: isWorking && order.endedAt === null && !isWaiting(order),
    m: fill?.maker ?? false,
    M: false,
    O: order.createdAt,
    Z: printed(order.quoteFilled),
    Y: printed(fill?.quoteQuantity ?? Money.zero),
    Q: printed(order.quoteQuantity ?? Money.zero),
    ...(isWorking ? { W: order.workingSince } : {}),
    V: selfTradeName(order.selfTrade),
    ...(trailingBips === null ? {} : { d: trailingBips, D: order.trailingSince ?? -1 }),
    ...(strategyId === undefined ? {} : { j: strategyId }),
    ...(strategyType === undefined ? {} : { J: strategyType }),
    ...(order.expiryReason === null ? {} : { eR: expiryNames[order.expiryReason] }),
  }
}

function executionType({ change, order }: OrderEvent): string {
  switch (change) {
    case 'placed':
    case 'activated':
    case 'triggered':
    case 'rested':
      return 'NEW'
    case 'filled':
      return 'TRADE'
    case 'amended':
      return 'REPLACED'
    case 'ended':
      if (order.state === 'cancelled') return 'CANCELED'
      return order.state === 'expired_in_match' ? 'TRADE_PREVENTION' : 'EXPIRED'
  }
}

function listStatus(
  exchange: PracticeBinance,
  { change, list, orders }: Extract<EngineEvent, { kind: 'list' }>,
): Record<string, unknown> {
  const symbol = exchange.symbols.idOf(list.symbol)
  return {
    e: 'listStatus',
    E: exchange.engine.now(),
    s: symbol,
    g: list.id,
    c: list.kind === 'either' ? 'OCO' : 'OTO',
    l: { executing: 'EXEC_STARTED', updated: 'UPDATED', done: 'ALL_DONE' }[change],
    L: change === 'done' ? 'ALL_DONE' : 'EXECUTING',
    r: 'NONE',
    C: list.clientListId,
    T: list.updatedAt,
    O: orders.map((order) => ({ s: symbol, i: order.id, c: order.clientOrderId })),
  }
}

function balances(exchange: PracticeBinance, { accountId, cause, changes }: BalancesEvent): Record<string, unknown>[] {
  const now = exchange.engine.now()
  const position = {
    e: 'outboundAccountPosition',
    E: now,
    u: exchange.engine.account(accountId).updatedAt,
    B: changes.map(({ asset, free, locked }) => ({ a: asset, f: printed(free), l: printed(locked) })),
  }
  if (cause !== 'transfer') return [position]
  const deltas = changes.map(({ asset, freeChange }) => ({
    e: 'balanceUpdate',
    E: now,
    a: asset,
    d: signed(freeChange),
    T: now,
  }))
  return [...deltas, position]
}

/** {@link printed} cuts towards zero, and so must what is taken away. */
function signed(change: Money): string {
  return change.isNegative() ? `-${printed(change.negated())}` : printed(change)
}

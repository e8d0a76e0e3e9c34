import { Money } from '../../../src-shared/money.ts'
import type { EngineOrder, Fill, OrderList } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { expiryNames, stateNames } from './order-names.ts'
import { selfTradeName, type ResponseType } from './order-parameters.ts'

type Json = Record<string, unknown>

/** Binance's JSON of orders and lists. `idOf` gives a market's id without a separator. */
export class OrderViews {
  readonly #idOf: (symbol: string) => string

  constructor(idOf: (symbol: string) => string) {
    this.#idOf = idOf
  }

  /** The answer to placing; `shape` ACK, RESULT or FULL. */
  placed(order: EngineOrder, shape: ResponseType): Json {
    const head = {
      ...this.#identity(order),
      clientOrderId: order.clientOrderId,
      transactTime: order.createdAt,
    }
    if (shape === 'ACK') return head
    return {
      ...head,
      ...amounts(order),
      ...terms(order),
      ...conditionals(order),
      workingTime: order.workingSince ?? -1,
      ...(shape === 'FULL' ? { fills: order.fills.map(fillView) } : {}),
      selfTradePreventionMode: selfTradeName(order.selfTrade),
    }
  }

  /** The answer to a query. */
  queried(order: EngineOrder): Json {
    const { origQuoteOrderQty, ...rest } = amounts(order)
    return {
      ...this.#identity(order),
      clientOrderId: order.clientOrderId,
      ...rest,
      ...terms(order),
      stopPrice: printed(order.trigger?.price ?? Money.zero),
      icebergQty: printed(order.visibleQuantity ?? Money.zero),
      time: order.createdAt,
      updateTime: order.updatedAt,
      isWorking: order.workingSince !== null,
      workingTime: order.workingSince ?? -1,
      origQuoteOrderQty,
      ...trailing(order),
      ...labels(order),
      ...expiry(order),
      selfTradePreventionMode: selfTradeName(order.selfTrade),
    }
  }

  /** The answer to cancelling: the order's id is `origClientOrderId`, the cancel's own `clientOrderId`. */
  cancelled(order: EngineOrder, cancelId: string): Json {
    return {
      symbol: this.#idOf(order.symbol),
      origClientOrderId: order.clientOrderId,
      orderId: order.id,
      orderListId: order.listId ?? -1,
      clientOrderId: cancelId,
      transactTime: order.updatedAt,
      ...amounts(order),
      ...terms(order),
      ...conditionals(order),
      selfTradePreventionMode: selfTradeName(order.selfTrade),
    }
  }

  /** The answer to amending. */
  amended(order: EngineOrder, now: number): Json {
    const amendment = order.amendments.at(-1)
    return {
      transactTime: now,
      executionId: amendment?.executionId ?? 0,
      amendedOrder: {
        symbol: this.#idOf(order.symbol),
        orderId: order.id,
        orderListId: order.listId ?? -1,
        origClientOrderId: amendment?.previousClientOrderId ?? order.clientOrderId,
        clientOrderId: order.clientOrderId,
        price: printed(order.limitPrice ?? Money.zero),
        qty: printed(order.quantity ?? Money.zero),
        executedQty: printed(order.filled),
        preventedQty: printed(Money.zero),
        quoteOrderQty: printed(order.quoteQuantity ?? Money.zero),
        cumulativeQuoteQty: printed(order.quoteFilled),
        ...terms(order),
        ...conditionals(order),
        ...(order.workingSince === null ? {} : { workingTime: order.workingSince }),
        selfTradePreventionMode: selfTradeName(order.selfTrade),
      },
    }
  }

  /** A list with its orders' ids; `orders` in the order in which they were given. */
  list(list: OrderList, orders: readonly EngineOrder[], time = list.createdAt): Json {
    const done = list.state === 'done'
    return {
      orderListId: list.id,
      contingencyType: list.kind === 'either' ? 'OCO' : 'OTO',
      listStatusType: done ? 'ALL_DONE' : 'EXEC_STARTED',
      listOrderStatus: done ? 'ALL_DONE' : 'EXECUTING',
      listClientOrderId: list.clientListId,
      transactionTime: time,
      symbol: this.#idOf(list.symbol),
      orders: orders.map((order) => ({
        symbol: this.#idOf(order.symbol),
        orderId: order.id,
        clientOrderId: order.clientOrderId,
      })),
    }
  }

  /** A trade of an account. */
  fill(fill: Fill, listId: number): Json {
    return {
      symbol: this.#idOf(fill.symbol),
      id: fill.tradeId,
      orderId: fill.orderId,
      orderListId: listId,
      price: printed(fill.price),
      qty: printed(fill.quantity),
      quoteQty: printed(fill.quoteQuantity),
      commission: printed(fill.fee),
      commissionAsset: fill.feeAsset,
      time: fill.time,
      isBuyer: fill.side === 'buy',
      isMaker: fill.maker,
      isBestMatch: true,
    }
  }

  #identity(order: EngineOrder): Json {
    return { symbol: this.#idOf(order.symbol), orderId: order.id, orderListId: order.listId ?? -1 }
  }
}

function amounts(order: EngineOrder): Json {
  return {
    price: printed(order.limitPrice ?? Money.zero),
    ...(order.quantity === null ? {} : { origQty: printed(order.quantity) }),
    executedQty: printed(order.filled),
    origQuoteOrderQty: printed(order.quoteQuantity ?? Money.zero),
    cummulativeQuoteQty: printed(order.quoteFilled),
  }
}

function terms(order: EngineOrder): Json {
  return {
    status: stateNames[order.state],
    timeInForce: order.timeInForce.toUpperCase(),
    type: order.labels.type,
    side: order.side.toUpperCase(),
  }
}

function conditionals(order: EngineOrder): Json {
  return {
    ...(order.trigger === null ? {} : { stopPrice: printed(order.trigger.price ?? Money.zero) }),
    ...(order.visibleQuantity === null ? {} : { icebergQty: printed(order.visibleQuantity) }),
    ...trailing(order),
    ...labels(order),
    ...expiry(order),
  }
}

function trailing(order: EngineOrder): Json {
  const bips = order.trigger?.trailingBips ?? null
  return bips === null ? {} : { trailingDelta: bips, trailingTime: order.trailingSince ?? -1 }
}

function labels(order: EngineOrder): Json {
  const { strategyId, strategyType } = order.labels
  return {
    ...(strategyId === undefined ? {} : { strategyId }),
    ...(strategyType === undefined ? {} : { strategyType }),
  }
}

function expiry(order: EngineOrder): Json {
  return order.expiryReason === null ? {} : { expiryReason: expiryNames[order.expiryReason] }
}

function fillView(fill: Fill): Json {
  return {
    price: printed(fill.price),
    qty: printed(fill.quantity),
    commission: printed(fill.fee),
    commissionAsset: fill.feeAsset,
    tradeId: fill.tradeId,
  }
}

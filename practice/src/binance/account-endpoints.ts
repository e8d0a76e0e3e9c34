import type { Fill } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { badCombination } from './binance-error.ts'
import { limitOf, marketOfCall, timeRange, type PracticeBinance, type SignedCall } from './practice-binance.ts'

const nothing = '0.00000000'

/** `GET /api/v3/account` */
export function account(call: SignedCall): unknown {
  const { engine } = call.exchange
  const omitZero = call.parameters.boolean('omitZeroBalances') ?? false
  call.parameters.finish()
  const state = engine.account(call.accountId)
  const { permissions } = call.key
  const balances = allAssets(call)
    .map((asset) => ({ asset, ...engine.balance(call.accountId, asset) }))
    .filter(({ free, locked }) => !omitZero || !free.isZero() || !locked.isZero())
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: printed(state.fees.maker),
      taker: printed(state.fees.taker),
      buyer: nothing,
      seller: nothing,
    },
    canTrade: permissions.canTrade,
    canWithdraw: permissions.canWithdraw,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: state.updatedAt,
    accountType: 'SPOT',
    balances: balances.map(({ asset, free, locked }) => ({
      asset,
      free: printed(free),
      locked: printed(locked),
    })),
    permissions: ['SPOT'],
    uid: state.uid,
  }
}

function allAssets(call: SignedCall): readonly string[] {
  const { engine } = call.exchange
  const listed = engine.markets().flatMap((market) => [market.base, market.quote])
  return [...new Set([...engine.balances(call.accountId).keys(), ...listed])]
}

/** `GET /api/v3/account/commission` */
export function commission(call: SignedCall): unknown {
  const market = marketOfCall(call)
  call.parameters.finish()
  const { fees } = call.exchange.engine.account(call.accountId)
  const none = { maker: nothing, taker: nothing, buyer: nothing, seller: nothing }
  return {
    symbol: call.exchange.symbols.idOf(market.symbol),
    standardCommission: { ...none, maker: printed(fees.maker), taker: printed(fees.taker) },
    specialCommission: none,
    taxCommission: none,
    discount: {
      enabledForAccount: false,
      enabledForSymbol: false,
      discountAsset: 'BNB',
      discount: '0.25000000',
    },
  }
}

/** `GET /api/v3/myTrades`; only certain combinations of parameters. @throws BinanceError -1128 */
export function myTrades(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const orderId = parameters.integer('orderId')
  const fromId = parameters.integer('fromId')
  const { from, to } = timeRange(call)
  const limit = limitOf(call, 500, 1000)
  parameters.finish()
  if ((orderId !== null || fromId !== null) && (from !== null || to !== null)) throw badCombination()
  const wanted = (fill: Fill): boolean =>
    fill.symbol === market.symbol &&
    (orderId === null || fill.orderId === orderId) &&
    (fromId === null || fill.tradeId >= fromId) &&
    (from === null || fill.time >= from) &&
    (to === null || fill.time <= to)
  const fills = exchange.engine.account(call.accountId).fills.filter(wanted)
  const page = fromId === null && from === null ? fills.slice(-limit) : fills.slice(0, limit)
  return page.map((fill) => exchange.views.fill(fill, exchange.engine.order(fill.orderId)?.listId ?? -1))
}

/** `GET /api/v3/rateLimit/order` */
export function orderRateLimits(call: SignedCall): unknown {
  call.parameters.finish()
  return orderRateLimitsOf(call.exchange, call.accountId, call.now)
}

/** How many unfilled orders an account has placed in each window. */
export function orderRateLimitsOf(exchange: PracticeBinance, accountId: string, now: number): readonly unknown[] {
  return exchange
    .orderCounts(accountId)
    .counts(now, exchange.limits)
    .map(({ window, limit, count }) => ({
      rateLimitType: 'ORDERS',
      interval: window.interval,
      intervalNum: window.intervalNum,
      limit,
      count,
    }))
}

/** `GET /api/v3/order/amendments` */
export function amendments(call: SignedCall): unknown {
  const { parameters, exchange } = call
  const market = marketOfCall(call)
  const orderId = parameters.integer('orderId')
  const from = parameters.integer('fromExecutionId') ?? 0
  const limit = limitOf(call, 500, 1000)
  parameters.finish()
  const order = orderId === null ? null : exchange.engine.order(orderId)
  if (order?.accountId !== call.accountId || order.symbol !== market.symbol) return []
  return order.amendments
    .filter((amendment) => amendment.executionId >= from)
    .slice(0, limit)
    .map((amendment) => ({
      symbol: exchange.symbols.idOf(order.symbol),
      orderId: order.id,
      executionId: amendment.executionId,
      origClientOrderId: amendment.previousClientOrderId,
      newClientOrderId: amendment.clientOrderId,
      origQty: printed(amendment.previousQuantity),
      newQty: printed(amendment.quantity),
      time: amendment.time,
    }))
}

/** `GET /api/v3/myFilters`: those that exchangeInfo does not show; practice has none for assets. */
export function myFilters(call: SignedCall): unknown {
  const market = marketOfCall(call)
  call.parameters.finish()
  return {
    exchangeFilters: [],
    symbolFilters: [{ filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: market.maxOpenLists }],
    assetFilters: [],
  }
}

/** `GET /sapi/v1/account/apiRestrictions` */
export function apiRestrictions(call: SignedCall): unknown {
  call.parameters.finish()
  const { permissions, createdAt } = call.key
  return {
    ipRestrict: permissions.ipRestrict !== null,
    createTime: createdAt,
    enableReading: true,
    enableSpotAndMarginTrading: permissions.canTrade,
    enableWithdrawals: permissions.canWithdraw,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    permitsUniversalTransfer: false,
    enableVanillaOptions: false,
    enableFixApiTrade: false,
    enableFixReadOnly: false,
    enablePortfolioMarginTrading: false,
  }
}

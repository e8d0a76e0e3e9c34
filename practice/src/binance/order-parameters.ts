import type { Money } from '../../../src-shared/money.ts'
import { timesInForce, type Side, type TimeInForce } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { OrderSpec, SelfTradeMode, Trigger } from '../engine/types.ts'
import { BinanceError, badCombination, eitherMissing, missing, notRequired, notSupported } from './binance-error.ts'
import type { Parameters } from './parameters.ts'
import { orderTypesOf } from './symbols.ts'

const orderTypes = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
] as const
export type OrderType = (typeof orderTypes)[number]

export const responseTypes = ['ACK', 'RESULT', 'FULL'] as const
export type ResponseType = (typeof responseTypes)[number]

interface TypeTerms {
  readonly price: boolean
  readonly timeInForce: boolean
  readonly trigger: Trigger['kind'] | null
}

const termsOf: Readonly<Record<OrderType, TypeTerms>> = {
  LIMIT: { price: true, timeInForce: true, trigger: null },
  LIMIT_MAKER: { price: true, timeInForce: false, trigger: null },
  MARKET: { price: false, timeInForce: false, trigger: null },
  STOP_LOSS: { price: false, timeInForce: false, trigger: 'stop' },
  STOP_LOSS_LIMIT: { price: true, timeInForce: true, trigger: 'stop' },
  TAKE_PROFIT: { price: false, timeInForce: false, trigger: 'take_profit' },
  TAKE_PROFIT_LIMIT: { price: true, timeInForce: true, trigger: 'take_profit' },
}

const unsupportedNames: Readonly<Record<OrderType, string>> = {
  LIMIT: 'Limit orders',
  LIMIT_MAKER: 'Limit maker orders',
  MARKET: 'Market orders',
  STOP_LOSS: 'Stop loss orders',
  STOP_LOSS_LIMIT: 'Stop loss limit orders',
  TAKE_PROFIT: 'Take profit orders',
  TAKE_PROFIT_LIMIT: 'Take profit limit orders',
}

const selfTradeModes: Readonly<Record<string, SelfTradeMode>> = {
  NONE: 'allow',
  EXPIRE_MAKER: 'expire_maker',
  EXPIRE_TAKER: 'expire_taker',
  EXPIRE_BOTH: 'expire_both',
}

/** Binance's name of a mode. */
export function selfTradeName(mode: SelfTradeMode): string {
  return Object.entries(selfTradeModes).find(([, each]) => each === mode)?.[0] ?? 'NONE'
}

export function sideOf(parameters: Parameters, name: string): Side {
  const invalid = (): BinanceError => new BinanceError(-1117, 'Invalid side.')
  const side = parameters.oneOf(name, ['BUY', 'SELL'], invalid)
  if (side === null) throw missing(name)
  return side === 'BUY' ? 'buy' : 'sell'
}

export function typeOf(parameters: Parameters, name: string): OrderType {
  const invalid = (): BinanceError => new BinanceError(-1116, 'Invalid orderType.')
  const type = parameters.oneOf(name, orderTypes, invalid)
  if (type === null) throw missing(name)
  return type
}

export function selfTradeOf(parameters: Parameters): SelfTradeMode {
  const name = parameters.oneOf('selfTradePreventionMode', Object.keys(selfTradeModes))
  return selfTradeModes[name ?? 'EXPIRE_MAKER'] ?? 'expire_maker'
}

/** `above` + `stopPrice` → `aboveStopPrice`; no prefix leaves the name. */
function named(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}

/** What a single order, or one leg of a list, is made from. */
export interface LegPlan {
  /** '' for a single order, `above`, `working`, `pendingBelow` … for a leg. */
  readonly prefix: string
  readonly type: OrderType
  readonly side: Side
  /** Given by the list; `read`: its own parameter; null: paid by the entry. */
  readonly quantity: Money | 'read' | null
  readonly selfTrade: SelfTradeMode
  readonly fallbackId: () => string
}

/**
 * Reads one order from the parameters: what its type needs must be there, what it does not know must not.
 * @throws BinanceError -1102, -1106, -1111, -1013, -1115 …
 */
export function readOrder(parameters: Parameters, market: PracticeMarket, plan: LegPlan): OrderSpec {
  const at = (name: string): string => named(plan.prefix, name)
  const terms = termsOf[plan.type]
  const amounts = readAmounts(parameters, market, plan)
  const limitPrice = readPrice(parameters, at('price'), terms.price)
  const timeInForce = readTimeInForce(parameters, at('timeInForce'), terms.timeInForce)
  const trigger = readTrigger(parameters, market, plan, terms)
  const visibleQuantity = readIceberg(parameters, market, plan, timeInForce, amounts.quantity)
  const clientOrderId = parameters.clientId(at(plan.prefix === '' ? 'newClientOrderId' : 'clientOrderId'))
  if (!orderTypesOf(market).includes(plan.type)) throw notSupported(unsupportedNames[plan.type])
  return {
    clientOrderId: clientOrderId ?? plan.fallbackId(),
    side: plan.side,
    ...amounts,
    limitPrice,
    timeInForce,
    postOnly: plan.type === 'LIMIT_MAKER',
    trigger,
    visibleQuantity,
    selfTrade: plan.selfTrade,
    funding: 'placed',
    whenReached: 'refuse',
    labels: { type: plan.type, ...readStrategy(parameters, plan.prefix) },
  }
}

function readAmounts(
  parameters: Parameters,
  market: PracticeMarket,
  plan: LegPlan,
): { readonly quantity: Money | null; readonly quoteQuantity: Money | null } {
  if (plan.quantity !== 'read') return { quantity: plan.quantity, quoteQuantity: null }
  const quantityName = named(plan.prefix, 'quantity')
  if (plan.prefix !== '')
    return { quantity: positive(parameters.requiredDecimal(quantityName), 'quantity'), quoteQuantity: null }
  const quantity = parameters.decimal('quantity')
  const quoteQuantity = parameters.decimal('quoteOrderQty')
  if (quantity !== null) positive(quantity, 'quantity')
  if (plan.type !== 'MARKET') {
    if (quoteQuantity !== null) throw notRequired('quoteOrderQty')
    if (quantity === null) throw missing('quantity')
    return { quantity, quoteQuantity: null }
  }
  if (quantity === null && quoteQuantity === null) throw eitherMissing('quantity', 'quoteOrderQty')
  if (quantity !== null && quoteQuantity !== null) throw badCombination()
  if (quoteQuantity === null) return { quantity, quoteQuantity }
  if (!market.features.quoteMarketOrders) {
    throw new BinanceError(-1013, 'Quote order qty market orders are not support for this symbol.')
  }
  return { quantity, quoteQuantity: positive(quoteQuantity, 'quote order qty') }
}

function positive(value: Money, what: string): Money {
  if (!value.isPositive()) throw new BinanceError(-1013, `Invalid ${what}.`)
  return value
}

function readPrice(parameters: Parameters, name: string, needed: boolean): Money | null {
  if (!needed) {
    if (parameters.has(name)) throw notRequired(name)
    return null
  }
  return positive(parameters.requiredDecimal(name), 'price')
}

function readTimeInForce(parameters: Parameters, name: string, needed: boolean): TimeInForce {
  if (!needed) {
    if (parameters.has(name)) throw notRequired(name)
    return 'gtc'
  }
  const invalid = (): BinanceError => new BinanceError(-1115, 'Invalid timeInForce.')
  const value = parameters.oneOf(name, ['GTC', 'IOC', 'FOK'], invalid)
  if (value === null) throw missing(name)
  return timesInForce.find((each) => each.toUpperCase() === value) ?? 'gtc'
}

function readTrigger(parameters: Parameters, market: PracticeMarket, plan: LegPlan, terms: TypeTerms): Trigger | null {
  const priceName = named(plan.prefix, 'stopPrice')
  const trailingName = named(plan.prefix, 'trailingDelta')
  if (terms.trigger === null) {
    for (const name of [priceName, trailingName]) if (parameters.has(name)) throw notRequired(name)
    return null
  }
  const price = parameters.decimal(priceName)
  const trailingBips = parameters.integer(trailingName)
  if (price === null && trailingBips === null) throw eitherMissing(priceName, trailingName)
  if (trailingBips !== null && !market.features.trailing) throw notSupported('Trailing stop orders')
  return { kind: terms.trigger, price, trailingBips }
}

function readIceberg(
  parameters: Parameters,
  market: PracticeMarket,
  plan: LegPlan,
  timeInForce: TimeInForce,
  quantity: Money | null,
): Money | null {
  const name = named(plan.prefix, 'icebergQty')
  const visible = parameters.decimal(name)
  if (visible === null) return null
  if (!termsOf[plan.type].price) throw notRequired(name)
  if (visible.isZero()) return visible
  if (!market.features.iceberg) throw notSupported('Iceberg orders')
  if (timeInForce !== 'gtc') {
    if (plan.prefix === '') throw new BinanceError(-1013, 'Unsupported order combination')
    throw new BinanceError(
      -1160,
      `Parameter '${name}' is not supported if \`${named(plan.prefix, 'timeInForce')}\` is not GTC.`,
    )
  }
  if (quantity?.lessThan(visible) === true) throw new BinanceError(-2010, 'IcebergQty exceeds QTY.')
  return visible
}

function readStrategy(parameters: Parameters, prefix: string): Readonly<Record<string, number>> {
  const strategyId = parameters.integer(named(prefix, 'strategyId'))
  const strategyType = parameters.integer(named(prefix, 'strategyType'))
  if (strategyType !== null && strategyType < 1_000_000) {
    throw new BinanceError(-1134, '`strategyType` was less than 1000000.')
  }
  return {
    ...(strategyId === null ? {} : { strategyId }),
    ...(strategyType === null ? {} : { strategyType }),
  }
}

import type { Money } from '../../../src-shared/money.ts'
import type { Side, TimeInForce } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { OrderSpec, Trigger } from '../engine/types.ts'
import { badParameter, BitgetError, missing, scaleError } from './bitget-error.ts'
import { priceScale, quoteScale, sizeScale } from './symbols.ts'

/** A take-profit or stop-loss with its trigger, and the price at which it then rests; without one it goes at market. */
export interface Exit {
  readonly trigger: Money
  readonly limit: Money | null
}

/** An order in words that v2 and v3 share. */
export interface Wanted {
  readonly side: Side
  readonly type: 'limit' | 'market'
  readonly force: 'gtc' | 'ioc' | 'fok' | 'post_only'
  readonly price: Money | null
  /** Base units; quote units for a market buy. */
  readonly size: Money
  readonly clientOid: string | null
  readonly takeProfit: Exit | null
  readonly stopLoss: Exit | null
  readonly selfTrade: OrderSpec['selfTrade']
}

const classicPattern = /^[\x21-\x7e]{1,50}$/
const unifiedPattern = /^[.A-Z:/a-z0-9_-]{1,32}$/

/** @throws BitgetError 40305. */
export function checkClientOid(text: string | null, version: 'v2' | 'v3'): string | null {
  if (text === null) return null
  const good = version === 'v2' ? classicPattern.test(text) : unifiedPattern.test(text)
  if (!good || text.startsWith('none-'))
    throw new BitgetError('40305', 'client_oid length is not greater than 50, and cannot be Martian characters')
  return text
}

export function checkPrice(price: Money, market: PracticeMarket, name: string): void {
  if (!price.isPositive()) throw badParameter(name)
  if (!price.isMultipleOf(market.price.step)) throw scaleError(name, price.toString(), priceScale(market))
}

export function checkSize(size: Money, market: PracticeMarket, inQuote: boolean): void {
  const scale = inQuote ? quoteScale(market) : sizeScale(market)
  if (!size.isPositive()) throw badParameter('size')
  if (size.decimals() > scale || (!inQuote && !size.isMultipleOf(market.quantity.step)))
    throw scaleError('size', size.toString(), scale)
}

/** @throws BitgetError for what Bitget's validation refuses before the engine is asked. */
export function checkWanted(wanted: Wanted, market: PracticeMarket, last: Money): void {
  const { side, type, price, size } = wanted
  const inQuote = type === 'market' && side === 'buy'
  if (type === 'limit' && price === null) throw missing('price')
  if (price !== null) checkPrice(price, market, 'price')
  checkSize(size, market, inQuote)
  const value = inQuote ? size : size.times(price ?? last)
  if (value.lessThan(market.minNotional))
    throw new BitgetError('45110', `less than the minimum amount ${market.minNotional.toString()} ${market.quote}`)
  const entry = price ?? last
  const { takeProfit, stopLoss } = wanted
  const wrong = (exit: Exit | null, above: boolean): boolean =>
    exit !== null && (above ? exit.trigger.atMost(entry) : exit.trigger.atLeast(entry))
  for (const [name, exit] of [
    ['presetTakeProfitPrice', takeProfit],
    ['presetStopLossPrice', stopLoss],
  ] as const) {
    if (exit === null) continue
    checkPrice(exit.trigger, market, name)
    if (exit.limit !== null) checkPrice(exit.limit, market, name.replace('preset', 'execute'))
  }
  if (wrong(takeProfit, side === 'buy'))
    throw new BitgetError('43034', 'The take profit price must be beyond the order price')
  if (wrong(stopLoss, side === 'sell'))
    throw new BitgetError('43035', 'The stop loss price must be beyond the order price')
}

export function entrySpec(wanted: Wanted, newClientId: () => string): OrderSpec {
  const { side, type, force, price, size, clientOid } = wanted
  const inQuote = type === 'market' && side === 'buy'
  const timeInForce: TimeInForce = type === 'limit' && (force === 'ioc' || force === 'fok') ? force : 'gtc'
  return {
    clientOrderId: clientOid ?? newClientId(),
    side,
    quantity: inQuote ? null : size,
    quoteQuantity: inQuote ? size : null,
    limitPrice: type === 'limit' ? price : null,
    timeInForce,
    postOnly: type === 'limit' && force === 'post_only',
    trigger: null,
    visibleQuantity: null,
    selfTrade: wanted.selfTrade,
    funding: 'placed',
    whenReached: 'refuse',
    labels: {
      family: 'normal',
      size: size.toString(),
      force,
      ...exitLabels('takeProfit', wanted.takeProfit),
      ...exitLabels('stopLoss', wanted.stopLoss),
    },
  }
}

function exitLabels(name: 'takeProfit' | 'stopLoss', exit: Exit | null): Record<string, string> {
  if (exit === null) return {}
  return { [name]: exit.trigger.toString(), ...(exit.limit && { [`${name}Limit`]: exit.limit.toString() }) }
}

/**
 * The orders that an entry's presets become once it has filled completely. A purchase's sell what it brought (no
 * quantity here); a sale's buy back what it sold.
 */
export function exitSpecs(wanted: Wanted, newClientId: () => string): readonly OrderSpec[] {
  const side: Side = wanted.side === 'buy' ? 'sell' : 'buy'
  const make = (exit: Exit, kind: Trigger['kind']): OrderSpec => ({
    clientOrderId: newClientId(),
    side,
    quantity: wanted.side === 'buy' ? null : wanted.size,
    quoteQuantity: null,
    limitPrice: exit.limit,
    timeInForce: 'gtc',
    postOnly: false,
    trigger: { kind, price: exit.trigger, trailingBips: null },
    visibleQuantity: null,
    selfTrade: 'expire_taker',
    funding: 'placed',
    whenReached: 'refuse',
    labels: { family: 'tpsl', exit: 1, force: 'gtc' },
  })
  return [
    ...(wanted.takeProfit === null ? [] : [make(wanted.takeProfit, 'take_profit')]),
    ...(wanted.stopLoss === null ? [] : [make(wanted.stopLoss, 'stop')]),
  ]
}

/** Which of the engine's kinds waits for `price` from where the market is now. */
export function triggerKind(side: Side, price: Money, last: Money): Trigger['kind'] {
  const rises = price.greaterThan(last)
  return (side === 'buy') === rises ? 'stop' : 'take_profit'
}

const selfTradeModes: Readonly<Record<string, OrderSpec['selfTrade']>> = {
  none: 'allow',
  cancel_taker: 'expire_taker',
  cancel_maker: 'expire_maker',
  cancel_both: 'expire_both',
}
export const selfTradeOf = (mode: string | null): OrderSpec['selfTrade'] => selfTradeModes[mode ?? 'none'] ?? 'allow'

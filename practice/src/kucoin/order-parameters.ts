import type { Money } from '../../../src-shared/money.ts'
import type { TimeInForce } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { OrderSpec, Trigger } from '../engine/types.ts'
import { badParameter, KuCoinError } from './kucoin-error.ts'
import type { Parameters } from './parameters.ts'
import { quoteMaxSize, quoteStep } from './symbols.ts'

export interface ReadOrder {
  readonly spec: OrderSpec
  /** The client id that came with it; null: none. */
  readonly clientOid: string | null
}

/** `DC` makes the larger order smaller at KuCoin; here it ends both, as the nearest that the engine has. */
const selfTrade: Readonly<Record<string, OrderSpec['selfTrade']>> = {
  CN: 'expire_taker',
  CO: 'expire_maker',
  CB: 'expire_both',
  DC: 'expire_both',
}

/** Reads an order of the HF endpoints or of stop-order (`withStop`). @throws KuCoinError */
export function readOrder(
  parameters: Parameters,
  market: PracticeMarket,
  options: { readonly now: number; readonly withStop: boolean; readonly newClientId: () => string },
): ReadOrder {
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const type = parameters.oneOf('type', ['limit', 'market']) ?? 'limit'
  if (side === null) throw badParameter('side can not be empty')
  checkTiming(parameters, options.now)
  const clientOid = readClientOid(parameters)
  const timing = readTimeInForce(parameters, type)
  const postOnly = parameters.flag('postOnly')
  if (postOnly && timing.text !== 'GTC' && timing.text !== 'GTT') throw badParameter('postOnly is invalid')
  const amounts = readAmounts(parameters, type, market)
  const price = type === 'limit' ? parameters.decimal('price') : null
  if (type === 'limit') checkPrice(price, market, 'price')
  if (price !== null && amounts.size !== null && price.times(amounts.size).lessThan(market.minNotional))
    throw new KuCoinError('600101', 'Order funds below the minimum requirement.')
  const stp = parameters.oneOf('stp', ['CN', 'CO', 'CB', 'DC'])
  const trigger = options.withStop ? readTrigger(parameters, side, market) : null
  return {
    clientOid,
    spec: {
      clientOrderId: clientOid ?? options.newClientId(),
      side,
      quantity: amounts.size,
      quoteQuantity: amounts.funds,
      limitPrice: price,
      timeInForce: timing.timeInForce,
      postOnly,
      trigger,
      visibleQuantity: parameters.flag('iceberg') ? parameters.decimal('visibleSize') : null,
      selfTrade: selfTrade[stp ?? ''] ?? 'expire_taker',
      funding: trigger === null ? 'placed' : 'triggered',
      whenReached: 'fire',
      labels: {
        timeInForce: timing.text,
        ...(amounts.size && { size: amounts.size.toString() }),
        ...(amounts.funds && { funds: amounts.funds.toString() }),
        ...(stp && { stp }),
        ...(trigger && { stop: parameters.required('stop') }),
        ...(timing.cancelAfter !== null && { cancelAfter: timing.cancelAfter }),
        ...(parameters.flag('hidden') && { hidden: 'true' }),
        ...textLabel(parameters, 'remark'),
        ...textLabel(parameters, 'tags'),
      },
    },
  }
}

function textLabel(parameters: Parameters, name: string): Record<string, string> {
  const text = parameters.text(name)
  if (text === null) return {}
  if (text.length > 20) throw badParameter(`${name} is too long`)
  return { [name]: text }
}

export function readClientOid(parameters: Parameters): string | null {
  const text = parameters.text('clientOid')
  if (text === null) return null
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(text)) throw badParameter('clientOid is invalid')
  return text
}

/** `allowMaxTimeWindow` ms after `clientTimestamp` the order is too late. */
function checkTiming(parameters: Parameters, now: number): void {
  const sent = parameters.integer('clientTimestamp')
  const window = parameters.integer('allowMaxTimeWindow')
  if (sent !== null && window !== null && now > sent + window)
    throw new KuCoinError('400100', 'The order exceeds the allowMaxTimeWindow.')
}

function readTimeInForce(
  parameters: Parameters,
  type: 'limit' | 'market',
): { readonly text: string; readonly timeInForce: TimeInForce; readonly cancelAfter: number | null } {
  const text = parameters.oneOf('timeInForce', ['GTC', 'GTT', 'IOC', 'FOK']) ?? 'GTC'
  const timeInForce = text === 'IOC' ? 'ioc' : text === 'FOK' ? 'fok' : 'gtc'
  if (type === 'market' || text !== 'GTT') return { text, timeInForce, cancelAfter: null }
  const seconds = parameters.integer('cancelAfter')
  if (seconds === null || seconds <= 0) throw badParameter('cancelAfter is invalid')
  return { text, timeInForce, cancelAfter: seconds }
}

function readAmounts(
  parameters: Parameters,
  type: 'limit' | 'market',
  market: PracticeMarket,
): { readonly size: Money; readonly funds: null } | { readonly size: null; readonly funds: Money } {
  const size = parameters.decimal('size')
  const funds = parameters.decimal('funds')
  if (type === 'market' && funds !== null && size === null) {
    if (!funds.isMultipleOf(quoteStep(market))) throw badParameter('Order funds increment is invalid.')
    if (funds.lessThan(market.minNotional))
      throw new KuCoinError('600100', 'Order funds below the minimum requirement.')
    if (funds.greaterThan(quoteMaxSize)) throw new KuCoinError('102434', 'Order funds exceed the maximum.')
    return { size: null, funds }
  }
  if (size === null || (type === 'market' && funds !== null)) throw badParameter('size or funds is invalid')
  checkSize(size, market)
  return { size, funds: null }
}

export function checkSize(size: Money, market: PracticeMarket): void {
  if (size.lessThan(market.quantity.min)) throw badParameter('Order size below the minimum requirement.')
  if (size.greaterThan(market.quantity.max)) throw new KuCoinError('102434', 'Order size exceeds the maximum.')
  if (!size.isMultipleOf(market.quantity.step)) throw new KuCoinError('600100', 'Order size increment invalid.')
}

export function checkPrice(price: Money | null, market: PracticeMarket, name: string): void {
  if (price?.isPositive() !== true) throw badParameter(`${name} is invalid`)
  if (!price.isMultipleOf(market.price.step)) throw badParameter('Order price increment is invalid.')
}

/** `loss` waits for a fall, `entry` for a rise: which of the engine's kinds that is depends on the side. */
function readTrigger(parameters: Parameters, side: 'buy' | 'sell', market: PracticeMarket): Trigger {
  const stop = parameters.oneOf('stop', ['loss', 'entry'])
  if (stop === null) throw badParameter('stop can not be empty')
  const price = parameters.decimal('stopPrice')
  checkPrice(price, market, 'stopPrice')
  const rising = stop === 'entry'
  return { kind: (side === 'buy') === rising ? 'stop' : 'take_profit', price, trailingBips: null }
}

/** The two legs of a pair. Both wait: KuCoin holds even the limit leg as a trigger order until its price comes. */
export function readOco(
  parameters: Parameters,
  market: PracticeMarket,
  last: Money,
  clientOid: string,
): readonly [OrderSpec, OrderSpec] {
  const side = parameters.oneOf('side', ['buy', 'sell'])
  const size = parameters.decimal('size')
  const price = parameters.decimal('price')
  const stopPrice = parameters.decimal('stopPrice')
  const limitPrice = parameters.decimal('limitPrice')
  if (side === null || size === null) throw badParameter('size can not be empty')
  checkSize(size, market)
  checkPrice(price, market, 'price')
  checkPrice(stopPrice, market, 'stopPrice')
  checkPrice(limitPrice, market, 'limitPrice')
  if (price === null || stopPrice === null || limitPrice === null) throw badParameter('price is invalid')
  const sound =
    side === 'sell'
      ? price.greaterThan(last) && stopPrice.lessThan(last)
      : price.lessThan(last) && stopPrice.greaterThan(last)
  if (!sound) throw badParameter('The price relationship of the OCO order is invalid.')
  const leg = (kind: Trigger['kind'], trigger: Money, limit: Money, suffix: string): OrderSpec => ({
    clientOrderId: `${clientOid}${suffix}`,
    side,
    quantity: size,
    quoteQuantity: null,
    limitPrice: limit,
    timeInForce: 'gtc',
    postOnly: false,
    trigger: { kind, price: trigger, trailingBips: null },
    visibleQuantity: null,
    selfTrade: 'expire_taker',
    funding: 'triggered',
    whenReached: 'refuse',
    labels: { timeInForce: 'GTC', size: size.toString(), stop: 'oco', clientOid },
  })
  return [leg('take_profit', price, price, '#1'), leg('stop', stopPrice, limitPrice, '#2')]
}

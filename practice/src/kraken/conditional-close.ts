import type { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { Fill, OrderSpec, Trigger } from '../engine/types.ts'
import { badArguments } from './kraken-error.ts'
import { checkPrice } from './order-rules.ts'
import type { Parameters } from './parameters.ts'
import { askedPrice, priceFrom, sharpPointsUp, trailingBips } from './relative-price.ts'

const closeTypes = [
  'limit',
  'stop-loss',
  'take-profit',
  'stop-loss-limit',
  'take-profit-limit',
  'trailing-stop',
] as const

type Labels = OrderSpec['labels']

/**
 * `close[…]` of an order, as labels that are kept with it until it fills. `iceberg` (there is no `close[displayvol]`)
 * and `trailing-stop-limit` are not played here. @throws KrakenError
 */
export function readClose(parameters: Parameters, market: PracticeMarket, side: Side): Labels {
  const closeType = parameters.oneOf('close[ordertype]', closeTypes)
  const [closePrice, closePrice2] = [parameters.text('close[price]'), parameters.text('close[price2]')]
  if (closeType === null) {
    if (closePrice !== null || closePrice2 !== null) throw badArguments('close[ordertype]')
    return {}
  }
  if (closePrice === null) throw badArguments('close[price]')
  if (closeType === 'trailing-stop') trailingBips(closePrice, 'close[price]')
  else checkAsked(closePrice, 'close[price]')
  if (!closeType.endsWith('-limit')) {
    if (closePrice2 !== null) throw badArguments('close[price2]')
    return { closeType, closePrice }
  }
  if (closePrice2 === null) throw badArguments('close[price2]')
  checkAsked(closePrice2, 'close[price2]')
  return { closeType, closePrice, closePrice2 }

  function checkAsked(text: string, name: string): void {
    const asked = askedPrice(text, sharpPointsUp(closeType ?? '', closingSide(side)), name)
    if (asked.kind === 'absolute') checkPrice(asked.price, market)
  }
}

/**
 * The order that one fill of an order with a conditional close calls for: of the size of the fill, on the other side.
 * Distances are reckoned from the fill's price. null: the order has no close.
 */
export function closeSpec(
  parent: { readonly id: number; readonly side: Side; readonly labels: Labels },
  fill: Pick<Fill, 'quantity' | 'price'>,
  step: Money,
  options: { readonly clientOrderId: string; readonly stopsHoldFunds: boolean },
): OrderSpec | null {
  const { closeType, closePrice, closePrice2 } = parent.labels
  if (closeType === undefined || closePrice === undefined) return null
  const ordertype = String(closeType)
  const side = closingSide(parent.side)
  const priceOf = (text: string | number, name: string): Money =>
    priceFrom(askedPrice(String(text), sharpPointsUp(ordertype, side), name), fill.price, step)
  const trigger = triggerOf(ordertype, String(closePrice), () => priceOf(closePrice, 'close[price]'))
  const limit = trigger === null ? closePrice : closePrice2
  return {
    clientOrderId: options.clientOrderId,
    side,
    quantity: fill.quantity,
    quoteQuantity: null,
    limitPrice: limit === undefined ? null : priceOf(limit, 'close[price2]'),
    timeInForce: 'gtc',
    postOnly: false,
    trigger,
    visibleQuantity: null,
    selfTrade: 'expire_taker',
    funding: trigger === null || options.stopsHoldFunds ? 'placed' : 'triggered',
    whenReached: 'fire',
    labels: { ordertype, refid: parent.id },
  }
}

const closingSide = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')

function triggerOf(ordertype: string, text: string, price: () => Money): Trigger | null {
  if (ordertype === 'limit') return null
  if (ordertype === 'trailing-stop')
    return { kind: 'stop', price: null, trailingBips: trailingBips(text, 'close[price]') }
  const kind = ordertype.startsWith('stop-loss') ? 'stop' : 'take_profit'
  return { kind, price: price(), trailingBips: null }
}

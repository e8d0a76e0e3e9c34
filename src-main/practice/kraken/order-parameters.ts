import { Money } from '../../../src-shared/money.ts'
import type { Side, TimeInForce } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { OrderSpec, Trigger } from '../engine/types.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { moreDecimals } from './kraken-markets.ts'
import { pairNames } from './names.ts'
import { decimalOf, type Parameters } from './parameters.ts'

const orderTypes = [
  'market',
  'limit',
  'iceberg',
  'stop-loss',
  'take-profit',
  'stop-loss-limit',
  'take-profit-limit',
  'trailing-stop',
] as const
type OrderType = (typeof orderTypes)[number]
const closeTypes = ['limit', 'stop-loss', 'take-profit', 'stop-loss-limit', 'take-profit-limit'] as const
const flags = ['post', 'fcib', 'fciq', 'nompp', 'viqc']

/** What the reading of an order needs to know beyond its parameters. */
export interface Reading {
  readonly market: PracticeMarket
  readonly last: Money
  readonly now: number
  readonly stopsHoldFunds: boolean
  readonly newClientId: () => string
}

export interface ReadOrder {
  readonly spec: OrderSpec
  /** Epoch ms at which it expires; null: never. */
  readonly expiresAt: number | null
}

/**
 * An order of AddOrder or AddOrderBatch. The order types trailing-stop-limit and settle-position, and trailing offsets in quote units, are
 * not played here. @throws KrakenError
 */
export function readOrder(parameters: Parameters, reading: Reading): ReadOrder {
  const { market, last } = reading
  const type = parameters.oneOf('ordertype', orderTypes)
  const side = parameters.oneOf('type', ['buy', 'sell'])
  if (type === null) throw badArguments('ordertype')
  if (side === null) throw badArguments('type')
  if (parameters.text('leverage') !== null && parameters.text('leverage') !== 'none')
    throw new KrakenError('EOrder:Margin allowance exceeded')
  const oflags = readFlags(parameters, type, side)
  const { timeInForce, expiresAt } = readTime(parameters, type, reading.now)
  const volume = parameters.decimal('volume')
  if (volume === null) throw badArguments('volume')
  const inQuote = oflags.includes('viqc')
  if (!inQuote) checkVolume(volume, market)
  const trigger = readTrigger(parameters, type, side, reading)
  const limitPrice = readLimit(parameters, type, reading)
  for (const price of [trigger?.price ?? null, limitPrice]) if (price !== null) checkPrice(price, market)
  const value = inQuote ? volume : volume.times(limitPrice ?? trigger?.price ?? last)
  if (value.lessThan(market.minNotional)) throw new KrakenError('EOrder:Cost minimum not met')
  const clientId = readClientId(parameters)
  const userref = parameters.integer('userref')
  if (userref !== null && (clientId !== null || Math.abs(userref) > 2_147_483_647))
    throw badArguments('userref')
  const visible = type === 'iceberg' ? (parameters.decimal('displayvol') ?? null) : null
  const spec: OrderSpec = {
    clientOrderId: clientId ?? reading.newClientId(),
    side,
    quantity: inQuote ? null : volume,
    quoteQuantity: inQuote ? volume : null,
    limitPrice,
    timeInForce,
    postOnly: oflags.includes('post'),
    trigger,
    visibleQuantity: visible,
    selfTrade: selfTradeOf(parameters),
    funding: trigger === null || reading.stopsHoldFunds ? 'placed' : 'triggered',
    whenReached: 'fire',
    labels: {
      ordertype: type,
      ...(oflags.length > 0 && { oflags: oflags.join(',') }),
      ...(userref !== null && { userref }),
      ...(expiresAt !== null && { expiretm: Math.floor(expiresAt / 1_000) }),
      ...readClose(parameters, market),
    },
  }
  return { spec, expiresAt }
}

/** The order that a fill of an order with a conditional close calls for; null: it has none. */
export function closeSpec(
  parent: { readonly id: number; readonly side: Side; readonly labels: OrderSpec['labels'] },
  quantity: Money,
  clientOrderId: string,
  stopsHoldFunds: boolean,
): OrderSpec | null {
  const { closeType, closePrice, closePrice2 } = parent.labels
  if (closeType === undefined || closePrice === undefined) return null
  const price = Money.parse(String(closePrice))
  const isLimit = closeType === 'limit'
  const kind = String(closeType).startsWith('stop-loss') ? ('stop' as const) : ('take_profit' as const)
  const trigger: Trigger | null = isLimit ? null : { kind, price, trailingBips: null }
  return {
    clientOrderId,
    side: parent.side === 'buy' ? 'sell' : 'buy',
    quantity,
    quoteQuantity: null,
    limitPrice: isLimit ? price : closePrice2 === undefined ? null : Money.parse(String(closePrice2)),
    timeInForce: 'gtc',
    postOnly: false,
    trigger,
    visibleQuantity: null,
    selfTrade: 'expire_taker',
    funding: trigger === null || stopsHoldFunds ? 'placed' : 'triggered',
    whenReached: 'fire',
    labels: { ordertype: String(closeType), refid: parent.id },
  }
}

function readFlags(parameters: Parameters, type: OrderType, side: Side): readonly string[] {
  const list = parameters.commaList('oflags') ?? []
  const onlyLimit = list.includes('post') && type !== 'limit' && type !== 'iceberg'
  const onlyMarketBuy = list.includes('viqc') && (type !== 'market' || side !== 'buy')
  if (list.some((flag) => !flags.includes(flag)) || onlyLimit || onlyMarketBuy) throw badArguments('oflags')
  return list
}

function readTime(
  parameters: Parameters,
  type: OrderType,
  now: number,
): { readonly timeInForce: TimeInForce; readonly expiresAt: number | null } {
  const text = parameters.oneOf('timeinforce', ['GTC', 'IOC', 'GTD', 'FOK']) ?? 'GTC'
  const limited = type === 'limit' || type === 'iceberg'
  if (text !== 'GTC' && !limited) throw badArguments('timeinforce')
  if (text !== 'GTD')
    return { timeInForce: text === 'IOC' ? 'ioc' : text === 'FOK' ? 'fok' : 'gtc', expiresAt: null }
  const expiry = parameters.required('expiretm')
  const relative = expiry.startsWith('+')
  const seconds = /^\+?\d{1,12}$/.test(expiry) ? Number(expiry.replace('+', '')) : Number.NaN
  const expiresAt = relative ? now + seconds * 1_000 : seconds * 1_000
  if (!(expiresAt >= now + 5_000 && expiresAt <= now + 31 * 86_400_000)) throw badArguments('expiretm')
  return { timeInForce: 'gtc', expiresAt }
}

function checkVolume(volume: Money, market: PracticeMarket): void {
  if (!volume.isPositive()) throw badArguments('volume')
  if (volume.lessThan(market.quantity.min)) throw new KrakenError('EOrder:Order minimum not met')
  if (!volume.isMultipleOf(market.quantity.step)) throw badArguments('volume')
}

/** @throws KrakenError for too many decimals, then for a price off the tick. */
export function checkPrice(price: Money, market: PracticeMarket): void {
  const decimals = moreDecimals[market.symbol] ?? market.price.step.decimals()
  if (price.decimals() > decimals) {
    const { altname } = pairNames(market)
    throw new KrakenError(
      `EOrder:Invalid price:${altname} price can only be specified up to ${decimals} decimals.`,
    )
  }
  if (!price.isPositive()) throw badArguments('price')
  if (!price.isMultipleOf(market.price.step)) throw new KrakenError('EOrder:Tick size check failed')
}

function readTrigger(parameters: Parameters, type: OrderType, side: Side, reading: Reading): Trigger | null {
  if (type === 'trailing-stop') {
    const match = /^\+(\d{1,3}(?:\.\d{1,2})?)%$/.exec(parameters.required('price'))
    if (match === null) throw badArguments('price')
    const bips = Number(
      Money.parse(match[1] ?? '0')
        .times(Money.parse('100'))
        .toString(),
    )
    if (bips <= 0 || bips >= 10_000) throw badArguments('price')
    return { kind: 'stop', price: null, trailingBips: bips }
  }
  const kind = type.startsWith('stop-loss') ? 'stop' : type.startsWith('take-profit') ? 'take_profit' : null
  if (kind === null) return null
  const price = relativePrice(parameters.required('price'), reading.last, reading.market, side)
  return { kind, price, trailingBips: null }
}

function readLimit(parameters: Parameters, type: OrderType, { last, market }: Reading): Money | null {
  if (type === 'limit' || type === 'iceberg')
    return relativePrice(parameters.required('price'), last, market, null)
  if (type !== 'stop-loss-limit' && type !== 'take-profit-limit') {
    if (parameters.text('price2') !== null && type !== 'trailing-stop') throw badArguments('price2')
    return null
  }
  const trigger = relativePrice(parameters.required('price'), last, market, null)
  return relativePrice(parameters.required('price2'), trigger, market, null)
}

/** A price, or a distance from `base`: `+`, `-`, `#` (by the side), with `%` for a share of it. */
function relativePrice(text: string, base: Money, market: PracticeMarket, side: Side | null): Money {
  const match = /^([+\-#])(\d{1,20}(?:\.\d{1,20})?)(%?)$/.exec(text)
  if (match === null) return decimalOf(text, 'price')
  const [, sign, digits = '0', percent] = match
  const amount = Money.parse(digits)
  const distance = percent === '%' ? base.times(amount).dividedBy(Money.parse('100'), 18) : amount
  const up = sign === '+' || (sign === '#' && side === 'buy')
  return (up ? base.plus(distance) : base.minus(distance)).floorToStep(market.price.step)
}

function readClientId(parameters: Parameters): string | null {
  const text = parameters.text('cl_ord_id')
  if (text === null) return null
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
  const good = uuid || /^[0-9a-f]{32}$/i.test(text) || /^[\x21-\x7e]{1,18}$/.test(text)
  if (!good || text.startsWith('none-')) throw badArguments('cl_ord_id')
  return text
}

function selfTradeOf(parameters: Parameters): OrderSpec['selfTrade'] {
  const text =
    parameters.oneOf('stptype', ['cancel-newest', 'cancel-oldest', 'cancel-both']) ?? 'cancel-newest'
  if (text === 'cancel-both') return 'expire_both'
  return text === 'cancel-oldest' ? 'expire_maker' : 'expire_taker'
}

/** `close[…]`, kept with the order until it fills. Prices are absolute here. */
function readClose(parameters: Parameters, market: PracticeMarket): Record<string, string> {
  const closeType = parameters.oneOf('close[ordertype]', closeTypes)
  if (closeType === null) return {}
  const closePrice = decimalOf(parameters.required('close[price]'), 'close')
  checkPrice(closePrice, market)
  if (!closeType.endsWith('-limit')) return { closeType, closePrice: closePrice.toString() }
  const closePrice2 = decimalOf(parameters.required('close[price2]'), 'close')
  checkPrice(closePrice2, market)
  return { closeType, closePrice: closePrice.toString(), closePrice2: closePrice2.toString() }
}

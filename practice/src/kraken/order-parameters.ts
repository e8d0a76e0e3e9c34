import type { Money } from '../../../src-shared/money.ts'
import type { Side, TimeInForce } from '../../../src-shared/order.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import type { OrderSpec, Trigger } from '../engine/types.ts'
import { readClose } from './conditional-close.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { checkPrice, checkQuoteVolume, checkShown, checkVolume } from './order-rules.ts'
import type { Parameters } from './parameters.ts'
import { askedPrice, priceFrom, sharpPointsUp, trailingBips } from './relative-price.ts'

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
 * An order of AddOrder or AddOrderBatch. Not played here, and refused: the order types trailing-stop-limit and
 * settle-position, trailing distances in quote units, margin, index prices, scheduled starts. @throws KrakenError
 */
export function readOrder(parameters: Parameters, reading: Reading): ReadOrder {
  const { market, last } = reading
  const type = parameters.oneOf('ordertype', orderTypes)
  const side = parameters.oneOf('type', ['buy', 'sell'])
  if (type === null) throw badArguments('ordertype')
  if (side === null) throw badArguments('type')
  refuseUnplayed(parameters)
  const oflags = readFlags(parameters, type, side)
  const { timeInForce, expiresAt } = readTime(parameters, type, reading.now)
  const volume = parameters.decimal('volume')
  if (volume === null) throw badArguments('volume')
  const inQuote = oflags.includes('viqc')
  if (inQuote) checkQuoteVolume(volume, last, market)
  else checkVolume(volume, market)
  const trigger = readTrigger(parameters, type, side, reading)
  const limitPrice = readLimit(parameters, type, side, reading)
  for (const price of [trigger?.price ?? null, limitPrice]) if (price !== null) checkPrice(price, market)
  const value = inQuote ? volume : volume.times(limitPrice ?? trigger?.price ?? last)
  if (value.lessThan(market.minNotional)) throw new KrakenError('EOrder:Cost minimum not met')
  const clientId = readClientId(parameters)
  const userref = readUserref(parameters)
  if (userref !== null && clientId !== null) throw badArguments('userref')
  const spec: OrderSpec = {
    clientOrderId: clientId ?? reading.newClientId(),
    side,
    quantity: inQuote ? null : volume,
    quoteQuantity: inQuote ? volume : null,
    limitPrice,
    timeInForce,
    postOnly: oflags.includes('post'),
    trigger,
    visibleQuantity: readShown(parameters, type, volume, market),
    selfTrade: selfTradeOf(parameters),
    funding: trigger === null || reading.stopsHoldFunds ? 'placed' : 'triggered',
    whenReached: 'fire',
    labels: {
      ordertype: type,
      ...(oflags.length > 0 && { oflags: oflags.join(',') }),
      ...(userref !== null && { userref }),
      ...(expiresAt !== null && { expiretm: Math.floor(expiresAt / 1_000) }),
      ...readClose(parameters, market, side),
    },
  }
  return { spec, expiresAt }
}

function refuseUnplayed(parameters: Parameters): void {
  const leverage = parameters.text('leverage')
  if (leverage !== null && leverage !== 'none') throw new KrakenError('EOrder:Margin allowance exceeded')
  if (parameters.flag('reduce_only')) throw new KrakenError('EOrder:Reduce only:No position exists')
  if (parameters.oneOf('trigger', ['last', 'index']) === 'index') throw badArguments('Index unavailable')
  const start = parameters.text('starttm')
  if (start !== null && start !== '0' && start !== '+0') throw badArguments('starttm')
}

function readFlags(parameters: Parameters, type: OrderType, side: Side): readonly string[] {
  const list = parameters.commaList('oflags') ?? []
  const onlyLimit = list.includes('post') && type !== 'limit' && type !== 'iceberg'
  const onlyMarketBuy = list.includes('viqc') && (type !== 'market' || side !== 'buy')
  const both = list.includes('fcib') && list.includes('fciq')
  if (list.some((flag) => !flags.includes(flag)) || onlyLimit || onlyMarketBuy || both) throw badArguments('oflags')
  return list
}

/** GTD needs a date; a date makes an order GTD although it does not say so. */
function readTime(
  parameters: Parameters,
  type: OrderType,
  now: number,
): { readonly timeInForce: TimeInForce; readonly expiresAt: number | null } {
  const expiry = parameters.text('expiretm')
  const dated = expiry !== null && expiry !== '0' && expiry !== '+0'
  const text = parameters.oneOf('timeinforce', ['GTC', 'IOC', 'GTD', 'FOK']) ?? (dated ? 'GTD' : 'GTC')
  if (text === 'GTC') {
    if (dated) throw badArguments('expiretm')
    return { timeInForce: 'gtc', expiresAt: null }
  }
  if (text === 'GTD') {
    if (type === 'market') throw badArguments('timeinforce')
    return { timeInForce: 'gtc', expiresAt: readExpiry(dated ? expiry : '', now) }
  }
  const immediate = type === 'limit' || (type === 'iceberg' && text === 'IOC')
  if (!immediate) throw badArguments('timeinforce')
  if (dated) throw badArguments('expiretm')
  return { timeInForce: text === 'IOC' ? 'ioc' : 'fok', expiresAt: null }
}

/** Unix seconds, or `+` and seconds from now: 5 s to a month ahead. */
function readExpiry(text: string, now: number): number {
  const match = /^(\+?)(\d{1,12})$/.exec(text)
  const ms = Number(match?.[2] ?? Number.NaN) * 1_000
  const expiresAt = match?.[1] === '+' ? now + ms : ms
  if (!(expiresAt >= now + 5_000 && expiresAt <= now + 31 * 86_400_000)) throw badArguments('expiretm')
  return expiresAt
}

function readTrigger(parameters: Parameters, type: OrderType, side: Side, reading: Reading): Trigger | null {
  if (type === 'trailing-stop')
    return { kind: 'stop', price: null, trailingBips: trailingBips(parameters.required('price'), 'price') }
  const kind = type.startsWith('stop-loss') ? 'stop' : type.startsWith('take-profit') ? 'take_profit' : null
  return kind === null ? null : { kind, price: readPrice(parameters, 'price', type, side, reading), trailingBips: null }
}

function readLimit(parameters: Parameters, type: OrderType, side: Side, reading: Reading): Money | null {
  const afterTrigger = type === 'stop-loss-limit' || type === 'take-profit-limit'
  if (afterTrigger) return readPrice(parameters, 'price2', type, side, reading)
  const second = parameters.text('price2')
  if (second !== null && second !== '0') throw badArguments('price2')
  return type === 'limit' || type === 'iceberg' ? readPrice(parameters, 'price', type, side, reading) : null
}

/** A price of a new order; distances are from the last trade. */
function readPrice(
  parameters: Parameters,
  name: 'price' | 'price2',
  type: OrderType,
  side: Side,
  { last, market }: Reading,
): Money {
  const asked = askedPrice(parameters.required(name), sharpPointsUp(type, side), name)
  return priceFrom(asked, last, market.price.step)
}

function readShown(parameters: Parameters, type: OrderType, volume: Money, market: PracticeMarket): Money | null {
  const shown = parameters.decimal('displayvol')
  if (type !== 'iceberg') {
    if (shown !== null) throw badArguments('displayvol')
    return null
  }
  if (shown === null) throw badArguments('displayvol')
  checkShown(shown, volume, market)
  return shown
}

/** @throws KrakenError unless it is a UUID, 32 hexadecimal digits, or at most 18 ASCII characters. */
function readClientId(parameters: Parameters): string | null {
  const text = parameters.text('cl_ord_id')
  if (text === null) return null
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
  if (!uuid && !/^[0-9a-f]{32}$/i.test(text) && !/^[\x20-\x7e]{1,18}$/.test(text)) throw badArguments('cl_ord_id')
  return text
}

/** A signed 32-bit number. @throws KrakenError */
export function readUserref(parameters: Parameters): number | null {
  const userref = parameters.integer('userref')
  if (userref !== null && (userref < -(2 ** 31) || userref >= 2 ** 31)) throw badArguments('userref')
  return userref
}

function selfTradeOf(parameters: Parameters): OrderSpec['selfTrade'] {
  const text = parameters.oneOf('stptype', ['cancel-newest', 'cancel-oldest', 'cancel-both']) ?? 'cancel-newest'
  if (text === 'cancel-both') return 'expire_both'
  return text === 'cancel-oldest' ? 'expire_maker' : 'expire_taker'
}

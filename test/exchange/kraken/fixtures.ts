import { indexMarkets, marketFrom } from '../../../src-main/exchange/kraken/markets.ts'
import { assetNames } from '../../../src-main/exchange/kraken/own/names.ts'
import { orderSchema, type OrderRecord } from '../../../src-main/exchange/kraken/schemas.ts'

/** Assets and pairs with every oddity of names that the sheet tells of. */
export const assets = {
  XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10 },
  XXDG: { aclass: 'currency', altname: 'XDG', decimals: 8 },
  XETH: { aclass: 'currency', altname: 'ETH', decimals: 10 },
  XTZ: { aclass: 'currency', altname: 'XTZ', decimals: 8 },
  XZEC: { aclass: 'currency', altname: 'ZEC', decimals: 10 },
  ZRX: { aclass: 'currency', altname: 'ZRX', decimals: 10 },
  SOL: { aclass: 'currency', altname: 'SOL', decimals: 10 },
  ZUSD: { aclass: 'currency', altname: 'USD', decimals: 4 },
  USDT: { aclass: 'currency', altname: 'USDT', decimals: 8 },
  'XBT.F': { aclass: 'currency', altname: 'XBT.F', decimals: 10 },
  'ETH.F': { aclass: 'currency', altname: 'ETH.F', decimals: 10 },
}

export const pair = (base: string, quote: string, altname: string, wsname: string, change: object = {}) => ({
  altname,
  wsname,
  aclass_base: 'currency',
  base,
  aclass_quote: 'currency',
  quote,
  cost_decimals: 5,
  pair_decimals: 1,
  lot_decimals: 8,
  lot_multiplier: 1,
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
  ...change,
})

export const pairs = {
  XXBTZUSD: pair('XXBT', 'ZUSD', 'XBTUSD', 'XBT/USD'),
  XBTUSDT: pair('XXBT', 'USDT', 'XBTUSDT', 'XBT/USDT'),
  XDGUSD: pair('XXDG', 'ZUSD', 'XDGUSD', 'XDG/USD', { pair_decimals: 7, tick_size: '0.000001' }),
  XETHZUSD: pair('XETH', 'ZUSD', 'ETHUSD', 'ETH/USD', { pair_decimals: 2, tick_size: '0.05' }),
  XTZUSD: pair('XTZ', 'ZUSD', 'XTZUSD', 'XTZ/USD', { status: 'cancel_only' }),
  XZECZUSD: pair('XZEC', 'ZUSD', 'ZECUSD', 'ZEC/USD', { status: 'post_only' }),
  ZRXUSD: pair('ZRX', 'ZUSD', 'ZRXUSD', 'ZRX/USD', { status: 'limit_only' }),
}

export const names = assetNames(assets)
export const markets = indexMarkets(
  Object.entries(pairs).map(([id, raw]) => {
    const market = marketFrom(id, raw, names, 'online')
    if (market === null) throw new Error(`${id} cannot be read`)
    return market
  }),
  names,
)

export function marketNamed(symbol: string) {
  const market = markets.bySymbol.get(symbol)
  if (market === undefined) throw new Error(`no ${symbol}`)
  return market
}

interface OrderChange {
  readonly descr?: object
  readonly [field: string]: unknown
}

/** An order as Kraken lists it; times are JSON numbers there, and so texts in what is read. */
export const orderRecord = ({ descr = {}, ...change }: OrderChange = {}) => ({
  refid: null,
  userref: 0,
  status: 'open',
  opentm: 1_800_000_000.25,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: 'XBTUSD',
    type: 'buy',
    ordertype: 'limit',
    price: '50000.0',
    price2: '0',
    leverage: 'none',
    order: 'buy 0.01000000 XBTUSD @ limit 50000.0',
    close: '',
    ...descr,
  },
  vol: '0.01000000',
  vol_exec: '0.00000000',
  cost: '0.00000',
  fee: '0.00000',
  price: '0.00000',
  stopprice: '0.00000',
  limitprice: '0.00000',
  misc: '',
  oflags: 'fciq',
  ...change,
})

/** The same, as the client reads it. */
export function readRecord(change: OrderChange = {}): OrderRecord {
  const { opentm, closetm, userref, ...rest } = orderRecord(change) as Record<string, unknown>
  const text = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)
  return orderSchema.parse({ ...rest, opentm: text(opentm), closetm: text(closetm), userref: text(userref) })
}

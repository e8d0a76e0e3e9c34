import { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket, PracticeMarketStatus } from '../engine/market-rules.ts'
import { printed } from '../host/printed.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { moreDecimals } from './kraken-markets.ts'
import { assetNames, extraLines, pairNames } from './names.ts'
import { priceDecimals, seconds } from './order-views.ts'
import { type KrakenCall, marketNamed } from './practice-kraken.ts'

const minute = 60_000
const intervals = [1, 5, 15, 30, 60, 240, 1_440, 10_080, 21_600]

export function time({ now }: KrakenCall): unknown {
  return { unixtime: Math.floor(now / 1_000), rfc1123: new Date(now).toUTCString() }
}

export function systemStatus({ now }: KrakenCall): unknown {
  return { status: 'online', timestamp: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z') }
}

export function assets({ exchange, parameters }: KrakenCall): unknown {
  const modern = parameters.text('assetVersion') === '1'
  const names = [...new Set(exchange.engine.markets().flatMap(({ base, quote }) => [base, quote]))]
  const all = [
    ...names.map((name) => ({ key: modern ? name : assetNames(name).id, altname: assetNames(name).altname })),
    ...Object.keys(extraLines).map((name) => ({ key: name, altname: name })),
  ]
  const asked = parameters.commaList('asset')
  const found = all.filter(({ key, altname }) => asked === null || asked.includes(key) || asked.includes(altname))
  if (asked !== null && found.length === 0) throw new KrakenError('EQuery:Unknown asset')
  return Object.fromEntries(
    found.map(({ key, altname }) => [
      key,
      {
        aclass: 'currency',
        altname,
        decimals: /^Z?(USD|EUR)$/.test(key) ? 4 : 10,
        display_decimals: /^Z?(USD|EUR)$/.test(key) ? 2 : 5,
        status: 'enabled',
      },
    ]),
  )
}

/** Words for how a pair stands. */
export const statusWords: Readonly<Record<PracticeMarketStatus, string>> = {
  trading: 'online',
  cancel_only: 'cancel_only',
  halted: 'maintenance',
  break: 'delisted',
}

export function assetPairs(call: KrakenCall): unknown {
  const { exchange, parameters } = call
  const modern = parameters.text('assetVersion') === '1'
  const venues = ['bitnomial_exchange', 'international'] as const
  const asked = parameters.oneOf('execution_venue', venues)
  const listed = askedMarkets(call).flatMap((market) =>
    venues
      .filter((each) => (asked ?? each) === each && (each === 'international' || hasForeignBook(market)))
      .map((executionVenue) => ({ market, executionVenue, mark: marks[executionVenue] })),
  )
  return Object.fromEntries(
    listed.map(({ market, executionVenue, mark }) => {
      const names = pairNames(market)
      const [base, quote] = [assetNames(market.base), assetNames(market.quote)]
      return [
        mark !== '' ? `${names.altname}${mark}` : modern ? names.modern : names.id,
        {
          altname: `${names.altname}${mark}`,
          wsname: `${names.wsname}${mark}`,
          execution_venue: executionVenue,
          aclass_base: 'currency',
          base: modern ? base.modern : base.id,
          aclass_quote: 'currency',
          quote: modern ? quote.modern : quote.id,
          lot: 'unit',
          cost_decimals: 8,
          pair_decimals: moreDecimals[market.symbol] ?? priceDecimals(market),
          lot_decimals: market.quantity.step.decimals(),
          lot_multiplier: 1,
          leverage_buy: [],
          leverage_sell: [],
          fees: [[0, 0.1]],
          fees_maker: [[0, 0.1]],
          fee_volume_currency: 'ZUSD',
          margin_call: 80,
          margin_stop: 40,
          ordermin: market.quantity.min.toString(),
          costmin: market.minNotional.toString(),
          tick_size: market.price.step.toString(),
          status: statusWords[exchange.engine.statusOf(market.symbol)],
        },
      ]
    }),
  )
}

/** What the names of a pair on another venue's book end in. */
const marks = { international: '', bitnomial_exchange: ':BTNL' } as const

/** Kraken lists the dollar pairs of large coins a second time, on Bitnomial's book; here nobody can trade there. */
const hasForeignBook = ({ symbol }: PracticeMarket): boolean => symbol === 'BTC/USD' || symbol === 'ETH/USD'

/** Markets that `pair` names, all when it is missing. */
function askedMarkets({ exchange, parameters }: KrakenCall): readonly PracticeMarket[] {
  const names = parameters.commaList('pair')
  return names === null ? exchange.engine.markets() : names.map((name) => marketNamed(exchange.engine, name))
}

export function ticker(call: KrakenCall): unknown {
  const { engine } = call.exchange
  return Object.fromEntries(
    askedMarkets(call).map((market) => {
      const decimals = priceDecimals(market)
      const { symbol } = market
      const day = engine.dayStatistics(symbol)
      const best = (side: 'buy' | 'sell'): readonly string[] => {
        const level = engine.bestPrice(symbol, side)
        const quantity = level?.quantity ?? Money.zero
        return [printed(level?.price ?? Money.zero, decimals), printed(quantity, 0), printed(quantity, 3)]
      }
      const twice = (value: Money): readonly string[] => [printed(value, decimals), printed(value, decimals)]
      const last = engine.tape(symbol).lastTrade
      return [
        pairNames(market).id,
        {
          a: best('sell'),
          b: best('buy'),
          c: [printed(day.close, decimals), printed(last?.quantity ?? Money.zero)],
          v: [printed(day.volume), printed(day.volume)],
          p: twice(day.weightedAveragePrice),
          t: [day.trades, day.trades],
          l: twice(day.low),
          h: twice(day.high),
          o: printed(day.open, decimals),
        },
      ]
    }),
  )
}

/** The newest 720 candles; the last one is not finished. */
export function ohlc(call: KrakenCall): unknown {
  const { exchange, parameters, now } = call
  const market = marketNamed(exchange.engine, parameters.required('pair'))
  const interval = parameters.integer('interval') ?? 1
  const since = parameters.integer('since') ?? 0
  if (!intervals.includes(interval)) throw badArguments('interval')
  const length = interval * minute
  const last = Math.floor(now / length) * length
  const decimals = priceDecimals(market)
  const rows = Array.from({ length: 720 }, (_, index) => last - (719 - index) * length)
    .filter((opening) => opening > since * 1_000)
    .map((opening) => {
      const bar = exchange.engine.bar(market.symbol, opening, opening + length)
      const vwap = bar.volume.isZero() ? bar.close : bar.quoteVolume.dividedBy(bar.volume, decimals)
      const prices = [bar.open, bar.high, bar.low, bar.close, vwap].map((price) => printed(price, decimals))
      return [opening / 1_000, ...prices, printed(bar.volume), bar.trades]
    })
  return { [pairNames(market).id]: rows, last: (last - length) / 1_000 }
}

export function depth({ exchange, parameters, now }: KrakenCall): unknown {
  const market = marketNamed(exchange.engine, parameters.required('pair'))
  const count = parameters.integer('count') ?? 100
  if (count < 1 || count > 500) throw badArguments('count')
  const side = (which: 'buy' | 'sell'): unknown =>
    exchange.engine
      .depth(market.symbol, which, count)
      .map(({ price, quantity }) => [
        printed(price, priceDecimals(market)),
        printed(quantity, 3),
        Math.floor(now / 1_000),
      ])
  return { [pairNames(market).id]: { asks: side('sell'), bids: side('buy') } }
}

/** The newest trades, or those after `since` (nanoseconds). */
export function trades({ exchange, parameters }: KrakenCall): unknown {
  const market = marketNamed(exchange.engine, parameters.required('pair'))
  const count = parameters.integer('count') ?? 1_000
  const since = parameters.text('since') ?? '0'
  if (count < 1 || count > 1_000) throw badArguments('count')
  if (!/^\d{1,19}$/.test(since)) throw badArguments('since')
  const found = exchange.engine
    .tape(market.symbol)
    .recent(1_000)
    .filter(({ time: at }) => nanoseconds(at) > BigInt(since))
  const shown = since === '0' ? found.slice(-count) : found.slice(0, count)
  const last = shown.at(-1)
  return {
    [pairNames(market).id]: shown.map((trade) => [
      printed(trade.price, priceDecimals(market)),
      printed(trade.quantity),
      seconds(trade.time),
      trade.takerSide === 'buy' ? 'b' : 's',
      'l',
      '',
      trade.id,
    ]),
    last: last === undefined ? since : String(nanoseconds(last.time)),
  }
}

const nanoseconds = (ms: number): bigint => BigInt(ms) * 1_000_000n

/** Best bid and ask. Past ones are not kept: there is one row, of now. */
export function spread({ exchange, parameters, now }: KrakenCall): unknown {
  const market = marketNamed(exchange.engine, parameters.required('pair'))
  const at = Math.floor(now / 1_000)
  const best = (side: 'buy' | 'sell'): string =>
    printed(exchange.engine.bestPrice(market.symbol, side)?.price ?? Money.zero, priceDecimals(market))
  return { [pairNames(market).id]: [[at, best('buy'), best('sell')]], last: at }
}

import type { ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { labelOf } from '../../src-shared/exchange-profiles.ts'
import type { Market } from '../../src-shared/market.ts'

type Markets = ReadonlyMap<string, Market>

/** One index a market list; the lists are cached and replaced as a whole. */
const indexes = new WeakMap<Markets, ReadonlyMap<string, Market | null>>()

/**
 * A symbol in any usual spelling (`BTC/USDT`, `btc-usdt`, `BTCUSDT`, the exchange's own id) as BASE/QUOTE.
 * `exchange` is for the sentence only.
 * @throws GatewayError `refused` `order.symbol.unknown` when it is not listed, or means two markets at once.
 */
export function resolveSymbol(text: string, markets: Markets, exchange: ExchangeName): string {
  const market = markets.get(text) ?? (text.length <= 64 ? indexOf(markets).get(spelling(text)) : null)
  if (market) return market.symbol
  throw new GatewayError(
    'refused',
    'order.symbol.unknown',
    { symbol: text.slice(0, 64), exchange: labelOf(exchange) },
    { field: 'symbol' },
  )
}

/**
 * Spelling to market; null: ambiguous. A spelling with a separator is exact; the exchange's own id goes before a flat
 * one.
 */
function indexOf(markets: Markets): ReadonlyMap<string, Market | null> {
  const known = indexes.get(markets)
  if (known !== undefined) return known
  const index = new Map<string, Market | null>()
  for (const market of markets.values()) {
    const flat = spelling(market.base + market.quote)
    index.set(flat, index.has(flat) ? null : market)
  }
  for (const market of markets.values()) index.set(spelling(market.nativeId), market)
  for (const market of markets.values()) index.set(spelling(`${market.base}/${market.quote}`), market)
  indexes.set(markets, index)
  return index
}

function spelling(text: string): string {
  return text.trim().toUpperCase().replace(/[-_:]/g, '/')
}

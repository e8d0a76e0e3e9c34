import type { ExchangeName } from '../../src-shared/account.ts'
import type { Balance, Market } from '../../src-shared/market.ts'
import { isDollar } from '../trading/guard/notional-usd.ts'
import { resolveSymbol } from '../trading/resolve-symbol.ts'

/** The most liquid first: books in which a small order is nothing. */
const bases = ['BTC', 'ETH', 'SOL']
/** In which currencies it is looked for, the usual ones first. */
const quotes = ['USDT', 'USDC', 'USD', 'FDUSD', 'EUR', 'GBP']
const nearDollars = ['EUR', 'GBP']

/**
 * Whether a unit is worth a dollar or not much more, so that the usual bound of the amount at risk means what it says.
 */
export const isNearADollar = (asset: string): boolean => isDollar(asset) || nearDollars.includes(asset)

/**
 * The market to look at: the one that was asked for, or the most liquid whose quote the account holds; where it holds
 * none of them, simply the most liquid. null: there is none. Pure. @throws GatewayError `refused` for a symbol that is
 * not listed.
 */
export function chooseMarket(
  markets: ReadonlyMap<string, Market>,
  balances: readonly Balance[],
  wanted: string | null,
  exchange: ExchangeName,
): Market | null {
  if (wanted !== null) return markets.get(resolveSymbol(wanted, markets, exchange)) ?? null
  const held = balances
    .filter(({ asset, available }) => quotes.includes(asset) && available.isPositive())
    .sort((a, b) => b.available.compare(a.available) || quotes.indexOf(a.asset) - quotes.indexOf(b.asset))
    .map(({ asset }) => asset)
  const candidates = [...held, ...quotes].flatMap((quote) => bases.map((base) => `${base}/${quote}`))
  const isOpen = (market: Market): boolean => market.status === 'trading'
  return (
    candidates.map((symbol) => markets.get(symbol)).find((market) => market !== undefined && isOpen(market)) ??
    [...markets.values()].find(isOpen) ??
    null
  )
}

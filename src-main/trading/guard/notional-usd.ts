import type { Market, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'

/** Quote assets that count as one US dollar. */
const dollars: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC', 'FDUSD', 'TUSD', 'USDP', 'PYUSD', 'DAI'])

/** What is asked of an exchange to price an order. */
export interface Prices {
  getMarkets(): Promise<ReadonlyMap<string, Market>>
  fetchTicker(symbol: string): Promise<Ticker>
}

/**
 * What an order is worth in quote units: at its own price where it has one, else at `last`. Of two exits the dearer
 * counts. null: not known without a price. Pure.
 */
function notionalInQuote(request: OrderRequest, last: Money | null): Money | null {
  const at = (price: Money | null, quantity: Money): Money | null => price?.times(quantity) ?? null
  switch (request.kind) {
    case 'market': {
      const { unit, value } = request.amount
      return unit === 'quote' ? value : at(last, value)
    }
    case 'limit':
    case 'stop_limit':
    case 'take_profit_limit':
      return at(request.price, request.quantity)
    case 'stop_loss':
    case 'take_profit':
      return at(request.triggerPrice, request.quantity)
    case 'trailing_stop':
      return at(request.limitPrice ?? last, request.quantity)
    case 'oco': {
      const prices = [request.takeProfit, request.stopLoss].map((leg) => leg.limitPrice ?? leg.triggerPrice)
      return Money.max(Money.zero, ...prices).times(request.quantity)
    }
  }
}

/** Whether a quote asset counts as dollars by itself. */
export function isDollar(asset: string): boolean {
  return dollars.has(asset)
}

/**
 * One unit of an asset in US dollars, from the last price of its pair with one; null: there is no such pair, or no
 * price.
 */
async function usdPriceOf(asset: string, prices: Prices): Promise<Money | null> {
  if (isDollar(asset)) return Money.one
  const markets = await prices.getMarkets()
  for (const dollar of dollars) {
    const direct = `${asset}/${dollar}`
    if (markets.has(direct)) {
      const { last } = await prices.fetchTicker(direct)
      if (last !== null) return last
    }
    const inverse = `${dollar}/${asset}`
    if (markets.has(inverse)) {
      const { last } = await prices.fetchTicker(inverse)
      if (last?.isPositive() === true) return Money.one.dividedBy(last)
    }
  }
  return null
}

/**
 * What an order is worth in US dollars. `mustKnow`: prices are asked for; otherwise only what can be told without a
 * question is. null: not known.
 */
export async function notionalUsdOf(
  request: OrderRequest,
  quote: string,
  prices: Prices,
  mustKnow: boolean,
): Promise<Money | null> {
  const withoutPrice = notionalInQuote(request, null)
  if (!mustKnow && (withoutPrice === null || !isDollar(quote))) return null
  const inQuote = withoutPrice ?? notionalInQuote(request, (await prices.fetchTicker(request.symbol)).last)
  const rate = inQuote && (await usdPriceOf(quote, prices))
  return inQuote && rate && inQuote.times(rate)
}

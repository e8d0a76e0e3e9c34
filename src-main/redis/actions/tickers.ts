import type { z } from 'zod'
import type { Ticker } from '../../../src-shared/market.ts'
import type { tickerSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, asked, done, listedMarket, marketOf } from './action.ts'

/**
 * One ticker (docs/wire-contract.md §4.4): `change_24h` in per cent, `volume_24h` in base units, `timestamp` in epoch
 * ms.
 */
function tickerShape(ticker: Ticker, nativeSymbol: string): AnswerData<z.infer<typeof tickerSchema>> {
  return {
    success: true,
    symbol: ticker.symbol,
    native_symbol: nativeSymbol,
    last: ticker.last,
    bid: ticker.bid,
    ask: ticker.ask,
    volume_24h: ticker.volume,
    quote_volume_24h: ticker.quoteVolume,
    change_24h: ticker.changePercent,
    high_24h: ticker.high,
    low_24h: ticker.low,
    timestamp: ticker.time,
  }
}

export const getTicker: Action = {
  needs: 'read',
  run: async (context) => {
    const market = await marketOf(context)
    const { client, services, account } = context
    const ask = (): Promise<Ticker> => client.fetchTicker(market.symbol)
    const told = await (services.live?.ticker(account.id, market.symbol, ask) ?? asked(ask))
    return done(tickerShape(told.value, market.nativeId), told.ageMs)
  },
}

/** Tickers under the symbols that the caller wrote; what is not listed is left out. No symbols: all, by BASE/QUOTE. */
export const fetchTickers: Action = {
  needs: 'read',
  run: async (context) => {
    const markets = await context.client.getMarkets()
    const asked = context.params.symbols('symbols')
    if (asked === null) {
      const tickers = await context.client.fetchTickers(null)
      const shapes = [...tickers].map(([symbol, ticker]) => [
        symbol,
        tickerShape(ticker, markets.get(symbol)?.nativeId ?? symbol),
      ])
      return done(Object.fromEntries(shapes))
    }
    const wanted = asked.flatMap((text) => {
      const market = listedMarket(context, text, markets)
      return market ? [{ text, market }] : []
    })
    if (wanted.length === 0) return done({})
    const tickers = await context.client.fetchTickers([...new Set(wanted.map(({ market }) => market.symbol))])
    const shapes = wanted.flatMap(({ text, market }) => {
      const ticker = tickers.get(market.symbol)
      return ticker ? [[text, tickerShape(ticker, market.nativeId)]] : []
    })
    return done(Object.fromEntries(shapes))
  },
}

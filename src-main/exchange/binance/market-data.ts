import type { Timeframe } from '../../../src-shared/capabilities.ts'
import type { Candle } from '../../../src-shared/market.ts'
import { candleFrom } from './map-market-data.ts'
import type { BinanceRawClient } from './raw-client.ts'

const pageSize = 1_000

/** The newest candles of a symbol, oldest first; fewer where there are no more. Source: GET /klines, a thousand a page. */
export async function newestCandles(
  raw: Pick<BinanceRawClient, 'klines'>,
  symbol: string,
  interval: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  let candles: readonly Candle[] = []
  while (candles.length < limit) {
    const size = Math.min(pageSize, limit - candles.length)
    const oldest = candles[0]
    const page = await raw.klines({
      symbol,
      interval,
      limit: String(size),
      ...(oldest && { endTime: String(oldest.time - 1) }),
    })
    candles = [...page.map(candleFrom), ...candles]
    if (page.length < size) break
  }
  return candles
}

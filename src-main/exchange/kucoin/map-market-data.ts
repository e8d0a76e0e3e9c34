import type { Balance, Candle, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { nonZero } from '../orders/amounts.ts'
import type { AccountRecord, CandleRecord, TickerRecord } from './schemas.ts'

/** Prices of zero or null mean "there is none". `changeRate` is a fraction. */
export function tickerFrom(record: TickerRecord, symbol: string, time: number): Ticker {
  const last = nonZero(record.last)
  const changed = last === null ? null : record.changeRate
  return {
    symbol,
    last,
    bid: nonZero(record.buy),
    ask: nonZero(record.sell),
    high: nonZero(record.high),
    low: nonZero(record.low),
    volume: record.vol ?? Money.zero,
    quoteVolume: record.volValue ?? Money.zero,
    changePercent: changed?.times(Money.parse('100')) ?? null,
    time,
  }
}

/** KuCoin writes open, close, high, low. */
export function candleFrom([time, open, close, high, low, volume]: CandleRecord): Candle {
  return { time, open, high, low, close, volume }
}

/** Wallets that spot orders draw on; the second is an older name of the first. */
const tradingWallets = new Set(['trade', 'trade_hf'])

/**
 * What orders can use is in the wallet `trade`; deposits land in `main`, and there are others. Assets that lie
 * elsewhere only are listed with a total of zero, so that they are seen.
 */
export function balancesFrom(records: readonly AccountRecord[]): readonly Balance[] {
  const byAsset = Map.groupBy(records, ({ currency }) => currency)
  return [...byAsset].flatMap(([asset, wallets]) => {
    const trading = wallets.filter(({ type }) => tradingWallets.has(type))
    const available = Money.sum(trading.map((wallet) => wallet.available))
    const held = Money.sum(trading.map((wallet) => wallet.holds))
    const elsewhere = wallets
      .filter(({ type, balance }) => !tradingWallets.has(type) && !balance.isZero())
      .map(({ type, balance }) => ({ wallet: type, amount: balance }))
    const total = available.plus(held)
    return total.isZero() && elsewhere.length === 0 ? [] : [{ asset, available, held, total, elsewhere }]
  })
}

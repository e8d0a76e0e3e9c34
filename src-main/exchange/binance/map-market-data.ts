import type { Balance, Candle, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { nonZero } from '../orders/amounts.ts'
import type { CommissionRecord, TickerRecord } from './schemas.ts'

export function balanceFrom(record: { asset: string; free: Money; locked: Money }): Balance {
  const { asset, free, locked } = record
  return { asset, available: free, held: locked, total: free.plus(locked), elsewhere: [] }
}

/** Prices of zero mean "there is none". */
export function tickerFrom(record: TickerRecord, symbol: string): Ticker {
  const last = nonZero(record.lastPrice)
  return {
    symbol,
    last,
    bid: nonZero(record.bidPrice),
    ask: nonZero(record.askPrice),
    high: nonZero(record.highPrice),
    low: nonZero(record.lowPrice),
    volume: record.volume,
    quoteVolume: record.quoteVolume,
    changePercent: last === null ? null : record.priceChangePercent,
    time: record.closeTime,
  }
}

export function candleFrom(record: readonly [number, Money, Money, Money, Money, Money, ...unknown[]]): Candle {
  const [time, open, high, low, close, volume] = record
  return { time, open, high, low, close, volume }
}

/**
 * Standard, special and tax rates added up, with the dearer of buying and selling. The BNB discount is left out: it may
 * not apply.
 */
export function feesFrom(record: CommissionRecord): { readonly maker: Money; readonly taker: Money } {
  const parts = [record.standardCommission, record.specialCommission, record.taxCommission].filter(
    (part) => part !== undefined,
  )
  const bySide = Money.max(
    Money.sum(parts.map((part) => part.buyer ?? Money.zero)),
    Money.sum(parts.map((part) => part.seller ?? Money.zero)),
  )
  return {
    maker: Money.sum(parts.map((part) => part.maker)).plus(bySide),
    taker: Money.sum(parts.map((part) => part.taker)).plus(bySide),
  }
}

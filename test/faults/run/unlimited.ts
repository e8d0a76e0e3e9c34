import type { ExchangeName } from '../../../src-shared/account.ts'

/** High enough that the exchanges' limits do not set the pace; how they are kept is shown by the conformance suite. */
const limitsOf: Readonly<Record<ExchangeName, object>> = {
  binance: { weightPerMinute: 1_000_000, ordersPer10Seconds: 100_000, ordersPerDay: 10_000_000 },
  bitget: { perSecondPercent: 1_000, openOrders: 10_000 },
  kucoin: { spotPer30Seconds: 100_000, managementPer30Seconds: 100_000 },
  kraken: { restMax: 100_000, tradingMax: 100_000, maxOpenOrdersPerPair: 10_000 },
}

/** Bodies of `POST /control/limits`. */
export const unlimited = Object.entries(limitsOf).map(([exchange, limits]) => ({ exchange, limits }))

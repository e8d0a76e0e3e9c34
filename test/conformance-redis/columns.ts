import type { ExchangeName } from '../../src-shared/account.ts'

/** One account on one practice exchange: a column of the table. */
export interface Column {
  readonly id: string
  readonly exchange: ExchangeName
  readonly kind: string | null
  readonly brokerId: number
  /** A pair of its own where two accounts share an exchange, since moving a price moves it for both. */
  readonly symbol: string
  /** Coins of which some are held, in base units, worth more than any minimum. */
  readonly quantity: number
  /** How many decimals a price of this pair may have. */
  readonly priceDecimals: number
}

const btc = { symbol: 'BTC/USDT', quantity: 0.01, priceDecimals: 0 } as const

const columnsOf: Readonly<Record<ExchangeName, readonly [Column, ...Column[]]>> = {
  binance: [{ id: 'binance', exchange: 'binance', kind: null, brokerId: 11, ...btc }],
  bitget: [
    { id: 'bitget-classic', exchange: 'bitget', kind: 'classic', brokerId: 12, ...btc },
    {
      id: 'bitget-unified',
      exchange: 'bitget',
      kind: 'unified',
      brokerId: 13,
      symbol: 'ETH/USDT',
      quantity: 0.1,
      priceDecimals: 0,
    },
  ],
  kucoin: [{ id: 'kucoin', exchange: 'kucoin', kind: 'classic', brokerId: 14, ...btc }],
  kraken: [{ id: 'kraken', exchange: 'kraken', kind: null, brokerId: 15, ...btc }],
}
export const columns: readonly Column[] = Object.values(columnsOf).flat()

/** Another user's broker, and nobody's. */
export const userId = 7
export const foreignUserId = 8
export const unknownBroker = 99

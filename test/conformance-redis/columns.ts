/** One account on one practice exchange: a column of the table. */
export interface Column {
  readonly id: string
  readonly exchange: string
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

export const columns: readonly Column[] = [
  { id: 'binance', exchange: 'binance', kind: null, brokerId: 11, ...btc },
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
  { id: 'kucoin', exchange: 'kucoin', kind: 'classic', brokerId: 14, ...btc },
  { id: 'kraken', exchange: 'kraken', kind: null, brokerId: 15, ...btc },
]

/** Another user's broker, and nobody's. */
export const userId = 7
export const foreignUserId = 8
export const unknownBroker = 99

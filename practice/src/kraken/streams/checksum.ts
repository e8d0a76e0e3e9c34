import { crc32 } from 'node:zlib'
import type { PriceLevel } from '../../../../src-shared/market.ts'
import { printed } from '../../host/printed.ts'

/** Decimals to which a pair's prices and quantities are written for the checksum. */
export interface BookPrecision {
  readonly price: number
  readonly quantity: number
}

const levels = 10

/**
 * Kraken's checksum of a book: ten asks from the lowest, then ten bids from the highest; of each price and quantity the
 * digits at full precision, without the point and leading zeros.
 */
export function bookChecksum(
  asks: readonly PriceLevel[],
  bids: readonly PriceLevel[],
  precision: BookPrecision,
): number {
  const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '')
  const text = [...asks.slice(0, levels), ...bids.slice(0, levels)]
    .map(
      ({ price, quantity }) => digits(printed(price, precision.price)) + digits(printed(quantity, precision.quantity)),
    )
    .join('')
  return crc32(text)
}

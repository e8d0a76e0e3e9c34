import type { Money } from '../../../src-shared/money.ts'

/** A number as exchanges print it: text with exactly `decimals` places (8 unless told), cut, never rounded up. */
export function printed(value: Money, decimals = 8): string {
  const [whole = '0', fraction = ''] = value.truncated(decimals).toString().split('.')
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`
}

import { LosslessNumber, stringify } from 'lossless-json'
import type { Money } from '../../../../src-shared/money.ts'

/** A number as Kraken writes it: no text, no trailing zeros beyond the one after the point. */
export function number(value: Money): LosslessNumber {
  const text = value.toString()
  return new LosslessNumber(text.includes('.') ? text : `${text}.0`)
}

/** JSON in which {@link number} keeps every digit. */
export function json(value: unknown): string {
  return stringify(value) ?? 'null'
}

/** Epoch ms as RFC 3339 with microseconds. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}

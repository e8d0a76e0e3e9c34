import { Money } from '../../../../src-shared/money.ts'

const plain = /^\d+(?:\.\d+)?$/
const zeros = /^0+(?:\.0+)?$/

const digitZero = 48
const dot = 46

/**
 * A price or a quantity as an exchange wrote it; in plain notation where it wrote `1e-8`. null: not a decimal number,
 * or one below zero.
 */
export function decimalText(text: string): string | null {
  if (plain.test(text)) return text
  const value = Money.tryParse(text)
  return value === null || value.isNegative() ? null : value.toString()
}

/** Whether this is nothing: `0`, `0.00`. */
export function isZero(text: string): boolean {
  return text.charCodeAt(0) === digitZero && zeros.test(text)
}

/** A decimal made comparable: of one value there is one key, whatever zeros it is written with. */
export interface DecimalKey {
  /** Without zeros before and after: `0.1`, `1200`. */
  readonly digits: string
  /** How many of them stand before the point. */
  readonly whole: number
}

/** The key of a plain decimal text of no sign. */
export function decimalKey(text: string): DecimalKey {
  let start = 0
  while (text.charCodeAt(start) === digitZero && start + 1 < text.length && text.charCodeAt(start + 1) !== dot)
    start += 1
  const point = text.indexOf('.', start)
  let end = text.length
  if (point >= 0) {
    while (text.charCodeAt(end - 1) === digitZero) end -= 1
    if (end - 1 === point) end = point
  }
  const digits = start === 0 && end === text.length ? text : text.slice(start, end)
  return { digits, whole: (point < 0 ? end : point) - start }
}

/** Negative, zero or positive, as Array.sort wants it. Exact: no digit passes through a number. */
export function compareDecimals(a: DecimalKey, b: DecimalKey): number {
  if (a.whole !== b.whole) return a.whole - b.whole
  // With as many digits before the point, letters' order is numbers' order.
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0
}

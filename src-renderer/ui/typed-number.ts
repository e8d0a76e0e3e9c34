import { separators } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { type DecimalText, Money } from '../../src-shared/money.ts'

/**
 * A text that stands for one number or another, so that a person has to say which. The readings are plain decimal
 * texts.
 */
interface Ambiguous {
  readonly text: string
  readonly readings: readonly [DecimalText, DecimalText]
}

/**
 * What a number field holds: plain decimal text, whatever notation it was typed in; a text that is no number, as it was
 * typed; or one that could be two numbers. Only the first is read by {@link Money}.
 */
export type TypedNumber = string | Ambiguous

/** The number that a field holds; null: none, or more than one. */
export function numberIn(typed: TypedNumber): Money | null {
  return typeof typed === 'string' ? Money.tryParse(typed) : null
}

export function sameTyped(one: TypedNumber, other: TypedNumber): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return one.text === other.text
}

/**
 * Reads what somebody typed or pasted. What the panel prints in a language is read in that language as the number that
 * was printed; other notations are read where they can mean only one number (`0,05`, `1.234,50`), and are
 * {@link Ambiguous} where they can mean two.
 */
export function readNumber(text: string, language: Language): TypedNumber {
  const trimmed = text.trim()
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(trimmed)) return trimmed
  const [, sign = '', body = ''] = /^([+\-−]?)(.*)$/.exec(trimmed.replace(/\s/g, ' ')) ?? []
  if (!/\d/.test(body) || /[^\d., ]/.test(body)) return trimmed
  const read = readUnsigned(body, language)
  const signed = (number: string): string => (sign === '−' ? '-' : sign) + number
  if (read === null) return trimmed
  if (typeof read === 'string') return signed(read)
  const [first, second] = read
  return { text: trimmed, readings: [signed(first), signed(second)] }
}

/** null: no number. */
function readUnsigned(body: string, language: Language): string | readonly [string, string] | null {
  const marks = body.replace(/\d/g, '')
  const last = marks.at(-1)
  if (last === undefined) return body
  const first = marks.charAt(0)
  if (marks.length === 1 && last !== ' ') {
    const [whole = '', fraction = ''] = body.split(last)
    return readOneMark(whole, fraction, last, language)
  }
  if (/^(.)\1*$/.test(marks)) return ungrouped(body, first)
  // Groups, then a decimal sign that is another one.
  const at = body.lastIndexOf(last)
  const whole = ungrouped(body.slice(0, at), first)
  return whole === null || last === ' ' ? null : `${whole}.${body.slice(at + 1)}`
}

/** One comma or one point: the language tells which it is, where it can. */
function readOneMark(
  whole: string,
  fraction: string,
  mark: string,
  language: Language,
): string | readonly [string, string] {
  const asDecimal = `${whole}.${fraction}`
  const asGroup = whole + fraction
  const { decimal, group } = separators[language]
  if (mark === decimal || /^0*$/.test(whole)) return asDecimal
  const mayGroup = whole.length <= 3 && fraction.length === 3
  if (mark !== group) return mayGroup ? [asGroup, asDecimal] : asDecimal
  if (mayGroup) return asGroup
  // A group with a digit too many is more likely than a foreign decimal sign with that many places.
  return fraction.length <= 2 ? asDecimal : [asGroup, asDecimal]
}

function ungrouped(text: string, mark: string): string | null {
  const [head = '', ...groups] = text.split(mark)
  const fits = /^\d{1,3}$/.test(head) && groups.every((each) => /^\d{3}$/.test(each))
  return fits ? [head, ...groups].join('') : null
}

/**
 * A number as a field shows it: the language's decimal sign, no groups, since a digit typed into a group would make
 * another number.
 */
export function printTyped(typed: TypedNumber, language: Language): string {
  if (typeof typed !== 'string') return typed.text
  return /^-?\d+\.\d+$/.test(typed) ? typed.replace('.', separators[language].decimal) : typed
}

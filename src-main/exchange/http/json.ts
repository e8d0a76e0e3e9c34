import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'

/**
 * Parses JSON so that every number stays the text that stood there: order ids over 2^53 and prices keep all digits. The
 * engine's own parser reads the text with its numbers in quotes, three times faster than one that reads JSON itself.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(withQuotedNumbers(text))
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const quote = 34
const minus = 45
const zero = 48
const nine = 57

function withQuotedNumbers(text: string): string {
  let quoted = ''
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfString(text, at)
    } else if (code === minus || (code >= zero && code <= nine)) {
      number.lastIndex = at
      // What is no number is left as it stands, for the parser to refuse.
      const end = number.test(text) ? number.lastIndex : at + 1
      if (end > at + 1 || code !== minus) {
        quoted += `${text.slice(from, at)}"${text.slice(at, end)}"`
        from = end
      }
      at = end - 1
    }
  }
  return quoted + text.slice(from)
}

const space = /\s*/y
const openers = '{['
const closers = '}]'

/**
 * The members of a JSON object as the texts that stand there, by name, numbers with every digit; null where the text is
 * no object. What stands in a member is not looked at.
 */
export function memberTexts(text: string): ReadonlyMap<string, string> | null {
  const members = new Map<string, string>()
  const past = (at: number): number => {
    space.lastIndex = at
    space.test(text)
    return space.lastIndex
  }
  let at = past(0)
  if (text[at] !== '{') return null
  at = past(at + 1)
  if (text[at] === '}') return members
  for (;;) {
    if (text[at] !== '"') return null
    const nameEnd = endOfString(text, at)
    const name = text.slice(at + 1, nameEnd)
    at = past(nameEnd + 1)
    if (text[at] !== ':') return null
    const from = past(at + 1)
    at = endOfValue(text, from)
    members.set(name, text.slice(from, at).trimEnd())
    if (text[at] === '}') return members
    if (text[at] !== ',') return null
    at = past(at + 1)
  }
}

/** Where the value that begins at `start` ends: at the comma or the bracket after it, or the end of the text. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') at = endOfString(text, at)
    else if (openers.includes(character)) depth += 1
    else if (closers.includes(character)) {
      if (depth === 0) return at
      depth -= 1
    } else if (character === ',' && depth === 0) return at
  }
  return text.length
}

/** Where the string that begins at `start` ends: its closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at
    while (text[before - 1] === '\\') before -= 1
    if ((at - before) % 2 === 0) return at
  }
  return text.length
}

/**
 * Parses a large answer ten times faster than {@link parseJson}, for answers whose decimals and ids are strings
 * already. Numbers become JavaScript numbers, which {@link integer} takes when they are exact and {@link money} and
 * {@link id} never take.
 * @throws SyntaxError
 */
export function parseLargeJson(text: string): unknown {
  return JSON.parse(text)
}

/** A number or a string that is a decimal: text in, Money out. */
export const money = z.string().transform((text, context) => {
  const value = Money.tryParse(text)
  if (value !== null) return value
  context.addIssue({ code: 'custom', message: 'not a decimal number' })
  return z.NEVER
})

/** A count, a time in ms: an integer that a JavaScript number holds exactly. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .transform(Number)
    .refine(Number.isSafeInteger),
])

/** An id, which is text whatever the exchange writes. */
export const id = z.string().min(1)

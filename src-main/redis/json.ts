import { parse } from 'lossless-json'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import { JsonNumber, type JsonValue } from './json-number.ts'
import { scanJson } from './json-scan.ts'

/**
 * A request's text as data, every number kept as it was written.
 * @throws GatewayError `refused` for text that is not JSON, too large, too deep, ambiguous or holding NaN or Infinity
 */
export function parseRequestJson(text: string): JsonValue {
  const refusal = scanJson(text)
  if (refusal) throw new GatewayError('refused', refusal.key, refusal.params)
  try {
    return parse(text, undefined, (number) => new JsonNumber(number)) as JsonValue
  } catch (error) {
    // The parser's own words are English, and hold pieces of the text.
    const position = /position (\d+)/.exec(error instanceof SyntaxError ? error.message : '')?.[1]
    const params = { position: position ?? String(text.length) }
    throw new GatewayError('refused', 'redis.malformed_at', params, { cause: error })
  }
}

/** A value that has no place in an answer: NaN, Infinity, a function. Ours to repair. */
export class JsonOutputError extends Error {
  constructor(what: string) {
    super(`${what} cannot be written as JSON`)
    this.name = 'JsonOutputError'
  }
}

/**
 * An answer as JSON text. Money becomes a number literal with all its digits in plain notation; numbers must be finite;
 * `undefined` members are left out. @throws JsonOutputError
 */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return value.toString()
    case 'number':
      if (!Number.isFinite(value)) throw new JsonOutputError(String(value))
      return JSON.stringify(value)
    case 'object':
      return value === null ? 'null' : objectText(value)
    case 'undefined':
    case 'function':
    case 'symbol':
      throw new JsonOutputError(typeof value)
  }
}

/** Of values that never change: their texts, as far as they were written. */
const lastingTexts = new WeakMap<object, string | null>()

/** Says of a value that it never changes, nor anything in it: its text is made once for all answers. */
export function lasting<T extends object>(value: T): T {
  lastingTexts.set(value, null)
  return value
}

function objectText(value: object): string {
  const known = lastingTexts.get(value)
  if (known === undefined) return newText(value)
  const text = known ?? newText(value)
  lastingTexts.set(value, text)
  return text
}

function newText(value: object): string {
  if (value instanceof Money) return value.toString()
  if (value instanceof JsonNumber) return value.text
  if (value instanceof Date) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? 'null' : jsonText(item))).join(',')}]`
  if (isLosslessNumber(value)) return value.value
  // A list of orders has thousands of members: nothing is built for them but the text.
  let text = ''
  for (const key of Object.keys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member !== undefined) text += `${text === '' ? '' : ','}${keyText(key)}:${jsonText(member)}`
  }
  return `{${text}}`
}

const keyTexts = new Map<string, string>()
/** Our answers and the exchanges' have some hundred different keys. */
const maxKeyTexts = 2_000

function keyText(key: string): string {
  const known = keyTexts.get(key)
  if (known !== undefined) return known
  const text = JSON.stringify(key)
  if (keyTexts.size < maxKeyTexts) keyTexts.set(key, text)
  return text
}

/** Numbers of the exchange's own objects (`info`), where a client parsed them with lossless-json. */
function isLosslessNumber(value: object): value is { readonly value: string } {
  return 'isLosslessNumber' in value && 'value' in value && typeof value.value === 'string'
}

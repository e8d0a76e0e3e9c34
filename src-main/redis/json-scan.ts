import { type MessageRef, message } from '../../src-shared/messages/index.ts'

/** Bounds of a request's text. Django's own requests have depth 3 and a few hundred characters. */
export const jsonLimits = { characters: 1_000_000, depth: 16, keys: 10_000, keyLength: 256 } as const

/** Keys that mean something to JavaScript objects and nothing to a request. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

interface Level {
  /** null in a list. */
  readonly keys: Set<string> | null
  lastKey: string | null
}

/**
 * Looks through a request's text once, without building anything, for what a JSON parser would accept or explode on:
 * nesting too deep, a key twice in one object, prototype keys, and the bare words that Python prints for numbers that
 * are none. Grammar is left to the parser. @returns why the text is refused, or null.
 */
export function scanJson(text: string): MessageRef | null {
  if (text.length > jsonLimits.characters) {
    return message('redis.too_large', { size: String(text.length), maximum: String(jsonLimits.characters) })
  }
  const levels: Level[] = []
  let keyCount = 0
  let index = 0
  while (index < text.length) {
    const character = text[index]
    if (character === '"') {
      const end = endOfString(text, index)
      if (end === null) return null
      const level = levels.at(-1)
      if (level?.keys && followedByColon(text, end)) {
        const key = decodeKey(text.slice(index, end))
        const refusal = keyRefusal(key, level.keys, ++keyCount)
        if (refusal) return refusal
        level.keys.add(key)
        level.lastKey = key
      }
      index = end
      continue
    }
    if (character === '{' || character === '[') {
      if (levels.length === jsonLimits.depth) return malformed('redis.reason.too_deep', String(jsonLimits.depth))
      levels.push({ keys: character === '{' ? new Set() : null, lastKey: null })
    } else if (character === '}' || character === ']') {
      levels.pop()
    } else if (character === 'N' || character === 'I') {
      const word = /^(?:NaN|Infinity)/.exec(text.slice(index, index + 8))?.[0]
      if (word !== undefined) {
        const field = levels.findLast((level) => level.lastKey !== null)?.lastKey ?? '?'
        const value = text[index - 1] === '-' ? `-${word}` : word
        return message('order.field.not_a_number', { field, value })
      }
    }
    index += 1
  }
  return null
}

function keyRefusal(key: string, known: ReadonlySet<string>, keyCount: number): MessageRef | null {
  if (key.length > jsonLimits.keyLength) return malformed('redis.reason.key_too_long', String(jsonLimits.keyLength))
  if (forbiddenKeys.has(key)) return malformed('redis.reason.forbidden_key', key)
  if (known.has(key)) return malformed('redis.reason.duplicate_key', key)
  if (keyCount > jsonLimits.keys) return malformed('redis.reason.too_many_keys', String(jsonLimits.keys))
  return null
}

function malformed(
  key:
    | 'redis.reason.too_deep'
    | 'redis.reason.key_too_long'
    | 'redis.reason.forbidden_key'
    | 'redis.reason.duplicate_key'
    | 'redis.reason.too_many_keys',
  value: string,
): MessageRef {
  return message(key, { value })
}

/** The index after the closing quote; null when there is none. */
function endOfString(text: string, start: number): number | null {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index + 1
  }
  return null
}

function followedByColon(text: string, from: number): boolean {
  let index = from
  while (index < text.length && ' \t\n\r'.includes(text[index] ?? '')) index += 1
  return text[index] === ':'
}

function decodeKey(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

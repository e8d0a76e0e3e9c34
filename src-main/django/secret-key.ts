import { type FernetKey, fernetKey, openFernet } from './fernet.ts'

const keyLength = 32

/**
 * The key under which Django keeps the brokers' API keys: the first 32 characters (code points) of its SECRET_KEY as
 * UTF-8, padded with spaces and cut to 32 bytes. Source: docs/wire-contract.md §8.1.
 */
export function fernetKeyOf(secretKey: string): FernetKey {
  const bytes = Buffer.alloc(keyLength, ' ')
  const characters = Array.from(secretKey).slice(0, keyLength)
  bytes.set(Buffer.from(characters.join(''), 'utf8').subarray(0, keyLength))
  return fernetKey(bytes)
}

/** Whether a column holds a token; anything else in it is the text itself. */
export const isToken = (stored: string): boolean => stored.startsWith('gAAAA')

/** A typed SECRET_KEY before Django's tokens. */
export interface TriedSecret {
  readonly key: FernetKey
  /** Some token opens with it; false also where there is none. */
  readonly opensAny: boolean
}

/**
 * Reads a SECRET_KEY as it was meant: as typed or, where that opens none of the tokens, as it stands in a file of
 * settings: with blanks around it, in quotation marks, behind its name. A signature tells without doubt which is right.
 */
export function trySecret(typed: string, tokens: readonly string[]): TriedSecret {
  for (const reading of readingsOf(typed)) {
    const key = fernetKeyOf(reading)
    if (tokens.some((token) => openFernet(token, key).ok)) return { key, opensAny: true }
  }
  return { key: fernetKeyOf(typed), opensAny: false }
}

function readingsOf(typed: string): readonly string[] {
  const value = typed.trim().replace(/^(?:export\s+)?(?:DJANGO_)?SECRET_KEY\s*=\s*/, '')
  const unquoted = /^(['"])(.*)\1$/.exec(value)?.[2] ?? value
  return [typed, value, unquoted]
}

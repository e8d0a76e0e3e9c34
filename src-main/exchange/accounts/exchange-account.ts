import { createHash } from 'node:crypto'
import { LosslessNumber } from 'lossless-json'
import { z } from 'zod'

/**
 * Whose account at the exchange a key stands for. `uid` is what the exchange calls the (sub)account, null where it does
 * not tell; `key` is a fingerprint of the API key, from which nobody gets back to it.
 */
export interface ExchangeAccount {
  readonly uid: string | null
  readonly key: string
}

/** What an exchange calls an account, as a number or a text; null where it does not tell. */
export const uidSchema = z
  .unknown()
  .optional()
  .transform((uid) => (typeof uid === 'string' || uid instanceof LosslessNumber ? String(uid) || null : null))

const schema = z.object({ uid: z.string().nullable(), key: z.string() })

export function parseExchangeAccount(text: string): ExchangeAccount {
  return schema.parse(JSON.parse(text))
}

/**
 * Whether what was sent under one account can be looked for under another. Another key of the same account counts as
 * the same only where the exchange tells whose it is. What nobody noted (rows of an earlier version) is taken for the
 * same, as it was then.
 */
export function isSameAccount(then: ExchangeAccount | null, now: ExchangeAccount | null): boolean {
  if (then === null) return true
  if (now === null) return false
  return then.key === now.key || (then.uid !== null && then.uid === now.uid)
}

/** What stands for an API key where the key itself must not. */
export function fingerprintOfKey(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 16)
}

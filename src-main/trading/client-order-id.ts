import { createHash } from 'node:crypto'
import type { Origin } from '../../src-shared/order.ts'

/**
 * Digits and consonants only: no word can come about by chance, and no SQL keyword, which some exchanges' firewalls
 * refuse.
 */
const alphabet = '0123456789bcdfghjklmnpqrstvwxz'
const digits = 24
const made = new RegExp(`^xg[prcb][${alphabet}]{${digits}}`)
const prefixes: Readonly<Record<Origin['kind'], string>> = {
  panel: 'xgp',
  redis: 'xgr',
  cli: 'xgc',
  bracket: 'xgb',
}

/** Whether a client order id was made here, or a leg's from one that was. */
export function isClientOrderId(text: string): boolean {
  return made.test(text)
}

/**
 * The client order id of a request: the same request always gets the same id, also after a crash or a lost journal.
 * 27 characters of [0-9a-z]: three that tell the origin, 24 of SHA-256 (117 bits). `edit` names an order's replacement.
 */
export function clientOrderIdOf(origin: Origin, accountId: string, operation: 'place' | 'edit' = 'place'): string {
  const text = JSON.stringify(['aristobot', 1, operation, origin.kind, origin.requestId, accountId])
  let rest = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
  let id = ''
  const base = BigInt(alphabet.length)
  while (id.length < digits) {
    id += alphabet.charAt(Number(rest % base))
    rest /= base
  }
  return prefixes[origin.kind] + id
}

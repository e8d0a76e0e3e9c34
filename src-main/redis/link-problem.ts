import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { LinkRefusal } from './link-refusal.ts'

type Key = MessageRef['key']

/**
 * What Redis, OpenSSL and the system say, by the words that it begins with or contains, and what that means for the
 * person.
 */
const byWords: readonly (readonly [RegExp, Key])[] = [
  [/^WRONGPASS|^ERR invalid password/, 'redis_link.password_wrong'],
  [/^NOAUTH/, 'redis_link.password_missing'],
  [/without any password configured|no password is set/, 'redis_link.password_unasked'],
  [/^NOPERM/, 'redis_link.not_permitted'],
  [/^DENIED/, 'redis_link.protected'],
  [/DB index is out of range/, 'redis_link.no_database'],
  [/^READONLY/, 'redis_link.not_master'],
  [/^LOADING|^MASTERDOWN|^BUSY /, 'redis_link.loading'],
  [/cluster support disabled/, 'redis_link.no_cluster'],
  [/^MOVED|^CROSSSLOT|^ASK |not allowed in cluster mode/, 'redis_link.is_cluster'],
  [/^CLUSTERDOWN|^TRYAGAIN/, 'redis_link.cluster_down'],
  [/^WRONGTYPE/, 'redis_link.queue_kind'],
  [/unknown command.*lmove/i, 'redis_link.too_old'],
  [/wrong version number|packet length too long|http request/i, 'redis_link.no_tls'],
  [
    /alert certificate required|alert handshake failure|alert bad certificate|alert unknown ca/i,
    'redis_link.certificate_wanted',
  ],
]
const byCode: Readonly<Record<string, Key>> = {
  ECONNREFUSED: 'redis_link.refused',
  ENOTFOUND: 'redis_link.unknown_host',
  EAI_AGAIN: 'redis_link.unknown_host',
  EHOSTUNREACH: 'redis_link.unreachable',
  ENETUNREACH: 'redis_link.unreachable',
  ETIMEDOUT: 'redis_link.silent',
  ECONNRESET: 'redis_link.closed',
  EPIPE: 'redis_link.closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'redis_link.untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'redis_link.untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'redis_link.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'redis_link.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'redis_link.untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'redis_link.wrong_name',
  CERT_HAS_EXPIRED: 'redis_link.certificate_expired',
  CERT_NOT_YET_VALID: 'redis_link.certificate_expired',
}

/** Why a connection failed, as a sentence for the person who set it up. `address`: where it was tried. */
export function linkProblem(error: unknown, address: string): MessageRef {
  if (error instanceof LinkRefusal) return error.text
  const words = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const key = byCode[code] ?? byWords.find(([pattern]) => pattern.test(words))?.[1] ?? lastResort(words, code)
  return message(key, { address, words: words.slice(0, 200) })
}

function lastResort(words: string, code: string): Key {
  if (/closed/i.test(words)) return 'redis_link.closed'
  if (/^ERR_(?:SSL|TLS|OSSL)/.test(code) || words.includes('SSL routines')) return 'redis_link.tls_failed'
  return 'redis_link.other'
}

import { message, type MessageRef } from '../../src-shared/messages/index.ts'

type Key = MessageRef['key']

/** SQLSTATE codes that have a sentence of their own. Source: PostgreSQL's manual, appendix "Error codes". */
const bySqlState: Readonly<Record<string, Key>> = {
  '28P01': 'database.password_wrong',
  '28000': 'database.not_let_in',
  '3D000': 'database.no_database',
  '42501': 'database.no_right',
  '42P01': 'database.other_tables',
  '42703': 'database.other_tables',
  '22001': 'database.other_tables',
  '23503': 'database.no_such_broker',
  '23502': 'database.other_tables',
  '53300': 'database.too_many_connections',
  '53100': 'database.full',
  '55P03': 'database.locked',
  '40P01': 'database.locked',
  '57014': 'database.too_slow',
  '57P01': 'database.closed',
  '57P02': 'database.closed',
  '57P03': 'database.starting',
  '25006': 'database.read_only',
}

const byCode: Readonly<Record<string, Key>> = {
  ECONNREFUSED: 'database.refused',
  ENOTFOUND: 'database.unknown_host',
  EAI_AGAIN: 'database.unknown_host',
  EHOSTUNREACH: 'database.unreachable',
  ENETUNREACH: 'database.unreachable',
  ETIMEDOUT: 'database.silent',
  ECONNRESET: 'database.closed',
  EPIPE: 'database.closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'database.untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'database.untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'database.untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'database.untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'database.untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'database.wrong_name',
  CERT_HAS_EXPIRED: 'database.certificate_expired',
  CERT_NOT_YET_VALID: 'database.certificate_expired',
}

/** What `pg` says itself, by its words: it has no codes for these. */
const byWords: readonly (readonly [RegExp, Key])[] = [
  [/does not support SSL/i, 'database.no_tls'],
  [/timeout expired|timeout exceeded|Query read timeout/i, 'database.silent'],
  [/Connection terminated|connection error and is not queryable/i, 'database.closed'],
  [/no pg_hba\.conf entry/i, 'database.not_let_in'],
  [/must be a string|password.*(?:missing|required)/i, 'database.password_wrong'],
  [/SSL routines|tls/i, 'database.tls_failed'],
]

/** Whether a problem is of the connection, rather than what the server thinks of a statement. */
export function isOfConnection({ key }: MessageRef): boolean {
  return connectionKeys.has(key)
}

const connectionKeys: ReadonlySet<Key> = new Set<Key>([
  'database.refused',
  'database.unknown_host',
  'database.unreachable',
  'database.silent',
  'database.closed',
  'database.starting',
  'database.password_wrong',
  'database.not_let_in',
  'database.no_database',
  'database.too_many_connections',
  'database.no_tls',
  'database.untrusted',
  'database.wrong_name',
  'database.certificate_expired',
  'database.tls_failed',
  'database.file',
])

/** Why the database cannot be used, as a sentence for the person who set it up. `address`: where it was tried. */
export function databaseProblem(error: unknown, address: string): MessageRef {
  const first = firstOf(error)
  const words = first instanceof Error ? first.message : String(first)
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  if (code === 'ENOENT' && first instanceof Error && 'path' in first)
    return message('database.file', { path: String(first.path), reason: code })
  const key =
    bySqlState[code] ?? byCode[code] ?? byWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'database.other'
  return message(key, { address, words: words.slice(0, 200) })
}

/** A name with several addresses fails with all of their errors at once. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error
}

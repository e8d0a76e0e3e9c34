import { databaseOptionsSchema, type DatabaseOptions } from './database-options.ts'

const usualPort = 5432
/** What `sslmode` means; PostgreSQL's client also knows ways that fall back to no protection, which are not kept. */
const tlsOf: Readonly<Record<string, 'none' | 'unverified' | 'verified'>> = {
  disable: 'none',
  allow: 'none',
  prefer: 'none',
  require: 'unverified',
  'verify-ca': 'verified',
  'verify-full': 'verified',
}

/**
 * An address as Django's settings have it (`postgresql://user:password@host:port/name?sslmode=…&sslrootcert=…`); null:
 * it is none, or not of PostgreSQL.
 */
export function parseDatabaseUrl(
  text: string,
): { readonly options: DatabaseOptions; readonly password: string | null } | null {
  try {
    const url = new URL(text.trim())
    if (!['postgres:', 'postgresql:'].includes(url.protocol)) return null
    const mode = tlsOf[url.searchParams.get('sslmode') ?? 'prefer']
    if (mode === undefined) return null
    const caFile = url.searchParams.get('sslrootcert')
    const parsed = databaseOptionsSchema.safeParse({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? usualPort : Number(url.port),
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      tls: mode === 'none' ? null : { caFile, verify: mode === 'verified' || caFile !== null },
    })
    if (!parsed.success) return null
    return { options: parsed.data, password: url.password === '' ? null : decodeURIComponent(url.password) }
  } catch {
    return null
  }
}

import type { DatabaseForm, DatabaseOptions } from '../../src-shared/database-options.ts'
import { parseDatabaseUrl } from '../../src-shared/database-url.ts'
import { isHost, portOf, secretOf, textOf } from './typed-link.ts'

/** The connection as typed. The password lives in the form's state only and is dropped with it. */
export interface DatabaseDraft {
  /** An address as Django's settings have it; once it is one, the fields are filled from it. */
  readonly address: string
  readonly host: string
  readonly port: string
  readonly database: string
  readonly user: string
  readonly password: string
  readonly forgetPassword: boolean
  readonly tls: boolean
  readonly caFile: string
  readonly verify: boolean
  readonly thisRunOnly: boolean
}

export type DatabaseField = 'host' | 'port' | 'database' | 'user'

/** The form as it opens on what was saved. */
export function draftOf(options: DatabaseOptions | null): DatabaseDraft {
  return {
    address: '',
    password: '',
    forgetPassword: false,
    thisRunOnly: false,
    ...fieldsOf(options ?? { host: 'localhost', port: 5432, database: '', user: '', tls: null }),
  }
}

/** What a pasted address says; null: it is none of PostgreSQL. */
export function draftFromAddress(address: string): Partial<DatabaseDraft> | null {
  const parsed = parseDatabaseUrl(address)
  if (parsed === null) return null
  const { options, password } = parsed
  // The field that shows it would show the password, too.
  return { ...fieldsOf(options), address: '', ...(password !== null && { password }) }
}

function fieldsOf({ host, port, database, user, tls }: DatabaseOptions) {
  return {
    host,
    port: String(port),
    database,
    user,
    tls: tls !== null,
    caFile: tls?.caFile ?? '',
    verify: tls?.verify ?? true,
  }
}

/** What to send, or the inputs that are not right yet. */
export function formOf(
  draft: DatabaseDraft,
): { readonly form: DatabaseForm } | { readonly wrong: ReadonlySet<DatabaseField> } {
  const { host, database, user, tls, caFile, verify } = draft
  const port = portOf(draft.port)
  const wrong = new Set<DatabaseField>()
  if (!isHost(host.trim())) wrong.add('host')
  if (port === null) wrong.add('port')
  if (!isName(database)) wrong.add('database')
  if (!isName(user)) wrong.add('user')
  if (port === null || wrong.size > 0) return { wrong }
  return {
    form: {
      options: {
        host: host.trim(),
        port,
        database: database.trim(),
        user: user.trim(),
        tls: tls ? { caFile: textOf(caFile), verify } : null,
      },
      password: secretOf(draft.password, draft.forgetPassword),
    },
  }
}

const isName = (text: string): boolean => text.trim() !== '' && text.trim().length <= 63

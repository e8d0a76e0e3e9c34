import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { z } from 'zod'
import { databaseAudience, type DatabaseOptions } from '../../src-shared/database-options.ts'
import type { SecretNames } from '../accounts/stored-secret.ts'

/** The keychain entry of the database's password of a data folder: folders do not take each other's. */
export function databaseSecretNames(dataFolder: string): SecretNames {
  const digest = createHash('sha256').update(resolve(dataFolder)).digest('hex')
  const name = `database ${digest.slice(0, 16)}`
  return { name, formerName: name }
}

const schema = z.object({
  password: z.string(),
  /** Whom it may be told; see {@link databaseAudience}. */
  audience: z.string(),
})

/** A password as the keychain entry's text. */
export function databaseSecretText(password: string, options: DatabaseOptions): string {
  return JSON.stringify({ password, audience: databaseAudience(options) } satisfies z.infer<typeof schema>)
}

/** The password that is stored for this server and user; null: none is, or for others. */
export function databasePassword(options: DatabaseOptions | null, text: string | null): string | null {
  if (text === null || options === null) return null
  try {
    const { password, audience } = schema.parse(JSON.parse(text))
    return audience === databaseAudience(options) ? password : null
  } catch {
    return null
  }
}

import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { z } from 'zod'
import { redisAudience } from '../../../src-shared/redis-label.ts'
import type { RedisOptions, RedisSecrets } from '../../../src-shared/redis-options.ts'
import type { SecretNames } from '../../accounts/stored-secret.ts'

/** The keychain entry of Redis's passwords of a data folder: folders do not take each other's. */
export function redisSecretNames(dataFolder: string): SecretNames {
  const digest = createHash('sha256').update(resolve(dataFolder)).digest('hex')
  return { name: `redis ${digest.slice(0, 16)}`, formerName: 'redis' }
}

const schema = z.object({
  password: z.string().nullable(),
  sentinelPassword: z.string().nullable(),
  /** Whom they may be told; see {@link redisAudience}. */
  audience: z.string(),
})
export type StoredRedisSecrets = z.infer<typeof schema>

const none: StoredRedisSecrets = { password: null, sentinelPassword: null, audience: '' }

/** What the keychain entry's text holds; nothing where there is none or it is not ours. */
export function storedRedisSecrets(text: string | null): StoredRedisSecrets {
  if (text === null) return none
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return none
  }
}

/** Secrets as the keychain entry's text. */
export function redisSecretsText(secrets: RedisSecrets, options: RedisOptions): string {
  const { password, sentinelPassword } = secrets
  return JSON.stringify({
    password,
    sentinelPassword,
    audience: redisAudience(options),
  } satisfies StoredRedisSecrets)
}

/** What is stored for these servers; of anybody else nothing, also where the settings were changed behind our back. */
export function redisSecretsFor(options: RedisOptions | null, text: string | null): RedisSecrets {
  const stored = storedRedisSecrets(text)
  return stored.audience === redisAudience(options) ? stored : none
}

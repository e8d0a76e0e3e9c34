import type { RedisOptions } from '../../src-shared/redis-options.ts'
import type { Vault } from '../accounts/vault.ts'
import type { RedisAddress } from '../app/redis-address.ts'
import { plainConnection, type RedisConnection } from '../redis/connection.ts'
import { redisSecretNames, redisSecretsFor } from '../redis/service/redis-secrets.ts'

/**
 * The Redis that the gateway would use: what was saved on the Gateway screen, with its passwords from the keychain,
 * unless an address is named for this run.
 */
export async function redisConnectionOf(
  address: RedisAddress,
  saved: RedisOptions | null,
  vault: Promise<Vault>,
  folder: string,
): Promise<RedisConnection> {
  if (saved === null || address.forThisRun) return plainConnection(address)
  const secret = (await vault).secret(redisSecretNames(folder))
  await secret.load()
  return { options: saved, secrets: redisSecretsFor(saved, secret.text) }
}

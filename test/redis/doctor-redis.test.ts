import { expect, it } from 'vitest'
import { Vault } from '../../src-main/accounts/vault.ts'
import { checkRedis } from '../../src-main/cli/doctor-checks.ts'
import { redisSecretNames, redisSecretsText } from '../../src-main/redis/service/redis-secrets.ts'
import type { RedisOptions } from '../../src-shared/redis-options.ts'
import { MemoryKeychain } from '../support/memory-keychain.ts'
import { startPlain } from './support/redis-variants.ts'

const password = 'CANARY-redis-password'
const nobody = { host: '127.0.0.1', port: 1, given: false, forThisRun: false }

/** The doctor's word of a Redis behind a password that was saved on the Gateway screen. */
async function told(stored: string | null, address = nobody): Promise<string> {
  await using server = await startPlain('--requirepass', password)
  const options: RedisOptions = {
    mode: 'single',
    server: { host: '127.0.0.1', port: server.port },
    db: 0,
    username: null,
    tls: null,
  }
  const keychain = new MemoryKeychain()
  const vault = await Vault.open({ keychain })
  if (stored !== null) {
    const text = redisSecretsText({ password: stored, sentinelPassword: null }, options)
    await vault.secret(redisSecretNames('folder')).put(text, false)
  }
  const { state, text } = await checkRedis(address, options, Promise.resolve(vault), 'folder')
  return `${state}: ${text}`
}

it('the Redis that was saved is tried with its password, which the line does not show', async () => {
  const line = await told(password)
  expect(line).toMatch(/^ok: answers at redis:\/\/127\.0\.0\.1:\d+\/0, as saved on the Gateway screen$/)
})

it.each([null, 'another'])('a password that is not the right one (%s) is what is missing', async (stored) => {
  const line = await told(stored)
  expect(line).toMatch(/^missing: .*as saved: .*password/)
  expect(line).not.toContain(password)
})

it('an address for this run comes before what was saved', async () => {
  expect(await told(password, { ...nobody, given: true, forThisRun: true })).toMatch(
    /^missing: none answers at redis:\/\/127\.0\.0\.1:1$/,
  )
})

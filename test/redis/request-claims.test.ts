import { expect, test } from 'vitest'
import { ClaimLost, RequestClaims } from '../../src-main/redis/request-claims.ts'
import { GatewayError } from '../../src-shared/errors.ts'

/** Claims over a line that still counts as alive while its commands fail. */
const claimsThatFailOf = (error: Error): RequestClaims =>
  new RequestClaims({
    instanceId: 'this one',
    isLiving: () => false,
    line: () => ({
      isAlive: () => true,
      keys: { claim: 'claim:' },
      run: () => Promise.reject(error),
      connectedInstances: () => Promise.resolve(new Set<string>()),
    }),
  } as unknown as ConstructorParameters<typeof RequestClaims>[0])

test('a claim that fails with a breaking line is lost, and not refused: the id may have been executed before', async () => {
  const breaking = new Error("Stream isn't writeable and enableOfflineQueue options is false")
  await expect(claimsThatFailOf(breaking).claim('id', 'print')).rejects.toBeInstanceOf(ClaimLost)
})

test('what Redis itself refuses is a refusal with its words', async () => {
  const refusal = Object.assign(new Error('OOM command not allowed'), { name: 'ReplyError' })
  const claim = claimsThatFailOf(refusal).claim('id', 'print')
  await expect(claim).rejects.toBeInstanceOf(GatewayError)
  await expect(claim).rejects.toMatchObject({ text: { key: 'redis.not_claimed' } })
})

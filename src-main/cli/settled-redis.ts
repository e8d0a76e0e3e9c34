import type { GatewayStatus, RedisState } from '../../src-shared/contract.ts'

/** A Redis that neither answers nor refuses is told as it is after so long. */
const patienceMs = 5_000

/** How the gateway stands with Redis once the first attempt has ended: it answers, or it does not. */
export function settledRedis(gateway: {
  subscribeRedis(listener: () => void): () => void
  status(): Pick<GatewayStatus, 'redis'>
}): Promise<RedisState> {
  return new Promise((resolve) => {
    const look = (isLast: boolean): void => {
      const { redis } = gateway.status()
      if (redis.state === 'connecting' && !isLast) return
      clearTimeout(patience)
      stop()
      resolve(redis)
    }
    const patience = setTimeout(() => look(true), patienceMs)
    const stop = gateway.subscribeRedis(() => look(false))
    look(false)
  })
}

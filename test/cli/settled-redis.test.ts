import { expect, test, vi } from 'vitest'
import { settledRedis } from '../../src-main/cli/settled-redis.ts'
import type { GatewayStatus, RedisState } from '../../src-shared/contract.ts'

const url = 'redis://127.0.0.1:6379'

/** A gateway of which only the state of its Redis is there. */
function gatewayWith(first: RedisState) {
  let redis = first
  const listeners = new Set<() => void>()
  return {
    status: () => ({ redis }) as Pick<GatewayStatus, 'redis'>,
    subscribeRedis: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    becomes: (state: RedisState) => {
      redis = state
      for (const listener of listeners) listener()
    },
    listeners,
  }
}

test('what became of the first attempt is told at once', async () => {
  const gateway = gatewayWith({ state: 'connecting', url })
  const settled = settledRedis(gateway)
  gateway.becomes({ state: 'connecting', url })
  const lost: RedisState = { state: 'lost', url, reason: 'refused', nextAttemptAt: 0 }
  gateway.becomes(lost)
  expect(await settled).toEqual(lost)
  expect(gateway.listeners.size).toBe(0)
})

test('a Redis that neither answers nor refuses is told as it is', async () => {
  vi.useFakeTimers()
  try {
    const gateway = gatewayWith({ state: 'connecting', url })
    const settled = settledRedis(gateway)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await settled).toMatchObject({ state: 'connecting' })
  } finally {
    vi.useRealTimers()
  }
})

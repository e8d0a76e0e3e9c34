import { expect, test } from 'vitest'
import { StandingTold } from '../../src-main/app/standing-told.ts'
import type { GatewayStatus } from '../../src-shared/contract.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { quietStatus } from '../support/quiet-status.ts'

const url = 'redis://localhost:6379'
const reason = 'ECONNREFUSED'
const venue = { exchange: 'binance', baseUrl: 'http://localhost', clockOffsetMs: 3, usedWeight: 1 } as const

test('tells four times a second at most, and only what stands otherwise than it was told last', async () => {
  const clock = new FakeClock()
  let status = quietStatus
  let told = 0
  const teller = new StandingTold({ status: () => status, tell: () => (told += 1), clock })
  const become = async (change: Partial<GatewayStatus>): Promise<number> => {
    status = { ...status, ...change }
    for (let times = 0; times < 100; times += 1) {
      teller.mayHaveChanged()
      await clock.advance(10)
    }
    return told
  }
  expect(await become({})).toBe(1)
  expect(await become({ venues: [{ ...venue, weightLimit: 1200, bannedUntil: null }] })).toBe(1)
  expect(await become({ approvals: 1 })).toBe(2)
  expect(await become({ redis: { state: 'lost', url, reason, nextAttemptAt: 1 } })).toBe(3)
  expect(await become({ redis: { state: 'lost', url, reason, nextAttemptAt: 2 } })).toBe(3)
  // It is tried again.
  expect(await become({ redis: { state: 'connecting', url } })).toBe(3)
  expect(await become({ redis: { state: 'lost', url, reason, nextAttemptAt: 3 } })).toBe(3)
  expect(await become({ redis: { state: 'connected', url, ownServer: false, others: [], oldTerminal: null } })).toBe(4)
  teller.close()
  expect(await become({ approvals: 2 })).toBe(4)
  expect(clock.waiting).toBe(0)
})

import { expect, test } from 'vitest'
import { KillSwitchWatch } from '../../src-main/app/kill-switch-watch.ts'
import { silentLogger } from '../../src-main/infra/clock.ts'
import type { KillSwitchState } from '../../src-shared/guard.ts'
import { FakeClock } from '../support/fake-clock.ts'

test('says which kill switch is heeded at once, and when another process has set it', async () => {
  const clock = new FakeClock()
  let state: KillSwitchState = 'active'
  let isRefused = false
  const told: string[] = []
  const watch = new KillSwitchWatch({
    state: () => state,
    changed: () => told.push('changed'),
    heeding: (heeded) => {
      if (isRefused) throw new Error('disk full')
      told.push(heeded)
    },
    clock,
    logger: silentLogger,
  })
  watch.start()
  await clock.advance(10_000)
  expect(told).toEqual(['active'])
  state = 'halted'
  await clock.advance(1_000)
  expect(told).toEqual(['active', 'changed', 'halted'])
  isRefused = true
  state = 'active'
  await clock.advance(2_000)
  expect(told.slice(3)).toEqual(['changed'])
  isRefused = false
  await clock.advance(1_000)
  expect(told.slice(4)).toEqual(['active'])
  watch.close()
  expect(clock.waiting).toBe(0)
})

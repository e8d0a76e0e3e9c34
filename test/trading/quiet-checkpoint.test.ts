import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { QuietCheckpoint } from '../../src-main/trading/quiet-checkpoint.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the log is folded once it is quiet, if there is enough of it', () => {
  const fold = vi.fn()
  const checkpoint = new QuietCheckpoint(fold, { quietMs: 20, worthCommits: 3 })
  checkpoint.committed()
  checkpoint.committed()
  vi.advanceTimersByTime(1_000)
  expect(fold).not.toHaveBeenCalled()
  checkpoint.committed()
  vi.advanceTimersByTime(19)
  checkpoint.committed()
  vi.advanceTimersByTime(19)
  expect(fold).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(fold).toHaveBeenCalledOnce()
  checkpoint.committed()
  vi.advanceTimersByTime(1_000)
  expect(fold).toHaveBeenCalledOnce()
})

test('a database that is closed is left alone', () => {
  const fold = vi.fn()
  const checkpoint = new QuietCheckpoint(fold, { quietMs: 20, worthCommits: 1 })
  checkpoint.committed()
  checkpoint.stop()
  vi.advanceTimersByTime(1_000)
  expect(fold).not.toHaveBeenCalled()
})

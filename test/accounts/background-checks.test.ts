import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AccountChange } from '../../src-main/accounts/accounts.ts'
import { BackgroundChecks } from '../../src-main/accounts/background-checks.ts'
import type { AccountView } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { sampleAccount } from '../support/sample-account.ts'

const gapMs = 2_000
const failure = errorView(new GatewayError('retryable', 'error.internal'))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const view = (id: string, change: Partial<AccountView> = {}): AccountView => ({
  ...sampleAccount({ id, name: id, environment: { kind: 'production' } }),
  credentials: 'keychain',
  practice: false,
  health: { state: 'unchecked' },
  blocked: false,
  ...change,
})

/** Checks over a list that tests change as they like; `asked` says who was checked, and answers come when told to. */
function start(...accounts: AccountView[]) {
  const listeners = new Set<(change: AccountChange) => void>()
  const asked: string[] = []
  const answers: (() => void)[] = []
  const checks = new BackgroundChecks({
    accounts: {
      list: () => accounts,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    check: (id) => {
      asked.push(id)
      return new Promise<void>((resolve) => answers.push(resolve))
    },
    gapMs,
  })
  checks.start()
  const tell = (change: AccountChange): void => {
    for (const listener of listeners) listener(change)
  }
  const answer = async (): Promise<void> => {
    answers.shift()?.()
    await vi.advanceTimersByTimeAsync(gapMs)
  }
  return { accounts, asked, checks, tell, answer }
}

describe('checks in the background', () => {
  test('come one after the other, after a while, and once', async () => {
    const { asked, answer } = start(view('a'), view('b'))
    await vi.advanceTimersByTimeAsync(gapMs - 1)
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(10 * gapMs)
    expect(asked).toEqual(['a'])
    await answer()
    expect(asked).toEqual(['a', 'b'])
    await answer()
    await vi.advanceTimersByTimeAsync(10 * gapMs)
    expect(asked).toEqual(['a', 'b'])
  })

  test.each([
    ['without a key', { credentials: 'missing' }],
    ['of this run’s practice exchange', { practice: true }],
    ['that was checked when it was added', { health: { state: 'checked' } as AccountView['health'] }],
  ] as const)('leave out an account %s', async (_what, change) => {
    const { asked } = start(view('a', change))
    await vi.advanceTimersByTimeAsync(10 * gapMs)
    expect(asked).toEqual([])
  })

  test('take up a key that turns up later, and one put in place of another', async () => {
    const { accounts, asked, tell, answer } = start(view('a'))
    await vi.advanceTimersByTimeAsync(gapMs)
    await answer()
    accounts.push(view('b'))
    tell({ accountId: 'b', change: 'credentials' })
    await vi.advanceTimersByTimeAsync(gapMs)
    await answer()
    tell({ accountId: 'a', change: 'health' })
    await vi.advanceTimersByTimeAsync(gapMs)
    expect(asked).toEqual(['a', 'b'])
    tell({ accountId: 'a', change: 'credentials' })
    await vi.advanceTimersByTimeAsync(gapMs)
    expect(asked).toEqual(['a', 'b', 'a'])
  })

  test('come again for a key that may not trade before its rights were read, until they are', async () => {
    const { accounts, asked, answer, checks } = start(view('a', { rightsRead: false }))
    await vi.advanceTimersByTimeAsync(gapMs)
    await answer()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual(['a', 'a'])
    accounts[0] = view('a', { health: { state: 'failed', at: 0, error: failure } })
    await answer()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked).toEqual(['a', 'a'])
    checks.close()
  })

  test('end with closing', async () => {
    const { asked, checks, tell } = start(view('a'))
    checks.close()
    tell({ accountId: 'a', change: 'added' })
    await vi.advanceTimersByTimeAsync(10 * gapMs)
    expect(asked).toEqual([])
  })
})

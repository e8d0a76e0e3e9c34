import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { type Ended, runCli, RunningCli } from './spawn-cli.ts'

let work: string

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'aristobot-guard-'))
})

afterEach(() => rmSync(work, { recursive: true, force: true }))

const guard = (words: readonly string[], input: string | null = null): Promise<Ended> =>
  runCli(['guard', ...words, '--data', work], { input })
const state = async (): Promise<unknown> =>
  (JSON.parse((await guard(['status', '--json'])).stdout) as { readonly state: unknown }).state

/** The guard's lines of the audit trail, the oldest first. */
function changes(): readonly unknown[] {
  const journal = Journal.open({ folder: work })
  try {
    return journal.audit
      .entries(20)
      .filter(({ kind }) => kind === 'guard')
      .toReversed()
      .map(({ origin, detail }) => [origin.kind, detail])
  } finally {
    journal.close()
  }
}

describe('the kill switch from a terminal', () => {
  test('is active at first, and made stricter at once', async () => {
    expect((await guard(['status'])).stdout).toBe('active: orders go through\n')
    expect(await guard(['reduce'])).toMatchObject({
      code: 0,
      stdout: 'reducing: only sales, exits and cancellations go through\n',
    })
    expect(await guard(['halt'])).toMatchObject({
      code: 0,
      stdout: 'halted: only cancellations go through\n',
    })
    expect((await guard(['status'])).stdout).toMatch(/^halted: only cancellations go through, since \d{4}-.*Z\n$/)
    expect(changes()).toEqual([
      ['cli', { from: 'active', to: 'reducing' }],
      ['cli', { from: 'reducing', to: 'halted' }],
    ])
  })

  test.each([
    ['no word', ['activate'], null],
    ['another word', ['activate'], 'yes\n'],
    ['the word of another state', ['reduce', '--word', 'ACTIVE'], null],
    ['the word in small letters', ['activate', '--word', 'active'], null],
  ])('is not loosened by %s', async (_what, words, input) => {
    await guard(['halt'])
    const { code, stderr, stdout } = await guard(words, input)
    expect(code).toBe(1)
    expect(stderr).toMatch(/To set the kill switch to “(active|reducing)”, type the word (ACTIVE|REDUCING)\.\n$/)
    expect(stdout).toBe('')
    expect(await state()).toBe('halted')
  })

  test('is loosened by the word, typed or given', async () => {
    await guard(['halt'])
    expect((await guard(['reduce'], 'REDUCING\n')).code).toBe(0)
    expect(await state()).toBe('reducing')
    expect((await guard(['activate', '--word', 'ACTIVE'])).code).toBe(0)
    expect(await state()).toBe('active')
  })

  test('of a damaged journal is said to be halted, and cannot be set', async () => {
    writeFileSync(join(work, 'journal.sqlite'), 'not SQLite '.repeat(500))
    const { stdout, stderr } = await guard(['status'])
    expect(stdout).toBe('halted: only cancellations go through\n')
    expect(stderr).toContain('damaged')
    expect((await guard(['reduce', '--word', 'REDUCING'])).code).toBe(1)
  })
})

test('a gateway that runs heeds it with its next order, and tells its window', async () => {
  const gateway = new RunningCli(['start', '--browser', '--no-open', '--data', work, '--redis', 'redis://127.0.0.1:1'])
  let panel: RemotePanel | null = null
  try {
    panel = await RemotePanel.connect(await gateway.line(/^http:/))
    const call = panel.call.bind(panel)
    const accounts = await call('accounts.list', {})
    if (!accounts.ok) throw new Error('no accounts')
    const accountId = accounts.value[0]?.id ?? ''
    const buy = async (): Promise<unknown> => {
      const amount = { unit: 'base', value: '0.01' } as const
      const request = { kind: 'market', symbol: 'BTC/USDT', side: 'buy', amount, exits: null } as const
      const result = await call('orders.place', { accountId, formId: randomUUID(), request })
      if (!result.ok) return result.error.text.key
      return result.value.outcome === 'rejected' ? result.value.error.text.key : result.value.outcome
    }
    expect(await buy()).toBe('accepted')
    const told = new Promise((resolve) => {
      panel?.subscribe(({ type }) => {
        if (type === 'guard-changed') resolve(type)
      })
    })
    expect((await guard(['halt'])).stdout).toBe(
      'halted: only cancellations go through; the running gateway applies it now\n',
    )
    expect(await buy()).toBe('guard.halted')
    await told
    expect(await call('guard.get', {})).toMatchObject({ ok: true, value: { state: 'halted' } })
    expect((await guard(['activate'], 'ACTIVE\n')).code).toBe(0)
    expect(await buy()).toBe('accepted')
  } finally {
    await panel?.close()
    await gateway.end('SIGKILL')
  }
})

import { describe, expect, it } from 'vitest'
import {
  emptyAccount,
  isUrl,
  needsKey,
  newAccount,
  onExchange,
  positiveId,
  practiceKindsOf,
} from '../../src-renderer/accounts/account-draft.ts'
import { emptyKey, refusedForWithdrawals, withKeyText } from '../../src-renderer/accounts/key-draft.ts'
import { keyFindings } from '../../src-renderer/accounts/key-findings.ts'
import { isOnlyPractising, missingPracticeAccounts } from '../../src-renderer/accounts/practice-accounts.ts'
import type { AccountView } from '../../src-renderer/views.ts'
import { exchangeNames, type KeyReport } from '../../src-shared/account.ts'
import { newAccountSchema } from '../../src-shared/contract/accounts.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { toWire } from '../../src-shared/wire.ts'
import { sampleAccount } from '../support/sample-account.ts'

const keychain = { available: true, reason: null }
const practice = { ...emptyAccount, name: ' Paper ', brokerId: '7' }
const key = { ...emptyKey, apiKey: ' k ', secret: 's\n' }

describe('a new account', () => {
  it('needs no key on the practice exchange of this application', () => {
    const built = newAccount(practice, emptyKey, keychain)
    expect(built).toEqual({
      input: {
        name: 'Paper',
        exchange: 'binance',
        brokerId: 7,
        userId: 1,
        environment: { kind: 'practice', url: null, accountKind: null },
        redisPermission: 'nothing',
        credentials: null,
        thisRunOnly: false,
        acceptWithdrawals: false,
      },
    })
    expect('input' in built && newAccountSchema.safeParse(built.input).success).toBe(true)
  })

  it('needs one everywhere else', () => {
    expect(needsKey({ ...practice, practiceUrl: 'http://127.0.0.1:1' })).toBe(true)
    const production = { ...practice, environment: 'production' } as const
    expect(newAccount(production, emptyKey, keychain)).toEqual({ wrong: new Set(['apiKey']) })
  })

  it('without a keychain takes a key for this run only', () => {
    const production = { ...practice, environment: 'production' } as const
    const none = { available: false, reason: 'no D-Bus' }
    expect(newAccount(production, key, none)).toEqual({ wrong: new Set(['apiKey']) })
    expect(newAccount(production, { ...key, thisRunOnly: true }, none)).toMatchObject({
      input: { credentials: { apiKey: 'k', secret: 's', passphrase: null }, thisRunOnly: true },
    })
  })

  it.each(exchangeNames)('on %s asks for what its profile wants', (exchange) => {
    const { passphrase, environments, practiceKinds } = exchangeProfiles[exchange]
    const real = { ...onExchange(practice, exchange), environment: 'production' } as const
    const without = newAccount(real, key, keychain)
    expect('wrong' in without).toBe(passphrase)
    expect(newAccount(real, { ...key, passphrase: 'words' }, keychain)).toMatchObject({
      input: { exchange, credentials: { passphrase: passphrase ? 'words' : null } },
    })
    expect(practiceKindsOf(onExchange(practice, exchange))).toEqual(practiceKinds.length > 1 ? practiceKinds : [])
    expect(practiceKindsOf(real)).toEqual([])
    const moved = onExchange({ ...practice, environment: 'testnet', practiceKind: 'unified' }, exchange)
    expect(environments).toContain(moved.environment)
    expect(moved.practiceKind).toBe(practiceKinds.includes('unified') ? 'unified' : null)
  })

  it('carries the kind of practice account', () => {
    const draft = { ...onExchange(practice, 'bitget'), practiceKind: 'unified' }
    expect(newAccount(draft, emptyKey, keychain)).toMatchObject({
      input: { environment: { kind: 'practice', accountKind: 'unified' } },
    })
  })

  it('forgets what was accepted for a key when another is typed', () => {
    const accepted = { ...key, acceptWithdrawals: true }
    expect(withKeyText(accepted, { secret: 'other' })).toMatchObject({
      secret: 'other',
      acceptWithdrawals: false,
    })
    const error = { class: 'refused', field: null, exchange: null } as const
    expect(refusedForWithdrawals({ ...error, text: { key: 'account.key_can_withdraw', params: {} } })).toBe(true)
    expect(refusedForWithdrawals({ ...error, text: { key: 'exchange.auth', params: {} } })).toBe(false)
    expect(refusedForWithdrawals(null)).toBe(false)
  })

  it.each(['', '0', '-1', '1.5', '9007199254740993', 'abc'])('refuses the id %j', (text) => {
    expect(positiveId(text)).toBeNull()
  })

  it.each([
    ['http://127.0.0.1:8080', true],
    ['javascript:alert(1)', false],
    ['nonsense', false],
  ])('judges the address %s: %s', (text, good) => {
    expect(isUrl(text)).toBe(good)
  })
})

const view = (change: Partial<AccountView>): AccountView => ({
  ...toWire(sampleAccount({ name: 'Practice Binance', userId: 5 })),
  credentials: 'this_run_only',
  practice: true,
  health: { state: 'unchecked' },
  blocked: false,
  ...change,
})

describe('practice accounts for all exchanges', () => {
  it('are those that are missing, under the next free broker ids', () => {
    const accounts = [view({}), view({ id: 'b', name: 'practice kucoin', exchange: 'bitget', brokerId: 3 })]
    const missing = missingPracticeAccounts(accounts)
    expect(missing).toMatchObject([
      { name: 'Practice KuCoin 2', exchange: 'kucoin', brokerId: 2, userId: 5, redisPermission: 'trade' },
      { name: 'Practice Kraken', exchange: 'kraken', brokerId: 4 },
    ])
    for (const input of missing) expect(newAccountSchema.safeParse(input).success).toBe(true)
  })

  it('do not count a practice exchange at another address', () => {
    const elsewhere = view({
      practice: false,
      environment: { kind: 'practice', url: 'http://127.0.0.1:1', accountKind: null },
    })
    expect(missingPracticeAccounts([elsewhere]).map(({ exchange }) => exchange)).toEqual(exchangeNames)
    expect(missingPracticeAccounts([])).toHaveLength(exchangeNames.length)
  })

  it('are offered to somebody who only practises', () => {
    expect(isOnlyPractising([])).toBe(true)
    expect(isOnlyPractising([view({})])).toBe(true)
    expect(isOnlyPractising([view({}), view({ environment: { kind: 'production' } })])).toBe(false)
  })
})

describe('what is worth seeing about a key', () => {
  const dayMs = 86_400_000
  const report: KeyReport = {
    canRead: true,
    canTrade: true,
    canWithdraw: false,
    ipRestricted: true,
    expiresAt: null,
    accountKind: 'spot',
    uid: null,
    notes: [],
  }
  const kinds = (change: Partial<KeyReport>, accepted = false): readonly string[] =>
    keyFindings({ ...report, ...change }, accepted, 0).map(({ kind, tone }) => `${kind} ${tone}`)

  it.each([
    [{}, ['trades good', 'ipBound plain']],
    [{ canTrade: false }, ['readOnly info', 'ipBound plain']],
    [{ canTrade: null, ipRestricted: null }, ['rightsUnknown plain']],
    [{ canRead: false }, ['cannotRead bad', 'ipBound plain']],
    [{ ipRestricted: false }, ['trades good', 'notIpBound warn']],
    [{ canWithdraw: true }, ['trades good', 'withdraws bad', 'ipBound plain']],
    [{ expiresAt: 0 }, ['trades good', 'ipBound plain', 'expired bad']],
    [{ expiresAt: 14 * dayMs - 1 }, ['trades good', 'ipBound plain', 'expires warn']],
    [{ expiresAt: 14 * dayMs }, ['trades good', 'ipBound plain', 'expires plain']],
  ] as const)('%j: %j', (change, expected) => {
    expect(kinds(change)).toEqual(expected)
  })

  it('is no alarm once the right to withdraw was accepted', () => {
    expect(kinds({ canWithdraw: true }, true)).toContain('withdrawsAccepted warn')
  })

  it('tells the whole days until it expires', () => {
    expect(keyFindings({ ...report, expiresAt: 2.5 * dayMs }, false, 0)).toContainEqual({
      kind: 'expires',
      tone: 'warn',
      days: 2,
    })
  })
})

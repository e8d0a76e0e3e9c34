import { LosslessNumber } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ExchangeAccount, isSameAccount, uidSchema } from '../../src-main/exchange/accounts/exchange-account.ts'
import { dayMs } from '../../src-main/exchange/orders/exchange-memory.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { limitOrder, redis, setUp, type Setup } from './desk-setup.ts'

const down = new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' })
const intent = { accountId: 'acc-1', request: limitOrder() }

/** An order whose answer was lost, at an exchange that cannot be asked before the gateway ends. */
async function leftInDoubt(before: Setup): Promise<void> {
  before.client.fate = 'lose_before'
  before.client.atSending = () => (before.client.down = down)
  const placing = before.desk.place(intent, redis())
  await before.clock.advance(4_000)
  await placing
  await before.desk.close()
  before.client.down = null
}

const lastFinding = (setup: Setup): unknown =>
  setup.journal.evidence.of(setup.journal.entries(1)[0]?.journalId ?? 0).findLast(({ what }) => what === 'asked')
    ?.detail

describe('an exchange that knows nothing of an order in doubt', () => {
  test.each([
    ['within its memory', 2 * dayMs - 60_000, 'rejected', 'not_done'],
    ['beyond its memory', 2 * dayMs, 'needs_attention', 'forgotten'],
    ['months later', 100 * dayMs, 'needs_attention', 'forgotten'],
  ])('%s: %i ms after sending it is %s', async (_when, afterMs, state, found) => {
    const before = await setUp()
    await leftInDoubt(before)
    await before.clock.advance(afterMs)
    const after = await before.restart()
    await after.clock.advance(40_000)
    expect(after.journal.entries(1)).toMatchObject([{ state }])
    expect(lastFinding(after)).toMatchObject({ found })
    expect(after.client.placings).toBe(1)
  })

  test('what it finds is believed at any age', async () => {
    const before = await setUp()
    before.client.fate = 'lose_after'
    before.client.atSending = () => (before.client.down = down)
    const placing = before.desk.place(intent, redis())
    await before.clock.advance(4_000)
    await placing
    await before.desk.close()
    before.client.down = null
    await before.clock.advance(30 * dayMs)
    const after = await before.restart()
    await after.clock.advance(1_000)
    expect(after.journal.entries(1)).toMatchObject([{ state: 'accepted', exchangeOrderId: '100' }])
  })

  test.each<readonly [string, ExchangeAccount, ExchangeAccount | null, string]>([
    ['the same key', { uid: null, key: 'a' }, { uid: null, key: 'a' }, 'rejected'],
    ['another key of nobody knows whom', { uid: null, key: 'a' }, { uid: null, key: 'b' }, 'needs_attention'],
    ['another key of the same account', { uid: '7', key: 'a' }, { uid: '7', key: 'b' }, 'rejected'],
    ['a key of another account', { uid: '7', key: 'a' }, { uid: '8', key: 'b' }, 'needs_attention'],
    ['no key', { uid: '7', key: 'a' }, null, 'needs_attention'],
  ])('asked with %s', async (_name, then, now, state) => {
    const before = await setUp({ exchangeAccount: () => then })
    await leftInDoubt(before)
    const after = await before.restart({ exchangeAccount: () => now })
    await after.clock.advance(60_000)
    expect(after.journal.entries(1)).toMatchObject([{ state }])
    if (state === 'needs_attention') expect(lastFinding(after)).toMatchObject({ found: 'other_account' })
  })

  test('the key it was sent with back in its place, the person can have it asked again', async () => {
    let now: ExchangeAccount = { uid: null, key: 'a' }
    const before = await setUp({ exchangeAccount: () => now })
    await leftInDoubt(before)
    now = { uid: null, key: 'b' }
    const after = await before.restart()
    await after.clock.advance(60_000)
    now = { uid: null, key: 'a' }
    after.desk.askAgain(after.journal.entries(1)[0]?.journalId ?? 0)
    await after.clock.advance(1_000)
    expect(after.journal.entries(1)).toMatchObject([{ state: 'rejected' }])
  })

  test('a row of an earlier version, which does not say, is asked about as before', () => {
    expect(isSameAccount(null, { uid: '1', key: 'a' })).toBe(true)
    expect(isSameAccount(null, null)).toBe(true)
  })

  test.each([
    ['a number of any size', new LosslessNumber('12345678901234567890'), '12345678901234567890'],
    ['a text', '7', '7'],
    ['nothing', undefined, null],
    ['an empty text', '', null],
    ['something else', {}, null],
  ])('what the exchange calls the account may be %s', (_what, told, uid) => {
    expect(z.looseObject({ uid: uidSchema }).parse(told === undefined ? {} : { uid: told })).toEqual({ uid })
  })
})

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PlaceOutcome } from '../../../src-main/trading/desk-types.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { type AccountLimits, noLimits } from '../../../src-shared/guard.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { account, limitOrder, panel, redis, setUp, type Setup } from '../desk-setup.ts'
import { money } from '../fake-client.ts'

const key = (outcome: PlaceOutcome): string => (outcome.outcome === 'accepted' ? 'accepted' : outcome.error.text.key)
const place = async ({ desk }: Setup, id: string, request: OrderRequest = limitOrder()): Promise<string> =>
  key(await desk.place({ accountId: 'acc-1', request }, panel(id)))
const limited = (limits: Partial<AccountLimits>): Promise<Setup> =>
  setUp({ accounts: { get: () => account({ limits: { ...noLimits, ...limits } }) } })
/** Worth so many dollars. */
const worth = (dollars: string): OrderRequest =>
  limitOrder({ price: money('10'), quantity: money(dollars).dividedBy(money('10')) })

describe('the kill switch', () => {
  test.each([
    ['active', 'accepted', 'accepted'],
    ['reducing', 'guard.reducing', 'accepted'],
    ['halted', 'guard.halted', 'guard.halted'],
  ] as const)('%s: a purchase ends %s, a sale %s', async (state, buy, sell) => {
    const setup = await setUp()
    setup.desk.guard.setKillSwitch(state, null, panel('s'))
    expect(await place(setup, 'b')).toBe(buy)
    expect(await place(setup, 's2', limitOrder({ side: 'sell' }))).toBe(sell)
  })

  test('a cancellation always passes, a change only as far as orders do', async () => {
    const setup = await setUp()
    const outcome = await setup.desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('b'))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const orderId = outcome.placed.order.id
    setup.desk.guard.setKillSwitch('halted', null, panel('s'))
    const change = { quantity: money('0.005'), price: null, triggerPrice: null }
    const edit = { accountId: 'acc-1', orderId, symbol: null, change }
    await expect(setup.desk.edit(edit, panel('e'))).rejects.toMatchObject({ text: { key: 'guard.halted' } })
    const cancel = { accountId: 'acc-1', orderId, symbol: null }
    expect(await setup.desk.cancel(cancel, panel('c'))).toMatchObject({ status: 'cancelled' })
  })

  test('is lifted only by typing the word, survives a restart, and every change is in the audit trail', async () => {
    const before = await setUp()
    before.desk.guard.setKillSwitch('halted', null, panel('1'))
    expect(() => before.desk.guard.setKillSwitch('active', null, panel('2'))).toThrow(/type the word ACTIVE/)
    expect(() => before.desk.guard.setKillSwitch('reducing', 'ACTIVE', panel('3'))).toThrow(/REDUCING/)
    const after = await before.restart()
    expect(after.desk.guard.killSwitch().state).toBe('halted')
    after.desk.guard.setKillSwitch('reducing', 'REDUCING', panel('4'))
    after.desk.guard.setKillSwitch('active', ' ACTIVE ', panel('5'))
    expect(after.journal.audit.entries(10).map(({ kind, detail }) => [kind, detail])).toEqual([
      ['guard', { from: 'reducing', to: 'active' }],
      ['guard', { from: 'halted', to: 'reducing' }],
      ['guard', { from: 'active', to: 'halted' }],
    ])
  })

  test('holds at once when another process sets it', async () => {
    const setup = await setUp()
    expect(await place(setup, 'a')).toBe('accepted')
    const other = Journal.open({ folder: setup.folder })
    other.killSwitch.set('halted', panel('other'))
    other.close()
    expect(await place(setup, 'b')).toBe('guard.halted')
  })
})

test('what another process tightens while this one sets the kill switch is not loosened', async () => {
  const { desk, journal, folder } = await setUp()
  const other = Journal.open({ folder })
  onTestFinished(() => other.close())
  const halt = (): void => other.killSwitch.set('halted', panel('other'))
  const look = journal.killSwitch.get.bind(journal.killSwitch)
  vi.spyOn(journal.killSwitch, 'get').mockImplementationOnce(() => {
    const seen = look()
    // It has to wait for its turn, and here finds that it does not come.
    expect(halt).toThrow(/holds/)
    return seen
  })
  desk.guard.setKillSwitch('reducing', null, panel('1'))
  halt()
  expect(() => desk.guard.setKillSwitch('reducing', null, panel('2'))).toThrow(/REDUCING/)
})

describe('the limits of an account', () => {
  test('symbols', async () => {
    const setup = await limited({ symbols: ['ETH/USDT'] })
    expect(await place(setup, 'a')).toBe('guard.symbol')
    expect(await place(setup, 'b', limitOrder({ symbol: 'ETHUSDT' }))).toBe('accepted')
  })

  test('the largest order', async () => {
    const setup = await limited({ largestOrder: money('100') })
    expect(await place(setup, 'a', worth('100'))).toBe('accepted')
    expect(await place(setup, 'b', worth('100.01'))).toBe('guard.largest_order')
  })

  test('orders per minute, refused ones not counted', async () => {
    const setup = await limited({ ordersPerMinute: 2 })
    setup.client.fate = 'refuse'
    expect(await place(setup, 'refused')).toBe('exchange.insufficient_balance')
    setup.client.fate = 'answer'
    expect([await place(setup, 'a'), await place(setup, 'b'), await place(setup, 'c')]).toEqual([
      'accepted',
      'accepted',
      'guard.orders_per_minute',
    ])
    await setup.clock.advance(60_001)
    expect(await place(setup, 'd')).toBe('accepted')
  })

  test('the worth of a day, from midnight to midnight UTC', async () => {
    const setup = await limited({ dailyNotional: money('250') })
    expect(await place(setup, 'a', worth('200'))).toBe('accepted')
    expect(await place(setup, 'b', worth('60'))).toBe('guard.daily_notional')
    expect(await place(setup, 'c', worth('50'))).toBe('accepted')
    await setup.clock.advance(86_400_000)
    expect(await place(setup, 'd', worth('60'))).toBe('accepted')
  })

  test('a change of an order counts as what the order becomes', async () => {
    const setup = await limited({ largestOrder: money('100') })
    const outcome = await setup.desk.place({ accountId: 'acc-1', request: worth('90') }, panel('b'))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const change = { quantity: money('11'), price: null, triggerPrice: null }
    const edit = { accountId: 'acc-1', orderId: outcome.placed.order.id, symbol: null, change }
    await expect(setup.desk.edit(edit, panel('e'))).rejects.toMatchObject({
      text: { key: 'guard.largest_order' },
    })
  })
})

describe('approval', () => {
  const bot = (setup: Setup, id: string, dollars: string, seconds = 30): Promise<string> => {
    const at = setup.clock.now() + seconds * 1000
    const deadline = {
      at,
      check: () => {
        if (setup.clock.now() > at) throw new Error('too late')
      },
    }
    return setup.desk.place({ accountId: 'acc-1', request: worth(dollars), deadline }, redis(id)).then(key)
  }

  test('a bot’s order above the threshold waits, a smaller one and a person’s do not', async () => {
    const setup = await limited({ approvalAbove: money('100') })
    expect(await bot(setup, 'small', '100')).toBe('accepted')
    expect(await place(setup, 'mine', worth('5000'))).toBe('accepted')
    const waiting = bot(setup, 'large', '101')
    await setup.clock.advance(1000)
    const [approval] = setup.desk.guard.approvals.list()
    expect(approval).toMatchObject({ accountId: 'acc-1', expiresAt: setup.clock.now() + 29_000 })
    expect(setup.client.placings).toBe(2)
    setup.desk.guard.approvals.decide(approval?.id ?? '', true)
    expect(await waiting).toBe('accepted')
    expect(setup.journal.audit.entries(1)).toMatchObject([{ kind: 'approval', detail: { verdict: 'approved' } }])
  })

  test('refused or forgotten, nothing is sent', async () => {
    const setup = await limited({ approvalAbove: money('100') })
    const refused = bot(setup, 'r', '101')
    await setup.clock.advance(10)
    setup.desk.guard.approvals.decide(setup.desk.guard.approvals.list()[0]?.id ?? '', false)
    expect(await refused).toBe('guard.approval_refused')
    const forgotten = bot(setup, 'f', '101')
    await setup.clock.advance(30_000)
    expect(await forgotten).toBe('guard.approval_expired')
    expect(setup.desk.guard.approvals.list()).toEqual([])
    expect(setup.client.placings).toBe(0)
  })

  test('of one account a hundred wait, and the next is refused', async () => {
    const setup = await limited({ approvalAbove: money('100') })
    const waiting = Array.from({ length: 100 }, (_, index) => bot(setup, `w${index}`, '101'))
    await setup.clock.advance(10)
    expect(setup.desk.guard.approvals.list()).toHaveLength(100)
    expect(await bot(setup, 'one too many', '101')).toBe('guard.approvals_full')
    await setup.clock.advance(30_000)
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['guard.approval_expired']))
    expect(setup.client.placings).toBe(0)
  })

  test('an order that may mean two things waits for the person to say which', async () => {
    const { desk, journal, clock } = await setUp()
    const { guard } = desk
    const readings = { coins: worth('100'), usdt: null }
    const about = { accountId: 'acc-1', origin: redis('t3'), notionalUsd: null, readings }
    const meant = guard.askMeaning(about, { at: clock.now() + 30_000, check: () => undefined })
    const id = guard.approvals.list()[0]?.id ?? ''
    expect(() => guard.approvals.decide(id, true)).toThrow('First say which')
    expect(() => guard.approvals.decide(id, true, 'usdt')).toThrow('First say which')
    guard.approvals.decide(id, true, 'coins')
    expect(await meant).toBe('coins')
    expect(journal.audit.entries(1)).toMatchObject([{ kind: 'approval', detail: { meaning: 'coins' } }])
    const forgotten = guard.askMeaning(about, { at: clock.now() + 30_000, check: () => undefined })
    const refusal = expect(forgotten).rejects.toMatchObject({ text: { key: 'guard.approval_expired' } })
    await clock.advance(30_000)
    await refusal
  })

  test('what was approved still passes the kill switch', async () => {
    const setup = await limited({ approvalAbove: money('100') })
    const waiting = bot(setup, 'w', '101')
    await setup.clock.advance(10)
    setup.desk.guard.setKillSwitch('halted', null, panel('h'))
    setup.desk.guard.approvals.decide(setup.desk.guard.approvals.list()[0]?.id ?? '', true)
    expect(await waiting).toBe('guard.halted')
  })
})

test('a deadline that passes while an order is prepared keeps it from being sent', async () => {
  const setup = await setUp()
  const deadline = {
    at: 0,
    check: () => {
      throw new Error('too late')
    },
  }
  await setup.desk.place({ accountId: 'acc-1', request: limitOrder(), deadline }, redis())
  expect(setup.client.placings).toBe(0)
})

import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { PlaceOutcome } from '../../src-main/trading/desk-types.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Order } from '../../src-shared/order.ts'
import { limitOrder, panel, redis, setUp, type Setup } from './desk-setup.ts'
import { money } from './fake-client.ts'

const intent = { accountId: 'acc-1', request: limitOrder() }
const down = new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' })

/** Places and lets the time pass that a caller waits. */
async function placeAndWait({ desk, clock }: Setup, origin = redis()): Promise<PlaceOutcome> {
  const placing = desk.place(intent, origin)
  await clock.advance(4000)
  return placing
}

describe('placing with an unknown outcome', () => {
  test('executed but not answered: the caller learns the order, nothing is sent again', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    const outcome = await placeAndWait(setup)
    expect(outcome).toMatchObject({ outcome: 'accepted', placed: { order: { id: '100' } } })
    expect(setup.client.placings).toBe(1)
    expect(setup.events.map((event) => event.type === 'order' && event.outcome.outcome)).toEqual([
      'unknown',
      'accepted',
    ])
    expect(setup.desk.doubtful().unknown).toBe(0)
  })

  test('its client id is under way from the beginning until its outcome is known', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    setup.client.blindFor = 4
    const known: string[] = []
    setup.desk.subscribe((event) => {
      if (event.type === 'order' && event.outcome.outcome !== 'rejected') known.push(event.outcome.clientOrderId)
    })
    const placing = setup.desk.place(intent, redis())
    await setup.clock.advance(4_000)
    await placing
    const [id = ''] = known
    expect(setup.desk.isUnderWay('acc-1', id)).toBe(true)
    expect(setup.desk.isUnderWay('acc-2', id)).toBe(false)
    await setup.clock.advance(12_000)
    expect(setup.desk.isUnderWay('acc-1', id)).toBe(false)
  })

  test('a question about it keeps its place among the exchange’s requests', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    await placeAndWait(setup)
    expect(setup.client.findPatienceMs).toEqual([180_000])
  })

  test('an order that the exchange shows late is found later', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    setup.client.blindFor = 4
    const outcome = await placeAndWait(setup)
    expect(outcome).toMatchObject({ outcome: 'unknown', error: { class: 'unknown-outcome' } })
    expect(setup.desk.doubtful().unknown).toBe(1)
    await setup.clock.advance(12_000)
    expect(setup.desk.doubtful().unknown).toBe(0)
    expect(setup.events.at(-1)).toMatchObject({ type: 'order', outcome: { outcome: 'accepted' } })
    expect(await setup.desk.place(intent, redis())).toMatchObject({ outcome: 'accepted' })
  })

  test('not executed: unknown until the settling time has passed, then not placed', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_before'
    expect(await placeAndWait(setup)).toMatchObject({ outcome: 'unknown' })
    await setup.clock.advance(setup.client.memory.byClientId.fromMs - 4000 - 1)
    expect(setup.desk.doubtful().unknown).toBe(1)
    await setup.clock.advance(1)
    expect(setup.desk.doubtful().unknown).toBe(0)
    expect(setup.journal.entries(1)).toMatchObject([
      { state: 'rejected', error: { text: { key: 'order.outcome.not_placed' } } },
    ])
    expect(setup.events.at(-1)).toMatchObject({ type: 'order', outcome: { outcome: 'rejected' } })
    expect(setup.client.placings).toBe(1)
    expect(setup.clock.waiting).toBe(0)
  })

  test('questions come with growing gaps', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_before'
    const started = setup.clock.now()
    const asked: number[] = []
    const find = setup.client.findOrder.bind(setup.client)
    setup.client.findOrder = (request, id) => {
      asked.push(setup.clock.now() - started)
      return find(request, id)
    }
    await placeAndWait(setup)
    await setup.clock.advance(60_000)
    expect(asked).toEqual([300, 1300, 3300, 7300, 15_300, 20_000])
  })

  test('the lists have a say before an order counts as not placed', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    setup.client.blindFor = Number.POSITIVE_INFINITY
    await placeAndWait(setup)
    await setup.clock.advance(20_000)
    expect(setup.journal.entries(1)).toMatchObject([{ state: 'accepted', exchangeOrderId: '100' }])
  })

  test('an exchange that cannot be asked leaves the row unknown, and is asked on', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    setup.client.atSending = () => (setup.client.down = down)
    expect(await placeAndWait(setup)).toMatchObject({ outcome: 'unknown' })
    await setup.clock.advance(600_000)
    expect(setup.desk.doubtful().unknown).toBe(1)
    setup.client.down = null
    await setup.clock.advance(30_000)
    expect(setup.journal.entries(1)).toMatchObject([{ state: 'accepted' }])
  })

  test('an error of ours after sending is unknown, never rejected', async () => {
    const setup = await setUp()
    setup.client.fate = 'own_bug'
    expect(await placeAndWait(setup)).toMatchObject({ outcome: 'accepted' })
    expect(setup.events[0]).toMatchObject({ outcome: { outcome: 'unknown' } })
  })

  test('"duplicate order" is no proof that this request placed nothing: its order is found', async () => {
    const setup = await setUp()
    await setup.desk.place(intent, redis())
    const id = setup.client.orders[0]?.clientOrderId ?? ''
    const { desk, clock, client } = await setUp() // the journal was lost
    client.orders.push(...setup.client.orders)
    client.fate = 'duplicate'
    const again = desk.place(intent, redis())
    await clock.advance(4000)
    expect(await again).toMatchObject({ outcome: 'accepted', clientOrderId: id })
  })

  test('a repeated request whose first is still unknown waits, and gets what is found', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_after'
    setup.client.blindFor = 3
    await placeAndWait(setup)
    expect(await placeAndWait(setup)).toMatchObject({ outcome: 'accepted' })
    expect(setup.client.placings).toBe(1)
  })

  test('a question under way at closing is let end, and is the last', async () => {
    const { desk, client, clock, journal } = await setUp()
    client.fate = 'lose_after'
    let answer = (): void => undefined
    client.findOrder = () => new Promise((resolve) => (answer = () => resolve(null)))
    const placing = desk.place(intent, redis())
    await clock.advance(1000)
    const closed = desk.close()
    await clock.advance(10)
    answer()
    await closed
    expect(await placing).toMatchObject({ outcome: 'unknown' })
    expect(journal.entries(1)).toMatchObject([{ state: 'unknown' }])
    expect(clock.waiting).toBe(0)
  })

  test('the message of the unknown outcome names the client id', async () => {
    const setup = await setUp()
    setup.client.fate = 'lose_before'
    const outcome = await placeAndWait(setup)
    if (outcome.outcome !== 'unknown') throw new Error(outcome.outcome)
    expect(outcome.error.text).toEqual({
      key: 'order.outcome.unknown',
      params: { clientOrderId: outcome.clientOrderId },
    })
  })
})

describe('after a crash', () => {
  test('sent and executed: found at once, one order', async () => {
    const before = await setUp()
    before.client.fate = 'hang'
    void before.desk.place(intent, redis())
    await before.clock.advance(0)
    const after = await before.restart()
    before.client.release() // the exchange executes what it got before the crash
    await after.clock.advance(1)
    expect(after.journal.entries(1)).toMatchObject([{ state: 'accepted', exchangeOrderId: '100' }])
    expect(await after.desk.place(intent, redis())).toMatchObject({ outcome: 'accepted' })
    expect(after.client.placings).toBe(1)
  })

  test('sent long ago and never executed: not placed at the first question', async () => {
    const before = await setUp()
    before.client.fate = 'hang'
    void before.desk.place(intent, redis())
    await before.clock.advance(0)
    await before.clock.advance(120_000)
    const after = await before.restart()
    await after.clock.advance(1)
    expect(after.journal.entries(1)).toMatchObject([
      { state: 'rejected', error: { text: { key: 'order.outcome.not_placed' } } },
    ])
  })

  test('sent just now: "not found" is proof only when the settling time after the restart has passed', async () => {
    const before = await setUp()
    before.client.fate = 'hang'
    void before.desk.place(intent, redis())
    await before.clock.advance(5000)
    const after = await before.restart()
    await after.clock.advance(19_999)
    expect(after.desk.doubtful().unknown).toBe(1)
    await after.clock.advance(1)
    expect(after.desk.doubtful().unknown).toBe(0)
  })

  test('an intent of an earlier version, which was never sent, is not placed, without asking', async () => {
    const before = await setUp()
    const id = before.journal.beginNow({
      accountId: 'acc-1',
      operation: 'place',
      origin: redis(),
      payload: 'p',
      clientOrderId: 'c1',
      symbol: 'BTC/USDT',
      notionalUsd: null,
      request: limitOrder(),
      normalised: limitOrder(),
    })
    const database = new DatabaseSync(before.journal.file)
    database.prepare(`UPDATE operations SET state = 'intent', sent_at = NULL WHERE id = ?`).run(id)
    database.close()
    const after = await before.restart()
    await after.clock.advance(1)
    expect(after.journal.entries(1)).toMatchObject([{ state: 'rejected' }])
    expect(after.client.calls).toEqual([])
  })

  test('an unknown order is settled before new orders of its account, other accounts are not held back', async () => {
    const before = await setUp()
    before.client.fate = 'lose_after'
    before.client.atSending = () => (before.client.down = down)
    const lost = before.desk.place(intent, redis())
    await before.clock.advance(4000)
    await lost
    before.client.fate = 'answer'
    before.client.atSending = () => undefined
    before.client.down = null
    before.client.blindFor = 2
    const after = await before.restart()
    const same = after.desk.place(intent, redis('request-2'))
    const other = await after.desk.place({ ...intent, accountId: 'acc-2' }, redis('request-3'))
    expect(other).toMatchObject({ outcome: 'accepted' })
    expect(after.client.placings).toBe(2)
    await after.clock.advance(10_000)
    expect(await same).toMatchObject({ outcome: 'accepted' })
    const [sameRow, , lostRow] = after.journal.entries(3)
    expect(sameRow?.createdAt).toBeGreaterThanOrEqual(lostRow?.updatedAt ?? Infinity)
  })

  test('an account that cannot be settled refuses new orders until a person has to look; cancelling works', async () => {
    const before = await setUp({ giveUpAfterMs: 60_000 })
    const placed = await before.desk.place(intent, panel())
    before.client.fate = 'lose_after'
    before.client.findOrder = () => Promise.reject(down)
    void before.desk.place(intent, redis())
    await before.clock.advance(4000)
    before.client.fate = 'answer'
    const after = await before.restart()
    const next = after.desk.place(intent, redis('request-2'))
    if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
    const cancelled = after.desk.cancel(
      { accountId: 'acc-1', orderId: placed.placed.order.id, symbol: null },
      panel('c'),
    )
    expect(await cancelled).toMatchObject({ status: 'cancelled' })
    await after.clock.advance(10_000)
    expect(await next).toMatchObject({
      outcome: 'rejected',
      error: { class: 'retryable', text: { key: 'order.account_settling' } },
    })
    expect(after.desk.doubtful()).toEqual({ unknown: 1, needsAttention: 0 })
    await after.clock.advance(60_000)
    expect(after.desk.doubtful()).toEqual({ unknown: 0, needsAttention: 1 })
    expect(await after.desk.place(intent, redis('request-3'))).toMatchObject({ outcome: 'accepted' })
  })
})

describe('what cannot be found out', () => {
  async function inNeed(): Promise<Setup & { readonly journalId: number }> {
    const setup = await setUp({ giveUpAfterMs: 60_000 })
    setup.client.fate = 'lose_after'
    void setup.desk.place(intent, redis())
    await setup.clock.advance(0)
    setup.client.down = down
    await setup.clock.advance(100_000)
    setup.client.fate = 'answer'
    setup.client.down = null
    return { ...setup, journalId: setup.journal.entries(1)[0]?.journalId ?? 0 }
  }

  test('is left to a person with all that was asked, and never sent again', async () => {
    const { desk, journal, client, clock, journalId } = await inNeed()
    expect(journal.byId(journalId)).toMatchObject({
      state: 'needs_attention',
      error: { text: { key: 'order.outcome.needs_attention' } },
    })
    const evidence = journal.evidence.of(journalId)
    expect(evidence[0]).toMatchObject({ what: 'no_answer' })
    expect(evidence.filter(({ what }) => what === 'could_not_ask').length).toBeGreaterThan(5)
    expect(evidence.at(-1)).toMatchObject({ what: 'given_up' })
    const calls = client.calls.length
    await clock.advance(600_000)
    expect(client.calls.length).toBe(calls)
    expect(await desk.place(intent, redis())).toMatchObject({ outcome: 'unknown' })
    expect(client.placings).toBe(1)
  })

  test('is settled when a person has it asked again and the exchange answers by then', async () => {
    const { desk, journal, clock, journalId } = await inNeed()
    desk.askAgain(journalId)
    await clock.advance(10)
    expect(journal.byId(journalId)).toMatchObject({ state: 'accepted', exchangeOrderId: '100' })
    expect(() => desk.askAgain(journalId)).toThrow(/not in doubt/)
  })

  test('is asked again at the next start, without holding new orders back', async () => {
    const before = await inNeed()
    before.client.down = down
    const after = await before.restart()
    await after.clock.advance(10)
    expect(after.desk.doubtful()).toEqual({ unknown: 0, needsAttention: 1 })
    after.client.down = null
    expect(await after.desk.place(intent, panel())).toMatchObject({ outcome: 'accepted' })
    const again = await after.restart()
    await again.clock.advance(10)
    expect(again.desk.doubtful()).toEqual({ unknown: 0, needsAttention: 0 })
  })

  test('a person may say that nothing was placed', async () => {
    const { desk, journal, journalId } = await inNeed()
    await desk.settleByHand(journalId, null, panel('by hand'))
    expect(journal.byId(journalId)).toMatchObject({
      state: 'rejected',
      error: { text: { key: 'order.outcome.settled_by_hand' } },
    })
    expect(journal.audit.entries(1)).toMatchObject([{ kind: 'settled', origin: panel('by hand') }])
    await expect(desk.settleByHand(journalId, null, panel('twice'))).rejects.toThrow(/not in doubt/)
  })

  test('a person may name the order that was placed, if the exchange knows it', async () => {
    const { desk, journal, journalId } = await inNeed()
    await expect(desk.settleByHand(journalId, '4711', panel('wrong'))).rejects.toMatchObject({
      class: 'not-found',
    })
    await desk.settleByHand(journalId, '100', panel('right'))
    expect(journal.byId(journalId)).toMatchObject({ state: 'accepted', exchangeOrderId: '100' })
  })

  test('an order that the exchange calls a duplicate and does not show is no order "never placed"', async () => {
    const { desk, client, clock } = await setUp()
    client.fate = 'duplicate'
    void desk.place(intent, redis())
    await clock.advance(60_000)
    expect(desk.doubtful()).toEqual({ unknown: 0, needsAttention: 1 })
  })
})

describe('cancelling and editing', () => {
  async function withOrder(): Promise<Setup & { readonly order: Order }> {
    const setup = await setUp()
    const outcome = await setup.desk.place(intent, panel())
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    return { ...setup, order: outcome.placed.order }
  }
  const change = { quantity: money('0.005'), price: null, triggerPrice: null }

  test('a cancel needs no symbol: the journal or the open orders know it', async () => {
    const { desk, client, order, events, journal } = await withOrder()
    await desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: null }, redis('c1'))
    expect(client.calls).not.toContain('fetchOpenOrders')
    expect(events.at(-1)).toMatchObject({ type: 'cancelled', order: { status: 'cancelled' } })
    expect(journal.entries(1)).toMatchObject([{ operation: 'cancel', state: 'accepted', exchangeOrderId: order.id }])
    client.orders.push({ ...order, id: '999', status: 'open' })
    await desk.cancel({ accountId: 'acc-1', orderId: '999', symbol: null }, redis('c2'))
    expect(client.calls).toContain('fetchOpenOrders')
    await expect(desk.cancel({ accountId: 'acc-1', orderId: '555', symbol: null }, redis('c3'))).rejects.toMatchObject({
      class: 'not-found',
    })
  })

  test('a cancel executed but not answered is confirmed by asking for the order', async () => {
    const { desk, client, order, clock } = await withOrder()
    client.fate = 'lose_after'
    const cancelling = desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: 'BTCUSDT' }, panel('c'))
    await clock.advance(4000)
    expect(await cancelling).toMatchObject({ status: 'cancelled' })
    expect(client.calls.filter((call) => call === 'cancel')).toHaveLength(1)
  })

  test('a cancel that was lost is unknown first, and then had no effect', async () => {
    const { desk, client, order, clock, journal } = await withOrder()
    client.fate = 'lose_before'
    const cancelling = desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: null }, panel('c'))
    const failed = expect(cancelling).rejects.toMatchObject({
      class: 'unknown-outcome',
      text: { key: 'order.cancel.unknown', params: { orderId: order.id } },
    })
    await clock.advance(4000)
    await failed
    await clock.advance(16_000)
    expect(journal.entries(1)).toMatchObject([{ state: 'rejected', error: { text: { key: 'order.cancel.not_done' } } }])
  })

  test('an edit gives the order as it is now, and happens once a request', async () => {
    const { desk, client, order, events } = await withOrder()
    const edit = { accountId: 'acc-1', orderId: order.id, symbol: null, change }
    const edited = await desk.edit(edit, panel('e'))
    expect(edited.quantity?.toString()).toBe('0.005')
    expect(events.at(-1)).toMatchObject({ type: 'edited' })
    expect((await desk.edit(edit, panel('e'))).id).toBe(edited.id)
    expect(client.orders).toHaveLength(2)
    await expect(
      desk.edit({ ...edit, change: { quantity: null, price: null, triggerPrice: null } }, panel('f')),
    ).rejects.toMatchObject({ text: { key: 'order.edit.nothing' } })
  })

  test('an edit executed but not answered is found by the id of the replacement', async () => {
    const { desk, client, order, clock } = await withOrder()
    client.fate = 'lose_after'
    const editing = desk.edit({ accountId: 'acc-1', orderId: order.id, symbol: null, change }, panel('e'))
    await clock.advance(4000)
    expect(await editing).toMatchObject({ id: '101', status: 'open' })
  })

  test('a replacement that keeps the old client id is found by that one', async () => {
    const { desk, client, order, clock } = await withOrder()
    client.fate = 'lose_after'
    client.keepsClientIds = true
    const editing = desk.edit({ accountId: 'acc-1', orderId: order.id, symbol: null, change }, panel('e'))
    await clock.advance(4000)
    expect(await editing).toMatchObject({ id: '101', status: 'open', clientOrderId: order.clientOrderId })
  })

  test.each([
    ['lose_before', false, 'order.edit.not_done'],
    ['lose_after', true, 'order.edit.replacement_missing'],
  ] as const)('an edit that ended as %s (replacement lost: %s) is %s', async (fate, lost, key) => {
    const { desk, client, order, clock, journal } = await withOrder()
    client.fate = fate
    client.loseReplacement = lost
    const editing = desk.edit({ accountId: 'acc-1', orderId: order.id, symbol: null, change }, panel('e'))
    const failed = expect(editing).rejects.toMatchObject({ text: { key: 'order.edit.unknown' } })
    await clock.advance(4000)
    await failed
    await clock.advance(16_000)
    expect(journal.entries(1)).toMatchObject([{ state: 'rejected', error: { text: { key } } }])
  })

  test('an edit to what the order already was is not taken for done when its replacement was lost', async () => {
    const { desk, client, order, clock, journal } = await withOrder()
    client.fate = 'lose_after'
    client.loseReplacement = true
    const same = { quantity: order.quantity, price: null, triggerPrice: null }
    const editing = desk.edit({ accountId: 'acc-1', orderId: order.id, symbol: null, change: same }, panel('e'))
    const failed = expect(editing).rejects.toMatchObject({ class: 'unknown-outcome' })
    await clock.advance(20_000)
    await failed
    expect(journal.entries(1)[0]?.error?.text.key).toBe('order.edit.replacement_missing')
  })

  test('a cancel under way at a crash is settled after the restart', async () => {
    const setup = await withOrder()
    setup.client.fate = 'hang'
    void setup.desk.cancel({ accountId: 'acc-1', orderId: setup.order.id, symbol: null }, panel('c'))
    await setup.clock.advance(0)
    setup.client.release()
    const after = await setup.restart()
    await after.clock.advance(1)
    expect(after.journal.entries(1)).toMatchObject([{ operation: 'cancel', state: 'accepted' }])
  })
})

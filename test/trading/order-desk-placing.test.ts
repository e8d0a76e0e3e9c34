import { describe, expect, test } from 'vitest'
import type { PlaceOutcome } from '../../src-main/trading/desk-types.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import { account, limitOrder, panel, redis, setUp } from './desk-setup.ts'
import { money } from './fake-client.ts'

const intent = { accountId: 'acc-1', request: limitOrder() }

const errorKey = (outcome: PlaceOutcome): string | null =>
  outcome.outcome === 'accepted' ? null : outcome.error.text.key

describe('placing', () => {
  test('an order is in the journal as sent at the moment of sending, and accepted after', async () => {
    const { desk, journal, client, events } = await setUp()
    client.atSending = () => expect(journal.entries(1)[0]).toMatchObject({ state: 'sent', accountId: 'acc-1' })
    const outcome = await desk.place(intent, panel())
    expect(outcome).toMatchObject({ outcome: 'accepted', placed: { order: { id: '100' } } })
    expect(journal.entries(10)).toMatchObject([
      { state: 'accepted', operation: 'place', exchangeOrderId: '100', symbol: 'BTC/USDT', origin: panel() },
    ])
    expect(events).toMatchObject([{ type: 'order', accountId: 'acc-1', outcome: { outcome: 'accepted' } }])
    expect(outcome.journalId).toBeGreaterThan(2 ** 40)
    expect(outcome.journalId).toBeLessThan(2 ** 53)
    expect(client.placings).toBe(1)
  })

  test('the client order id at the exchange is the one answered and journalled', async () => {
    const { desk, journal, client } = await setUp()
    const outcome = await desk.place(intent, redis())
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    expect(client.orders[0]?.clientOrderId).toBe(outcome.clientOrderId)
    expect(journal.entries(1)[0]?.clientOrderId).toBe(outcome.clientOrderId)
  })

  test('the quantity sent is the normalised one, the journal keeps what was asked', async () => {
    const { desk, journal, client } = await setUp()
    await desk.place({ accountId: 'acc-1', request: limitOrder({ quantity: money('0.010009') }) }, panel())
    expect(client.orders[0]?.quantity?.toString()).toBe('0.01')
    expect(journal.entries(1)[0]?.request).toMatchObject({ quantity: '0.010009' })
  })

  test.each(['BTCUSDT', 'btc/usdt', 'BTC-USDT', 'btc_usdt'])('the spelling %s means BTC/USDT', async (symbol) => {
    const { desk, client } = await setUp()
    await desk.place({ accountId: 'acc-1', request: limitOrder({ symbol }) }, panel())
    expect(client.orders[0]?.symbol).toBe('BTC/USDT')
  })

  test('a refusal of the exchange is rejected, with its reason', async () => {
    const { desk, journal, client } = await setUp()
    client.fate = 'refuse'
    const outcome = await desk.place(intent, panel())
    expect(outcome).toMatchObject({ outcome: 'rejected', journalId: expect.any(Number) as number })
    expect(errorKey(outcome)).toBe('exchange.insufficient_balance')
    expect(journal.entries(1)).toMatchObject([{ state: 'rejected' }])
  })

  test('a rate limit means that nothing was executed: rejected', async () => {
    const { desk, client } = await setUp()
    client.fate = 'rate_limit'
    expect(await desk.place(intent, panel())).toMatchObject({
      outcome: 'rejected',
      error: { class: 'rate-limit' },
    })
  })

  test('what is refused before sending is journalled too, and nothing is sent', async () => {
    const { desk, journal, client, events } = await setUp()
    const zero = { accountId: 'acc-1', request: limitOrder({ quantity: money('1e-30') }) }
    const outcome = await desk.place(zero, panel())
    expect(outcome).toMatchObject({ outcome: 'rejected', error: { class: 'refused', field: 'quantity' } })
    const unlisted = { accountId: 'acc-1', request: limitOrder({ symbol: 'FOO/BAR' }) }
    expect(errorKey(await desk.place(unlisted, panel('form-2')))).toBe('order.symbol.unknown')
    expect(journal.entries(10).map((entry) => entry.state)).toEqual(['rejected', 'rejected'])
    expect(client.placings).toBe(0)
    expect(events).toHaveLength(2)
  })

  test('an account that does not exist is refused without a row', async () => {
    const { desk, journal } = await setUp()
    const outcome = await desk.place({ ...intent, accountId: 'gone' }, panel())
    expect(outcome).toMatchObject({ outcome: 'rejected', journalId: null, error: { class: 'not-found' } })
    expect(journal.entries(10)).toEqual([])
  })

  test('a foreign user and a permission not given are refused for requests over Redis', async () => {
    const readOnly = account({ redisPermission: 'read' })
    const { desk, client } = await setUp({ accounts: { get: () => readOnly } })
    expect(errorKey(await desk.place(intent, redis('r-1', 8)))).toBe('redis.foreign_user')
    expect(errorKey(await desk.place(intent, redis('r-2')))).toBe('redis.not_permitted')
    await expect(desk.cancel({ accountId: 'acc-1', orderId: '1', symbol: null }, redis('r-3'))).rejects.toThrow(
      /does not allow/,
    )
    expect(client.calls).toEqual([])
  })

  test('a key whose rights nobody has read places and changes nothing; it cancels', async () => {
    const unread = account({ rightsRead: false })
    const { desk, client } = await setUp({ accounts: { get: () => unread } })
    expect(errorKey(await desk.place(intent, panel()))).toBe('account.rights_unread')
    const target = { accountId: 'acc-1', orderId: '1', symbol: 'BTC/USDT' }
    const change = { quantity: money('1'), price: null, triggerPrice: null }
    await expect(desk.edit({ ...target, change }, panel('e'))).rejects.toMatchObject({
      text: { key: 'account.rights_unread', params: { exchange: 'Binance' } },
    })
    expect(client.placings).toBe(0)
    await expect(desk.cancel(target, panel('c'))).rejects.toMatchObject({ class: 'not-found' })
    const exit = { kind: 'bracket', requestId: 'b.1', bracketId: 'b' } as const
    expect(await desk.place(intent, exit)).toMatchObject({ outcome: 'accepted' })
  })

  test('a listener that throws changes nothing', async () => {
    const { desk } = await setUp()
    desk.subscribe(() => {
      throw new Error('listener')
    })
    expect(await desk.place(intent, panel())).toMatchObject({ outcome: 'accepted' })
  })

  test('previewing rounds and refuses, and neither writes nor sends', async () => {
    const { desk, journal, client } = await setUp()
    const request = limitOrder({ symbol: 'btcusdt', quantity: money('0.123456789') })
    const preview = await desk.preview({ accountId: 'acc-1', request })
    expect(preview).toMatchObject({ symbol: 'BTC/USDT' })
    expect(JSON.stringify(preview)).toContain('"quantity":"0.12345"')
    await expect(
      desk.preview({ accountId: 'acc-1', request: limitOrder({ quantity: money('0') }) }),
    ).rejects.toMatchObject({ field: 'quantity' })
    expect(journal.entries(1)).toEqual([])
    expect(client.placings).toBe(0)
  })

  test('what a dry run asks the exchange about is what would go to it: without the exits that the application keeps', async () => {
    const { desk } = await setUp()
    const leg = (price: string) => ({ triggerPrice: money(price), limitPrice: null })
    const exits = { takeProfit: leg('60000'), stopLoss: leg('40000') }
    const request = limitOrder({ exits })
    expect(await desk.preview({ accountId: 'acc-1', request })).toMatchObject({ exits })
    expect(await desk.sendable({ accountId: 'acc-1', request })).toMatchObject({ kind: 'limit', exits: null })
  })

  test('history is asked for every symbol that the account traded', async () => {
    const { desk, client } = await setUp()
    await desk.place(intent, panel())
    await desk.place({ accountId: 'acc-1', request: limitOrder({ symbol: 'ETHUSDT' }) }, panel('form-2'))
    await desk.closedOrders('acc-1', { symbol: null, since: 5, until: null, limit: 10 })
    expect(client.closedQuery).toEqual({
      symbol: null,
      symbols: ['BTC/USDT', 'ETH/USDT'],
      since: 5,
      until: null,
      limit: 10,
    })
    await desk.closedOrders('acc-2', { symbol: 'ethusdt', since: null, until: null, limit: 10 })
    expect(client.closedQuery).toMatchObject({ symbol: 'ETH/USDT', symbols: [] })
  })
})

describe('one request, one order', () => {
  test('a repeated request gets the stored outcome', async () => {
    const { desk, client } = await setUp()
    const first = await desk.place(intent, redis())
    const again = await desk.place({ ...intent, request: limitOrder({ quantity: money('0.0100') }) }, {
      ...redis(),
      traceId: 'x',
    } as ReturnType<typeof redis>)
    expect(JSON.stringify(again)).toBe(JSON.stringify(first))
    expect(client.placings).toBe(1)
  })

  test('a request repeated while the first is under way gets the same outcome', async () => {
    const { desk, client, clock } = await setUp()
    client.fate = 'hang'
    const first = desk.place(intent, panel())
    const again = desk.place(intent, panel())
    await clock.advance(0)
    client.release()
    expect(await again).toEqual(await first)
    expect(client.placings).toBe(1)
  })

  test('a request repeated after a restart gets the stored outcome, the raw answer included', async () => {
    const before = await setUp()
    const first = await before.desk.place(intent, redis())
    const after = await before.restart()
    expect(JSON.stringify(await after.desk.place(intent, redis()))).toBe(JSON.stringify(first))
    expect(after.client.placings).toBe(1)
  })

  test('a refused request repeated gets the stored refusal', async () => {
    const { desk, client } = await setUp()
    client.fate = 'refuse'
    const first = await desk.place(intent, redis())
    client.fate = 'answer'
    expect(await desk.place(intent, redis())).toEqual(first)
    expect(client.placings).toBe(1)
  })

  test.each([
    ['another quantity', { ...intent, request: limitOrder({ quantity: money('0.02') }) }, redis()],
    ['another account', { ...intent, accountId: 'acc-2' }, redis()],
    ['another user', intent, redis('request-1', 8)],
  ])(
    'a request id used again for %s is a conflict, also while the first is under way',
    async (_what, other, origin) => {
      const { desk, client, clock } = await setUp()
      client.fate = 'hang'
      const first = desk.place(intent, redis())
      await clock.advance(0)
      const conflict = {
        outcome: 'rejected',
        journalId: null,
        error: { text: { key: 'order.duplicate_request' } },
      }
      expect(await desk.place(other, origin)).toMatchObject(conflict)
      client.release()
      await first
      expect(await desk.place(other, origin)).toMatchObject(conflict)
      expect(client.placings).toBe(1)
    },
  )

  test('the same id from the panel and from Redis are two requests', async () => {
    const { desk, client } = await setUp()
    await desk.place(intent, redis('same'))
    await desk.place(intent, panel('same'))
    expect(new Set(client.orders.map((order) => order.clientOrderId)).size).toBe(2)
  })
})

describe('closing', () => {
  test('an order that waits to leave is answered that nothing was sent; a step of a bracket still leaves', async () => {
    const { desk, client } = await setUp()
    client.atSending = () => desk.endSending()
    expect(errorKey(await desk.place(intent, panel()))).toBe('error.shutting_down')
    expect(client.orders).toEqual([])
    const step = { kind: 'bracket', requestId: 'step-1', bracketId: 'bracket-1' } as const
    expect(await desk.place(intent, step)).toMatchObject({ outcome: 'accepted' })
  })

  test('what is under way ends, what comes later is refused', async () => {
    const { desk, client, clock, journal } = await setUp()
    client.fate = 'hang'
    const first = desk.place(intent, panel())
    await clock.advance(0)
    const closed = desk.close()
    expect(errorKey(await desk.place(intent, panel('form-2')))).toBe('error.shutting_down')
    client.release()
    expect(await first).toMatchObject({ outcome: 'accepted' })
    await closed
    expect(journal.entries(10).map((entry) => entry.state)).toEqual(['rejected', 'accepted'])
    expect(clock.waiting).toBe(0)
  })

  test('a caller who waits for an unknown outcome is told so at closing, and no timer is left', async () => {
    const { desk, client, clock, journal } = await setUp()
    client.fate = 'lose_before'
    const first = desk.place(intent, panel())
    await clock.advance(10)
    await desk.close()
    expect(await first).toMatchObject({ outcome: 'unknown' })
    expect(journal.entries(1)).toMatchObject([{ state: 'unknown' }])
    expect(clock.waiting).toBe(0)
  })

  test('closing does not wait for ever for an exchange that does not answer', async () => {
    const { desk, client, clock } = await setUp({ closeWaitMs: 1000 })
    client.fate = 'hang'
    void desk.place(intent, panel())
    await clock.advance(0)
    const closed = desk.close()
    await clock.advance(1000)
    await closed
  })

  test('nothing runs before the start, and it starts once', async () => {
    const { desk, journal, client, clock } = await setUp()
    const clients = { clientFor: () => client }
    const unstarted = new OrderDesk({ journal, accounts: { get: () => account() }, clients, clock })
    await expect(unstarted.place(intent, panel())).rejects.toThrow(/not started/)
    await expect(desk.start()).rejects.toThrow(/already started/)
    expect(client.calls).toEqual([])
  })
})

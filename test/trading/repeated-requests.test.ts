import { describe, expect, test } from 'vitest'
import { requestIdOfName } from '../../src-main/trading/caller-names.ts'
import type { PlaceOutcome } from '../../src-main/trading/desk-types.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { LimitOrderRequest } from '../../src-shared/order.ts'
import { limitOrder, panel, redis, setUp } from './desk-setup.ts'
import { money } from './fake-client.ts'

const named = redis(requestIdOfName('entry-1'))
const key = (outcome: PlaceOutcome): string | null =>
  outcome.outcome === 'rejected' ? outcome.error.text.key : outcome.outcome

const others: readonly (readonly [string, Partial<LimitOrderRequest>])[] = [
  ['another amount', { quantity: money('0.02') }],
  ['another price', { price: money('50001') }],
  ['the other side', { side: 'sell' }],
  ['another symbol', { symbol: 'ETH/USDT' }],
]

describe('an id that was used before', () => {
  for (const [what, origin] of [
    ['request id', redis('r-1')],
    ['name', named],
    ['form', panel('form-1')],
  ] as const)
    test.each(others)(`a ${what} said again with %s is refused, also after a restart`, async (_name, change) => {
      const before = await setUp()
      await before.desk.place({ accountId: 'acc-1', request: limitOrder() }, origin)
      const other = { accountId: 'acc-1', request: limitOrder(change) }
      expect(key(await before.desk.place(other, origin))).toBe('order.duplicate_request')
      const { desk, client } = await before.restart()
      expect(key(await desk.place(other, origin))).toBe('order.duplicate_request')
      expect(await desk.recall('acc-1', origin, other.request)).toMatchObject({ outcome: 'rejected' })
      expect(client.placings).toBe(1)
    })

  test('the name is in the refusal as the caller wrote it', async () => {
    const { desk } = await setUp()
    await desk.place({ accountId: 'acc-1', request: limitOrder() }, named)
    const other = { accountId: 'acc-1', request: limitOrder({ side: 'sell' }) }
    expect(await desk.place(other, named)).toMatchObject({
      error: { text: { params: { requestId: 'entry-1' } } },
    })
  })

  test('a name belongs to its account, a request id does not', async () => {
    const { desk, client } = await setUp()
    const orders = ['acc-1', 'acc-2'].map((accountId) => ({ accountId, request: limitOrder() }))
    for (const order of orders) expect(key(await desk.place(order, named))).toBe('accepted')
    const answers = []
    for (const order of orders) answers.push(key(await desk.place(order, redis('r-1'))))
    expect(answers).toEqual(['accepted', 'order.duplicate_request'])
    expect(client.placings).toBe(3)
  })

  test('said again it tells its order as it is now', async () => {
    const { desk, client } = await setUp()
    const intent = { accountId: 'acc-1', request: limitOrder() }
    await desk.place(intent, named)
    const [order] = client.orders
    if (order === undefined) throw new Error('nothing was placed')
    client.orders[0] = { ...order, status: 'filled', filled: money('0.01') }
    expect(await desk.place(intent, named)).toMatchObject({
      outcome: 'accepted',
      placed: { order: { id: order.id, status: 'filled' } },
    })
    expect(client.placings).toBe(1)
  })

  test('while the exchange cannot be asked, as the journal last saw it', async () => {
    const { desk, client, restart } = await setUp()
    const intent = { accountId: 'acc-1', request: limitOrder() }
    await desk.place(intent, named)
    await desk.cancel({ accountId: 'acc-1', orderId: '100', symbol: 'BTC/USDT' }, redis('c-1'))
    const after = await restart()
    client.down = new GatewayError('retryable', 'error.internal')
    expect(await after.desk.place(intent, named)).toMatchObject({
      outcome: 'accepted',
      placed: { order: { id: '100', status: 'cancelled' } },
    })
  })

  test('what is asked may be told apart from what is sent for it', async () => {
    const { desk, client } = await setUp()
    const sent = (quantity: string) => ({
      accountId: 'acc-1',
      request: limitOrder({ quantity: money(quantity) }),
      asked: 'x',
    })
    const first = await desk.place(sent('0.01'), named)
    expect(await desk.place(sent('0.02'), named)).toEqual(first)
    expect(key(await desk.place({ ...sent('0.01'), asked: 'y' }, named))).toBe('order.duplicate_request')
    expect(client.placings).toBe(1)
  })

  test.each([
    ['a name', named, 'accepted', 2],
    ['a request id', redis('r-1'), 'exchange.unreachable', 1],
  ])('%s whose order was never sent, for a reason that passes', async (_what, origin, key2, rows) => {
    const setup = await setUp()
    const intent = { accountId: 'acc-1', request: limitOrder() }
    const down = new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' })
    expect(setup.desk.refused(intent, origin, down)).toMatchObject({
      outcome: 'rejected',
      journalId: expect.any(Number) as number,
    })
    expect(setup.journal.entries(10)).toMatchObject([{ state: 'rejected', origin, symbol: 'BTC/USDT' }])
    const { desk, journal } = await setup.restart()
    expect(key(await desk.place(intent, origin))).toBe(key2)
    expect(journal.entries(10)).toHaveLength(rows)
    const other = { accountId: 'acc-1', request: limitOrder({ side: 'sell' }) }
    expect(key(await desk.place(other, origin))).toBe('order.duplicate_request')
  })

  test('a name whose order the exchange refused stays that order’s', async () => {
    const { desk, client } = await setUp()
    client.fate = 'refuse'
    const intent = { accountId: 'acc-1', request: limitOrder() }
    await desk.place(intent, named)
    client.fate = 'answer'
    expect(key(await desk.place(intent, named))).toBe('exchange.insufficient_balance')
  })
})

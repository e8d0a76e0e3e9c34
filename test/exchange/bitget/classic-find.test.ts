import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { filledRow, limit, only, reference, stop, symbol } from './classic-fixtures.ts'
import {
  at,
  caught,
  dropped,
  http,
  ok,
  orderRow,
  planRow,
  plansOf,
  refusal,
  scriptedClient,
  tpslRow,
  unfilledRow,
  type Script,
} from './scripted-venue.ts'

describe('a TP/SL order, which takes no client id', () => {
  const tpslAcknowledged = () => ok({ orderId: '31', clientOid: '' })

  it('is found by the id that acknowledged it, after a restart too', async () => {
    const clientIds = new MemoryClientIdStore()
    const script: Script = { [at.place]: tpslAcknowledged, [at.unfilled]: only('tpsl', tpslRow()) }
    const before = scriptedClient(script, { clientIds })
    await before.client.placeOrder(stop, 'id1', withoutPermit)
    expect(before.calls(at.place)[0]?.params).not.toHaveProperty('clientOid')
    const after = scriptedClient(script, { clientIds })
    expect((await after.client.findOrder(stop, 'id1'))?.order).toMatchObject({
      id: '31',
      clientOrderId: 'id1',
    })
    expect((await after.client.fetchOrder({ symbol, clientOrderId: 'id1' })).id).toBe('31')
  })

  const lost = async (rows: readonly object[], finished: readonly object[] = []) => {
    const { client, calls } = scriptedClient({
      [at.place]: () => dropped,
      [at.unfilled]: only('tpsl', ...rows),
      [at.history]: only('tpsl', ...finished),
    })
    expect((await caught(client.placeOrder(stop, 'id1', withoutPermit))).class).toBe('unknown-outcome')
    const found = await client.findOrder(stop, 'id1')
    expect(calls(at.place)).toHaveLength(1)
    return found?.order.id ?? null
  }
  const now = (later: number): string => String(Date.now() + later)

  it('whose acknowledgement was lost is known by being exactly what was asked for, since then', async () => {
    expect(await lost([tpslRow({ cTime: now(100) })])).toBe('31')
    expect(await lost([tpslRow({ cTime: now(9_000), orderId: '32' }), tpslRow({ cTime: now(100) })])).toBe('31')
    expect(await lost([], [orderRow({ ...tpslRow(), status: 'cancelled', cTime: now(100) })])).toBe('31')
  })

  it.each<[string, object]>([
    ['older', { cTime: now(-60_000) }],
    ['of another size', { cTime: now(100), size: '0.02' }],
    ['with another trigger', { cTime: now(100), triggerPrice: '55000.01' }],
    ['on the other side', { cTime: now(100), side: 'buy' }],
    ['with a limit price', { cTime: now(100), orderType: 'limit', priceAvg: '54990' }],
  ])('is not taken for one that is %s', async (_what, change) => {
    expect(await lost([tpslRow(change)])).toBeNull()
  })

  it('is not taken for a twin of another request', async () => {
    const { client } = scriptedClient({
      [at.place]: (_params, count) => (count === 1 ? tpslAcknowledged() : dropped),
      [at.unfilled]: only('tpsl', tpslRow({ cTime: now(100) })),
    })
    await client.placeOrder(stop, 'id1', withoutPermit)
    await caught(client.placeOrder(stop, 'id2', withoutPermit))
    expect(await client.findOrder(stop, 'id2')).toBeNull()
    expect((await client.findOrder(stop, 'id1'))?.order.id).toBe('31')
  })

  it('counts as found in an open twin when nobody remembers when it was sent', async () => {
    const { client } = scriptedClient({ [at.unfilled]: only('tpsl', tpslRow({ cTime: now(-86_400_000) })) })
    expect((await client.findOrder(stop, 'id1'))?.order.id).toBe('31')
  })
})

describe('finding', () => {
  it('knows how long “not there” proves nothing: as long as a timestamp is good, and a margin', () => {
    expect(scriptedClient({}).client.memory.byClientId.fromMs).toBeGreaterThan(30_000)
  })

  it('takes an empty list of orderInfo for “not there”, and looks in every other list', async () => {
    const { client, calls } = scriptedClient({})
    const error = await caught(client.fetchOrder(reference))
    expect([error.class, error.text.key]).toEqual(['not-found', 'order.not_found'])
    expect(calls(at.unfilled).map(({ params }) => params.tpslType)).toEqual(['tpsl'])
    expect([calls(at.plans).length, calls(at.planHistory).length]).toEqual([1, 1])
  })

  it('does not take silence for “not there”', async () => {
    const { client } = scriptedClient({ [at.orderInfo]: () => http(500, '') })
    expect((await caught(client.findOrder(limit, 'id1'))).class).toBe('retryable')
  })

  it.each<[string, Script]>([
    ['open', { [at.unfilled]: only('normal', unfilledRow({ clientOid: 'id1' })) }],
    ['finished', { [at.history]: only('normal', filledRow({ clientOid: 'id1' })) }],
    ['a plan order', { [at.plans]: () => plansOf(planRow({ clientOid: 'id1', orderId: '17' })) }],
    [
      'a finished plan order',
      { [at.planHistory]: () => plansOf(planRow({ clientOid: 'id1', orderId: '17', status: 'cancelled' })) },
    ],
  ])('finds by client id what orderInfo has forgotten: %s', async (_what, script) => {
    const { client } = scriptedClient(script)
    expect((await client.fetchOrder({ symbol, clientOrderId: 'id1' })).id).toBe('17')
  })

  it('finds a TP/SL order by its id alone', async () => {
    const { client } = scriptedClient({
      [at.history]: only('tpsl', orderRow({ ...tpslRow(), status: 'cancelled' })),
    })
    expect(await client.fetchOrder({ symbol, orderId: '31' })).toMatchObject({
      id: '31',
      status: 'cancelled',
    })
  })

  it('knows no order of an id that Bitget never gives', async () => {
    const { client, calls } = scriptedClient({})
    for (const orderId of ['a/b', 'a&b=c', ''])
      expect((await caught(client.fetchOrder({ symbol, orderId }))).class).toBe('not-found')
    expect(calls(at.orderInfo)).toHaveLength(0)
  })

  it('follows a plan order that was triggered to the order that it placed', async () => {
    const executed = { [at.planHistory]: () => plansOf(planRow({ status: 'executed' })) }
    const child = filledRow({ orderId: '99', clientOid: '41' })
    const byClientId = scriptedClient({
      ...executed,
      [at.orderInfo]: ({ clientOid }) => ok(clientOid === '41' ? [child] : []),
    })
    expect(await byClientId.client.fetchOrder({ symbol, orderId: '41' })).toMatchObject({
      id: '41',
      status: 'filled',
    })
    const bySubOrder = scriptedClient({
      ...executed,
      [at.planSubOrders]: () => ok([{ orderId: '99', price: '1', type: 'market', status: 'success' }]),
      [at.orderInfo]: ({ orderId }) => ok(orderId === '99' ? [child] : []),
    })
    expect(await bySubOrder.client.fetchOrder({ symbol, orderId: '41' })).toMatchObject({ status: 'filled' })
    const neither = scriptedClient({ ...executed, [at.planSubOrders]: () => refusal('40307') })
    expect(await neither.client.fetchOrder({ symbol, orderId: '41' })).toMatchObject({ status: 'unknown' })
  })
})

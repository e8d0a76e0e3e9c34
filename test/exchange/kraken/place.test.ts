import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { clOrdIdOf } from '../../../src-main/exchange/kraken/own/client-ids.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { LimitOrderRequest, MarketOrderRequest } from '../../../src-shared/order.ts'
import { limit as limitInUsdt } from '../sample-orders.ts'
import { orderRecord } from './fixtures.ts'
import { answer, caught, failed, result, type Script, scriptedClient } from './scripted-venue.ts'

const m = (text: string) => Money.parse(text)
const id = 'OABCDE-12345-FGHIJK'
const ours = 'xgp0123456789bcdfghjklmnpqr'
const limit: LimitOrderRequest = { ...limitInUsdt, symbol: 'BTC/USD' }
const market: MarketOrderRequest = {
  kind: 'market',
  symbol: 'BTC/USD',
  side: 'buy',
  amount: { unit: 'quote', value: m('60') },
  exits: null,
}
const stopLoss = { takeProfit: null, stopLoss: { triggerPrice: m('45000'), limitPrice: null } }
const acknowledged = () => result({ descr: { order: 'buy …' }, txid: [id] })
const placed = (change: Parameters<typeof orderRecord>[0] = {}) => ({
  [id]: orderRecord({ cl_ord_id: clOrdIdOf(ours), ...change }),
})
const script = (more: Script = {}): Script => ({
  AddOrder: acknowledged,
  QueryOrders: () => result(placed()),
  ...more,
})

describe('several orders at once', () => {
  it('are answered one after the other, each with what became of it, and not all at the end', async () => {
    const { client, sent } = scriptedClient({
      AddOrder: (_params, count) => result({ descr: {}, txid: [`O${count}`] }),
      QueryOrders: ({ txid = '' }) => result({ [txid]: orderRecord() }),
    })
    await client.getMarkets()
    const answered: string[] = []
    await Promise.all(
      Array.from({ length: 4 }, async (_, index) => {
        const { order } = await client.placeOrder(limit, `order ${index}`, withoutPermit)
        answered.push(order.id)
      }),
    )
    const private_ = sent.filter(({ endpoint }) => endpoint === 'AddOrder' || endpoint === 'QueryOrders')
    expect(private_.map(({ endpoint, params }) => params.txid ?? endpoint)).toEqual([
      'AddOrder',
      'O1',
      'AddOrder',
      'O2',
      'AddOrder',
      'O3',
      'AddOrder',
      'O4',
    ])
    expect(answered).toEqual(['O1', 'O2', 'O3', 'O4'])
  })

  it('that wait for their turn are not sent once their permit is gone, and what was sent is followed up', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const { client, calls } = scriptedClient({
      AddOrder: async (_params, count) => {
        await held
        return result({ descr: {}, txid: [`O${count}`] })
      },
      QueryOrders: ({ txid = '' }) => result({ [txid]: orderRecord({ misc: 'read back' }) }),
    })
    await client.getMarkets()
    let ends = false
    const permit = (): void => {
      if (ends) throw new GatewayError('retryable', 'error.shutting_down')
    }
    const all = Array.from({ length: 3 }, (_, index) => client.placeOrder(limit, `order ${index}`, permit))
    const rest = Promise.all(all.slice(1).map((each) => caught(each)))
    await expect.poll(() => calls('AddOrder').length).toBe(1)
    ends = true
    release()
    expect((await all[0])?.order.raw).toMatchObject({ misc: 'read back' })
    expect((await rest).map(({ class: errorClass, text }) => [errorClass, text.key])).toEqual(
      [1, 2].map(() => ['retryable', 'error.shutting_down']),
    )
    expect(calls('AddOrder')).toHaveLength(1)
  })
})

describe('sending an order', () => {
  it('posts a signed form with nonce, 32 hex digits for our id, and a deadline in ten seconds', async () => {
    const { client, calls } = scriptedClient(script())
    const before = Date.now()
    await client.placeOrder(limit, ours, withoutPermit)
    const [sent] = calls('AddOrder')
    expect(sent?.request.method).toBe('POST')
    expect(sent?.request.url).toBe('http://exchange.test/0/private/AddOrder')
    expect(sent?.request.headers).toMatchObject({
      'API-Key': 'the-key',
      'API-Sign': 'SIGNED',
      'Content-Type': 'application/x-www-form-urlencoded',
    })
    expect(sent?.request.body).toMatch(/^nonce=\d{13}&ordertype=limit&type=buy&volume=0\.01&pair=XXBTZUSD&/)
    const { nonce = '', cl_ord_id, deadline = '' } = sent?.params ?? {}
    expect(Number(nonce)).toBeGreaterThanOrEqual(before)
    expect(cl_ord_id).toBe(clOrdIdOf(ours))
    expect(deadline).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    // Kraken's clock is told in whole seconds, and the deadline may lie 2 to 60 s ahead.
    expect(Math.abs(Date.parse(deadline) - before - 10_000)).toBeLessThan(3_000)
  })

  it('encodes brackets and plus signs in the body that is signed', async () => {
    const { client, calls } = scriptedClient(script())
    await client.placeOrder({ ...limit, exits: stopLoss }, ours, withoutPermit)
    await client.placeOrder(
      {
        kind: 'trailing_stop',
        symbol: 'BTC/USD',
        side: 'sell',
        quantity: m('0.01'),
        trailingBips: 500,
        activationPrice: null,
        limitPrice: null,
      },
      'another',
      withoutPermit,
    )
    const [first, second] = calls('AddOrder').map(({ request }) => request.body)
    expect(first).toContain('&close%5Bordertype%5D=stop-loss&close%5Bprice%5D=45000&')
    expect(second).toContain('&price=%2B5%25&')
  })

  it('never sends a write twice, whatever comes back', async () => {
    for (const [outcome, expected] of [
      [{ kind: 'unknown', reason: 'ECONNRESET' } as const, 'unknown-outcome'],
      [{ kind: 'not-sent', reason: 'ECONNREFUSED' } as const, 'retryable'],
      [answer(503, ''), 'unknown-outcome'],
      [answer(520, '<html>'), 'unknown-outcome'],
      [answer(200, '<html>'), 'unknown-outcome'],
      [answer(200, '{"error":[],"result":{"txid":["O'), 'unknown-outcome'],
      [result({ descr: {}, txid: [] }), 'unknown-outcome'],
      [result({ descr: {} }), 'unknown-outcome'],
      [result(null), 'unknown-outcome'],
      [failed('EService:Unavailable'), 'unknown-outcome'],
      [failed('EOrder:Rate limit exceeded'), 'unknown-outcome'],
      [failed('EService:Deadline elapsed'), 'clock'],
      [failed('EAPI:Invalid nonce'), 'clock'],
      [failed('EOrder:Insufficient funds'), 'refused'],
      [failed('EGeneral:Permission denied'), 'auth'],
    ] as const) {
      const { client, calls } = scriptedClient(script({ AddOrder: () => outcome }))
      expect([outcome, (await caught(client.placeOrder(limit, ours, withoutPermit))).class]).toEqual([
        outcome,
        expected,
      ])
      expect(calls('AddOrder')).toHaveLength(1)
      expect(calls('QueryOrders')).toHaveLength(0)
    }
  })

  it('sends nothing when the credentials are no longer the account’s', async () => {
    const { client, sent, forbid } = scriptedClient(script())
    await client.getMarkets()
    const before = sent.length
    forbid()
    expect((await caught(client.placeOrder(limit, ours, withoutPermit))).text.key).toBe('account.credentials_changed')
    expect((await caught(client.getBalance())).class).toBe('auth')
    expect(sent).toHaveLength(before)
  })

  it('asks for the markets anew after a refused rule or mode', async () => {
    for (const error of [
      'EOrder:Tick size check failed',
      'EService:Market in cancel_only mode',
      'EQuery:Unknown asset pair',
    ]) {
      const { client, calls } = scriptedClient(script({ AddOrder: () => failed(error) }))
      await caught(client.placeOrder(limit, ours, withoutPermit))
      await client.getMarkets()
      expect(calls('AssetPairs')).toHaveLength(2)
    }
  })

  it('checks an order with validate, whose answer has no id, and names nothing', async () => {
    const { client, calls, shared } = scriptedClient({ AddOrder: () => result({ descr: { order: 'buy' } }) })
    await client.testOrder(limit, ours)
    expect(calls('AddOrder')[0]?.params.validate).toBe('true')
    expect(shared.ids.clientOrderIdOf({ cl_ord_id: clOrdIdOf(ours) })).toBe(clOrdIdOf(ours))
  })
})

describe('reading an order back', () => {
  it('waits a moment for a market order’s fills', async () => {
    const { client, calls } = scriptedClient(
      script({
        QueryOrders: (_params, count) =>
          count < 2
            ? result(placed({ oflags: 'viqc', vol: '60', descr: { ordertype: 'market' } }))
            : result(
                placed({
                  oflags: 'viqc',
                  descr: { ordertype: 'market' },
                  status: 'closed',
                  vol: '60',
                  vol_exec: '0.0012',
                  cost: '59.9',
                  price: '49916.6',
                  fee: '0.15',
                }),
              ),
      }),
    )
    const { order } = await client.placeOrder(market, ours, withoutPermit)
    expect(order).toMatchObject({ status: 'filled', clientOrderId: ours, quantity: null })
    expect([order.filled, order.fees?.[0]?.amount, order.quoteQuantity].map(String)).toEqual(['0.0012', '0.15', '60'])
    expect(calls('QueryOrders')).toHaveLength(2)
  })

  it.each<readonly [string, Script]>([
    ['fails', { QueryOrders: () => answer(502, '<html>') }],
    ['shows nothing yet', { QueryOrders: () => result({}) }],
    ['says that there is no such order', { QueryOrders: () => failed('EOrder:Unknown order') }],
    ['cannot be read', { QueryOrders: () => result({ [id]: { status: 'open' } }) }],
  ])('that %s leaves the order as it was asked for', async (_name, more) => {
    const { client } = scriptedClient(script(more))
    for (const request of [limit, market]) {
      const { order, notes } = await client.placeOrder(request, ours, withoutPermit)
      expect(order).toMatchObject({
        id,
        clientOrderId: ours,
        status: 'open',
        nativeStatus: 'accepted',
        symbol: 'BTC/USD',
        nativeSymbol: 'XXBTZUSD',
        terms: { kind: request.kind },
      })
      expect(order.filled.isZero()).toBe(true)
      expect(notes).toEqual([])
    }
  })

  it('keeps the time in force that Kraken’s list does not tell', async () => {
    const { client } = scriptedClient(script({ QueryOrders: () => result(placed({ status: 'canceled' })) }))
    const { order } = await client.placeOrder({ ...limit, timeInForce: 'ioc' }, ours, withoutPermit)
    expect(order).toMatchObject({ status: 'cancelled', terms: { timeInForce: 'ioc' } })
  })

  it('is left out when the key’s calls are nearly used up', async () => {
    const { client, calls } = scriptedClient(script({ BalanceEx: () => result({}) }))
    for (let index = 0; index < 11; index += 1) await client.getBalance()
    const { order } = await client.placeOrder(limit, ours, withoutPermit)
    expect(order.nativeStatus).toBe('accepted')
    expect(calls('QueryOrders')).toHaveLength(0)
  })

  it('finds the exits that fills have called for, and says that there may be several', async () => {
    const child = (vol: string) =>
      orderRecord({ refid: id, vol, descr: { ordertype: 'stop-loss', type: 'sell', price: '45000.0' } })
    const { client } = scriptedClient(
      script({
        QueryOrders: () =>
          result(
            placed({
              status: 'closed',
              vol_exec: '0.01',
              cost: '500',
              price: '50000',
              descr: { close: 'close position @ stop loss 45000.0' },
            }),
          ),
        OpenOrders: () =>
          result({ open: { 'OCHILD-2': child('0.004'), 'OCHILD-1': child('0.006'), OOTHER: orderRecord() } }),
      }),
    )
    const { order, legs, notes } = await client.placeOrder({ ...limit, exits: stopLoss }, ours, withoutPermit)
    expect([order.role, order.listId]).toEqual(['entry', id])
    expect(legs.map((leg) => [leg.id, leg.role, leg.listId, leg.clientOrderId])).toEqual([
      ['OCHILD-2', 'stop_loss', id, null],
      ['OCHILD-1', 'stop_loss', id, null],
    ])
    expect(notes.map(({ key }) => key)).toEqual(['exchange.kraken.note.close_per_fill'])
  })
})

describe('finding what became of an order', () => {
  it('asks the open orders first, then the closed ones, without a bound in time', async () => {
    const { client, sent } = scriptedClient({})
    expect(await client.findOrder(limit, ours)).toBeNull()
    const asked = sent.filter(({ request }) => request.method === 'POST')
    expect(asked.map(({ endpoint, params }) => [endpoint, params.cl_ord_id, params.start])).toEqual([
      ['OpenOrders', clOrdIdOf(ours), undefined],
      ['ClosedOrders', clOrdIdOf(ours), undefined],
    ])
  })

  it('takes only the order that carries the id, should Kraken answer with others', async () => {
    const { client } = scriptedClient({
      OpenOrders: () => result({ open: { OOTHER: orderRecord({ cl_ord_id: clOrdIdOf('another') }) } }),
      ClosedOrders: () => result({ closed: placed({ status: 'closed' }), count: 1 }),
    })
    const found = await client.findOrder(limit, ours)
    expect(found?.order).toMatchObject({ id, status: 'filled' })
  })

  it('does not take an error for “not there”', async () => {
    const { client } = scriptedClient({ ClosedOrders: () => answer(500, '') })
    expect((await caught(client.findOrder(limit, ours))).class).toBe('retryable')
  })

  it('finds every exit of an entry: open ones, and closed ones where the open do not cover its fills', async () => {
    const child = (name: string, vol: string, status: string, opentm: number) => ({
      [name]: orderRecord({
        refid: id,
        vol,
        status,
        opentm,
        descr: { ordertype: 'stop-loss', type: 'sell' },
      }),
    })
    const entry = placed({
      status: 'closed',
      vol_exec: '0.01',
      cost: '500',
      price: '50000',
      descr: { close: 'close position @ stop loss 45000.0' },
    })
    const { client, calls } = scriptedClient({
      OpenOrders: () => result({ open: child('OCHILD-B', '0.004', 'open', 1_800_000_020) }),
      ClosedOrders: ({ cl_ord_id }) =>
        cl_ord_id === undefined
          ? result({ closed: { ...child('OCHILD-A', '0.006', 'closed', 1_800_000_010), ...entry } })
          : result({ closed: entry }),
    })
    const found = await client.findOrder({ ...limit, exits: stopLoss }, ours)
    expect(found?.legs.map((leg) => [leg.id, leg.status])).toEqual([
      ['OCHILD-A', 'filled'],
      ['OCHILD-B', 'open'],
    ])
    expect(calls('OpenOrders')[0]?.params.cl_ord_id).toBeUndefined()
    expect(calls('ClosedOrders')[1]?.params).toMatchObject({ start: '1799999999', ofs: '0' })
  })

  it('does not look for closed exits when the open ones cover the fills', async () => {
    const open = {
      ...placed({ vol_exec: '0.004', descr: { close: 'close position @ stop loss 45000.0' } }),
      'OCHILD-A': orderRecord({ refid: id, vol: '0.004', descr: { ordertype: 'stop-loss', type: 'sell' } }),
    }
    const { client, calls } = scriptedClient({ OpenOrders: () => result({ open }) })
    const found = await client.findOrder({ ...limit, exits: stopLoss }, ours)
    expect([found?.order.status, found?.legs.length]).toEqual(['partially_filled', 1])
    expect(calls('ClosedOrders')).toHaveLength(0)
  })

  it('knows how long “not there” proves nothing: the deadline, and the time that Kraken’s lists may lag', () => {
    expect(scriptedClient({}).client.memory.byClientId.fromMs).toBeGreaterThanOrEqual(10_000 + 60_000 + 1_000)
  })
})

import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../../src-shared/money.ts'
import { at, caught, dropped, ok, orderRow, refusal, scriptedClient, unifiedRow } from '../scripted-venue.ts'

const limit = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: Money.parse('0.01'),
  price: Money.parse('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
} as const
const wrongForV2 = () => refusal('40085', 'The unified account does not support this interface')
const wrongForV3 = () => refusal('40084', 'Account is of classic mode')

describe('telling the kinds of account apart', () => {
  it('asks once for everybody who wants to know at the same time, and never again', async () => {
    const { client, calls } = scriptedClient({})
    await Promise.all([client.getBalance(), client.fetchOpenOrders('BTC/USDT'), client.getMarkets()])
    await client.getBalance()
    expect(calls(at.settings)).toHaveLength(1)
    expect(calls(at.assets)).toHaveLength(2)
  })

  it('asks for each account by itself', async () => {
    const { client, clientFor, calls } = scriptedClient({})
    await client.getBalance()
    await clientFor('b').getBalance()
    expect(calls(at.settings)).toHaveLength(2)
  })

  it('speaks v3 to a unified account', async () => {
    const { client, calls } = scriptedClient(
      { [at.unifiedAssets]: () => ok({ assets: [{ coin: 'USDT', available: '5', locked: '0' }] }) },
      { kind: 'unified' },
    )
    expect(await client.getBalance()).toHaveLength(1)
    expect(calls(at.assets)).toHaveLength(0)
  })

  it.each(['40014', '25620', '40404'])('asks otherwise when the first question is refused with %s', async (code) => {
    const classic = scriptedClient({ [at.settings]: () => refusal(code) })
    expect(await classic.client.getBalance()).toEqual([])
    const unified = scriptedClient({
      [at.settings]: () => refusal(code),
      [at.assets]: wrongForV2,
      [at.unifiedAssets]: () => ok({ assets: [] }),
      [at.funding]: () => ok([]),
    })
    expect(await unified.client.getBalance()).toEqual([])
    expect(unified.calls(at.unifiedAssets)).toHaveLength(1)
  })

  it('tells what is wrong with a key at once', async () => {
    const { client, calls } = scriptedClient({
      [at.settings]: () => refusal('40006', 'Invalid ACCESS_KEY', 401),
    })
    const error = await caught(client.checkCredentials())
    expect([error.class, error.exchange?.code]).toEqual(['auth', '40006'])
    expect(calls(at.assets)).toHaveLength(0)
  })

  it('asks again after a silence, and shows the markets meanwhile', async () => {
    let silent = true
    const { client } = scriptedClient({
      [at.settings]: () => (silent ? dropped : wrongForV3()),
      [at.assets]: () => (silent ? dropped : ok([])),
    })
    expect((await caught(client.getBalance())).class).toBe('retryable')
    expect((await client.getMarkets()).size).toBe(1)
    silent = false
    expect(await client.getBalance()).toEqual([])
  })
})

describe('an account that changes its kind while we run', () => {
  it('is asked about anew, and the order placed in the other dialect', async () => {
    const { client, calls } = scriptedClient({
      [at.settings]: (_params, count) => (count === 1 ? wrongForV3() : ok({ uid: '1' })),
      [at.place]: wrongForV2,
      [at.unifiedPlace]: () => ok({ orderId: '71', clientOid: 'id1' }),
      [at.unifiedOrder]: () => ok(unifiedRow({ clientOid: 'id1' })),
    })
    const { order } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(order).toMatchObject({ id: '71', status: 'open' })
    expect([calls(at.place).length, calls(at.unifiedPlace).length, calls(at.settings).length]).toEqual([1, 1, 2])
  })

  it('goes back as well', async () => {
    const { client } = scriptedClient({
      [at.settings]: (_params, count) => (count === 1 ? ok({ uid: '1' }) : wrongForV3()),
      [at.unifiedAssets]: wrongForV3,
      [at.funding]: wrongForV3,
      [at.assets]: () => ok([{ coin: 'USDT', available: '5', frozen: '1', locked: '0' }]),
    })
    expect(await client.getBalance()).toHaveLength(1)
  })

  it('is told, when the exchange contradicts itself, without going round in circles', async () => {
    const { client, calls } = scriptedClient({ [at.assets]: wrongForV2 })
    const error = await caught(client.getBalance())
    expect([error.class, error.text.key]).toEqual(['refused', 'bitget.account_mode'])
    expect(calls(at.settings)).toHaveLength(2)
    expect(calls(at.assets)).toHaveLength(1)
  })

  it('places nothing twice when it changes between an acknowledgement and the look at the order', async () => {
    const { client, calls } = scriptedClient({
      [at.settings]: (_params, count) => (count === 1 ? wrongForV3() : ok({ uid: '1' })),
      [at.place]: () => ok({ orderId: '17', clientOid: 'id1' }),
      [at.orderInfo]: wrongForV2,
      [at.unfilled]: wrongForV2,
      [at.unifiedPlace]: () => ok({ orderId: '71', clientOid: 'id1' }),
    })
    const { order } = await client.placeOrder(limit, 'id1', withoutPermit)
    expect(order).toMatchObject({ id: '17', nativeStatus: 'accepted' })
    expect(calls(at.unifiedPlace)).toHaveLength(0)
  })

  it('has no conditional orders any more once it is unified', async () => {
    const { client, calls } = scriptedClient({
      [at.settings]: (_params, count) => (count === 1 ? wrongForV3() : ok({ uid: '1' })),
      [at.place]: wrongForV2,
      [at.orderInfo]: () => ok([orderRow()]),
    })
    const { symbol, quantity } = limit
    const stop = {
      kind: 'stop_loss',
      symbol,
      side: 'sell',
      quantity,
      triggerPrice: Money.parse('55000'),
    } as const
    expect((await caught(client.placeOrder(stop, 'id1', withoutPermit))).text.key).toBe('order.kind.unsupported')
    expect(calls(at.unifiedPlace)).toHaveLength(0)
  })
})

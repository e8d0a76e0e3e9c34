import { describe, expect, it } from 'vitest'
import { ApiClient, ed25519Account, limitOrder } from './api-client.ts'
import { streams, withStreams } from './stream-fixture.ts'
import { type Event, listening, told } from './user-events.ts'

describe('the user data stream of Binance', () => {
  it('tells a new order whole', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const report = await client.event()
    expect(report).toEqual({
      e: 'executionReport',
      E: fixture.time,
      s: 'BTCUSDT',
      c: 'mine',
      S: 'BUY',
      o: 'LIMIT',
      f: 'GTC',
      q: '0.01000000',
      p: '60000.00000000',
      P: '0.00000000',
      F: '0.00000000',
      g: -1,
      C: '',
      x: 'NEW',
      X: 'NEW',
      r: 'NONE',
      i: 1_000_001,
      l: '0.00000000',
      z: '0.00000000',
      L: '0.00000000',
      n: '0',
      N: null,
      T: fixture.time,
      t: -1,
      I: expect.any(Number) as number,
      w: true,
      m: false,
      M: false,
      O: fixture.time,
      Z: '0.00000000',
      Y: '0.00000000',
      Q: '0.00000000',
      W: fixture.time,
      V: 'EXPIRE_MAKER',
    })
    expect(await client.event()).toEqual({
      e: 'outboundAccountPosition',
      E: fixture.time,
      u: fixture.time,
      B: [{ a: 'USDT', f: '9400.00000000', l: '600.00000000' }],
    })
  })

  it('tells fills one by one, as myTrades has them, and both sides of what they did to balances', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.limitBuy({ price: '64300', quantity: '0.05', newClientOrderId: 'mine' })
    const reports = await told(client, 'executionReport')
    const trades = (await client.askSigned('myTrades', { symbol: 'BTCUSDT' })).result as readonly Event[]
    const fills = reports.filter(({ x }) => x === 'TRADE')
    expect(fills.map(({ t, L, l, n, N, Y, m }) => [t, L, l, n, N, Y, m])).toEqual(
      trades.map((trade) => [
        trade.id,
        trade.price,
        trade.qty,
        trade.commission,
        trade.commissionAsset,
        trade.quoteQty,
        trade.isMaker,
      ]),
    )
    expect([fills.at(-1)?.X, fills.at(-1)?.z]).toEqual(['FILLED', '0.05000000'])
    expect(fills.slice(0, -1).every(({ X }) => X === 'PARTIALLY_FILLED')).toBe(true)
    expect(new Set(reports.map(({ I }) => I)).size).toBe(reports.length)
    const last = (await told(client, 'outboundAccountPosition')).at(-1)
    const balance = (name: string): string => (last?.B as readonly Event[]).find(({ a }) => a === name)?.f as string
    expect([balance('USDT'), balance('BTC')]).toEqual([await fixture.free('USDT'), await fixture.free('BTC')])
  })

  it('keeps the id of a cancelled order apart from that of the cancellation', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    await client.askSigned('order.cancel', { symbol: 'BTCUSDT', origClientOrderId: 'mine', newClientOrderId: 'cancel' })
    const [, report] = await told(client, 'executionReport')
    expect(report).toMatchObject({ x: 'CANCELED', X: 'CANCELED', c: 'cancel', C: 'mine', w: false })
  })

  it('tells an amendment under both ids', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.limitBuy({ newClientOrderId: 'mine' })
    const amend = { symbol: 'BTCUSDT', origClientOrderId: 'mine', newClientOrderId: 'new', newQty: '0.004' }
    const { result } = await client.askSigned('order.amend.keepPriority', amend)
    const [, report] = await told(client, 'executionReport')
    const { executionId } = result as { executionId: number }
    expect(report).toMatchObject({ x: 'REPLACED', X: 'NEW', c: 'new', C: 'mine', q: '0.00400000', I: executionId })
  })

  it.each([
    ['IOC', 'UNFILLED_IOC_QUANTITY_EXPIRED'],
    ['FOK', 'UNFILLED_FOK_ORDER_EXPIRED'],
  ])('says why what was left of %s has gone', async (timeInForce, reason) => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.limitBuy({ timeInForce })
    expect((await told(client, 'executionReport')).at(-1)).toMatchObject({ x: 'EXPIRED', X: 'EXPIRED', eR: reason })
  })

  it('tells deposits as a change', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await fixture.control('POST', '/balances', { apiKey: 'the-key', balances: { BTC: '0.4', USDT: '10000' } })
    expect(await client.event()).toMatchObject({ e: 'balanceUpdate', a: 'BTC', d: '-0.10000000' })
    expect(await client.event()).toMatchObject({ B: [{ a: 'BTC', f: '0.40000000', l: '0.00000000' }] })
  })

  it('hears of its own account only, once, and ends when it is told to', async () => {
    const fixture = await withStreams()
    fixture.exchanges.openAccount('binance', { apiKey: 'other', secret: 'the-secret' })
    const client = await listening(fixture)
    expect(await client.askSigned('userDataStream.subscribe.signature')).toMatchObject({
      status: 400,
      error: { code: -2035 },
    })
    const second = await client.ask('userDataStream.subscribe.signature', client.signed({}, 'other'))
    expect(second.result).toEqual({ subscriptionId: 1 })
    expect((await client.ask('session.subscriptions')).result).toEqual([{ subscriptionId: 0 }, { subscriptionId: 1 }])
    await client.ask('order.place', client.signed(limitOrder, 'other'))
    expect(await client.stream.nextJson((text) => text.includes('executionReport'))).toMatchObject({
      subscriptionId: 1,
    })
    expect(await client.ask('userDataStream.unsubscribe', { subscriptionId: 1 })).toMatchObject({
      status: 200,
      result: {},
    })
    expect(await client.stream.nextJson()).toEqual({
      subscriptionId: 1,
      event: { e: 'eventStreamTerminated', E: fixture.time },
    })
    expect(await client.ask('userDataStream.unsubscribe', { subscriptionId: 1 })).toMatchObject({
      error: { code: -2036 },
    })
    await client.ask('userDataStream.subscribe.signature', client.signed({}, 'other'))
    await client.ask('userDataStream.unsubscribe')
    expect([await client.stream.nextJson(), await client.stream.nextJson()]).toMatchObject([
      { subscriptionId: 0 },
      { subscriptionId: 2 },
    ])
    await fixture.limitBuy()
    expect((await client.ask('session.status')).result).toMatchObject({ userDataStream: false })
    expect(client.stream.rest()).toEqual([])
  })

  it('ends with a logout only what the logon had begun', async () => {
    const fixture = await withStreams()
    const signer = await ed25519Account(fixture, 'ed')
    const client = await listening(fixture)
    await client.ask('session.logon', client.signed({}, 'ed', signer))
    expect((await client.ask('userDataStream.subscribe')).result).toEqual({ subscriptionId: 1 })
    await client.ask('session.logout')
    expect(await client.stream.nextJson()).toMatchObject({ subscriptionId: 1, event: { e: 'eventStreamTerminated' } })
    expect((await client.ask('session.subscriptions')).result).toEqual([{ subscriptionId: 0 }])
  })

  it('runs out of ids, and of credentials', async () => {
    const fixture = await withStreams({ subscriptionIds: 1 })
    const client = await listening(fixture)
    await client.ask('userDataStream.unsubscribe')
    expect(await client.askSigned('userDataStream.subscribe.signature')).toMatchObject({ error: { code: -2042 } })
    const other = await listening(fixture)
    expect(await streams(fixture, { match: { topic: 'userDataStream:the-key' }, now: 'expire' })).toEqual({
      sockets: 1,
    })
    expect(await other.event()).toMatchObject({ e: 'eventStreamTerminated' })
  })

  it('loses what control wants lost of one account', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await streams(fixture, { match: { topic: 'userDataStream:the-key' }, fault: 'drop' })
    await fixture.limitBuy()
    expect(await client.event()).toMatchObject({ e: 'outboundAccountPosition' })
  })

  it('says that it goes down in an event, and keeps what a socket missed to itself', async () => {
    const fixture = await withStreams()
    const client = await ApiClient.open(fixture)
    await streams(fixture, { now: 'notice' })
    expect(await client.stream.nextJson()).toEqual({ event: { e: 'serverShutdown', E: fixture.time } })
    await fixture.limitBuy()
    const late = await listening(fixture)
    expect(await told(late, 'executionReport')).toEqual([])
  })

  it.each(['answer_first', 'push_first'] as const)('lets the answer and what is pushed race: %s', async (order) => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    await streams(fixture, { order })
    client.send('order.place', client.signed(limitOrder))
    const first = await client.stream.next()
    expect(first.startsWith('{"id"')).toBe(order === 'answer_first')
    // Over HTTP nothing but the order of sending can be told.
    await fixture.limitBuy({ newClientOrderId: 'rest' })
    expect(await client.stream.nextJson((text) => text.includes('"c":"rest"'))).toMatchObject({ subscriptionId: 0 })
  })
})

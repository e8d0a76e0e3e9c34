import { describe, expect, it } from 'vitest'
import { KrakenStreamsFixture, type Row, rows, told } from './kraken-streams-fixture.ts'

const brief = (reports: readonly Row[]): readonly unknown[] =>
  reports.map(({ exec_type: type, order_status: status }) => `${String(type)} ${String(status)}`)

describe("Kraken's executions", () => {
  it('tells the terms of an order once, and then what is new', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('executions')
    const txid = await fixture.add({ price: '64000', volume: '0.01', cl_ord_id: 'mine-1' })
    const [pending, added] = await told(client, 'executions')
    expect(pending).toEqual({
      order_id: txid,
      order_userref: 0,
      cl_ord_id: 'mine-1',
      exec_type: 'pending_new',
      order_status: 'pending_new',
      timestamp: '2026-11-23T12:00:00.000000Z',
      symbol: 'BTC/USD',
      side: 'buy',
      order_type: 'limit',
      order_qty: 0.01,
      time_in_force: 'GTC',
      limit_price_type: 'static',
      limit_price: 64_000,
      fee_ccy_pref: 'fciq',
    })
    expect(added).toEqual({
      order_id: txid,
      order_userref: 0,
      cl_ord_id: 'mine-1',
      exec_type: 'new',
      order_status: 'new',
      timestamp: '2026-11-23T12:00:00.000000Z',
    })
    await fixture.post('AmendOrder', { txid, order_qty: '0.008' })
    await fixture.post('CancelOrder', { txid })
    const [, , amended, cancelled] = await told(client, 'executions')
    expect(amended).toMatchObject({ exec_type: 'amended', order_status: 'new', order_qty: 0.008, cum_qty: 0 })
    expect(cancelled).toMatchObject({
      exec_type: 'canceled',
      order_status: 'canceled',
      cum_qty: 0,
      cum_cost: 0,
      avg_price: 0,
      reason: 'User requested',
    })
    expect(cancelled).not.toHaveProperty('symbol')
  })

  it('tells fills one by one, as TradesHistory has them, and closes with the whole', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('executions')
    const txid = await fixture.add({ price: '64000', volume: '0.01' })
    await fixture.control('/price', { exchange: 'kraken', symbol: 'BTC/USD', price: '63900', maxQuantity: '0.004' })
    fixture.setPrice('63900')
    const reports = await told(client, 'executions')
    expect(brief(reports).slice(2)).toEqual(['trade partially_filled', 'trade partially_filled', 'filled filled'])
    const { trades } = await fixture.post('TradesHistory')
    const ids = Object.keys(trades as Row).toReversed()
    expect(reports.filter(({ exec_type: type }) => type === 'trade').map(({ exec_id: id }) => id)).toEqual(ids)
    expect(reports[2]).toMatchObject({
      last_qty: 0.004,
      last_price: 64_000,
      liquidity_ind: 'm',
      cost: 256,
      fees: [{ asset: 'USD', qty: 0.256 }],
    })
    expect(reports[4]).toMatchObject({ order_id: txid, cum_qty: 0.01, cum_cost: 640, avg_price: 64_000 })
    await fixture.add({ ordertype: 'market', volume: '0.01' })
    expect(brief(await told(client, 'executions')).slice(5)).toEqual([
      'pending_new pending_new',
      'new new',
      'trade filled',
      'filled filled',
    ])
  })

  it('keeps the id of a stop through its trigger, and tells closes as new orders', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('executions')
    const entry = await fixture.add({
      price: '64000',
      volume: '0.01',
      'close[ordertype]': 'stop-loss',
      'close[price]': '63000',
    })
    fixture.setPrice('63950')
    const first = await told(client, 'executions')
    expect(brief(first)).toEqual([
      'pending_new pending_new',
      'new new',
      'trade partially_filled',
      'filled filled',
      'pending_new pending_new',
      'new new',
    ])
    expect(first[0]).toMatchObject({
      contingent: { order_type: 'stop-loss', trigger_price: 63_000, trigger_price_type: 'static' },
    })
    expect(first[4]).not.toHaveProperty('contingent')
    expect(first[4]).toMatchObject({
      ord_ref_id: entry,
      order_type: 'stop-loss',
      side: 'sell',
      triggers: { reference: 'last', price: 63_000, price_type: 'static', status: 'untriggered' },
    })
    fixture.setPrice('62900')
    const then = (await told(client, 'executions')).slice(6)
    expect(brief(then)).toEqual(['status new', 'trade filled', 'filled filled'])
    expect(then[0]).toMatchObject({ order_id: first[4]?.order_id, triggers: { status: 'triggered' } })
  })

  it('ends orders whose time is over, although nobody asks', async () => {
    const fixture = await KrakenStreamsFixture.start({ heartbeatMs: 5 })
    const client = await fixture.owning('executions')
    const expiretm = String(Math.floor(fixture.time / 1000) + 60)
    await fixture.add({ price: '60000', volume: '0.01', timeinforce: 'GTD', expiretm })
    fixture.time += 61_000
    const { data } = await client.nextJson((text) => text.includes('"expired"'))
    expect(data).toMatchObject([{ exec_type: 'expired', order_status: 'expired', cum_qty: 0 }])
  })

  it('begins with open orders, and with the last fills on request', async () => {
    const fixture = await KrakenStreamsFixture.start()
    await fixture.control('/history', { exchange: 'kraken', apiKey: 'key', symbol: 'BTC/USD', count: 60 })
    const txid = await fixture.add({ price: '60000', volume: '0.01' })
    const plain = await rows(await fixture.owning('executions'), 'executions')
    expect(plain).toMatchObject([
      { order_id: txid, exec_type: 'new', order_status: 'new', symbol: 'BTC/USD', cum_qty: 0 },
    ])
    const whole = await rows(await fixture.owning('executions', { snap_trades: true }), 'executions')
    expect([whole.length, whole.filter(({ exec_type: type }) => type === 'trade').length]).toEqual([51, 50])
    const quiet = await fixture.owning('executions', { snap_orders: false })
    expect(await told(quiet, 'executions')).toEqual([])
    const few = await fixture.owning('executions', { order_status: false, snap_orders: false })
    const next = await fixture.add({ price: '60100', volume: '0.01' })
    await fixture.post('CancelOrder', { txid: next })
    expect(brief(await told(few, 'executions'))).toEqual(['new new', 'canceled canceled'])
  })

  it('counts its messages on, whatever the channel', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('executions')
    client.send({ method: 'subscribe', params: { channel: 'balances', token: await fixture.token() } })
    await client.next((text) => text.includes('"channel":"balances","type":"snapshot"'))
    await fixture.add({ ordertype: 'market', volume: '0.01' })
    await told(client, 'executions')
    const sequences = client.heard.flatMap((text) => (JSON.parse(text) as { sequence?: number }).sequence ?? [])
    expect(sequences.length).toBeGreaterThan(4)
    expect(sequences).toEqual(sequences.map((_, index) => index + 1))
  })
})

describe("Kraken's balances", () => {
  it('begin with everything by wallet, and go on with the ledger', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('balances')
    const snapshot = await rows(client, 'balances')
    expect(snapshot).toContainEqual({
      asset: 'USD',
      asset_class: 'currency',
      balance: 8000,
      wallets: [{ type: 'spot', id: 'main', balance: 8000 }],
    })
    expect(snapshot).toContainEqual({
      asset: 'USDT',
      asset_class: 'currency',
      balance: 10_150,
      wallets: [
        { type: 'spot', id: 'main', balance: 10_000 },
        { type: 'earn', id: 'flexible', balance: 150 },
      ],
    })
    await fixture.add({ price: '64000', volume: '0.01' })
    fixture.setPrice('63900')
    const updates = await told(client, 'balances')
    const { ledger } = await fixture.post('Ledgers')
    const booked = Object.entries(ledger as Readonly<Record<string, Row>>)
    expect(updates.map(({ ledger_id: id }) => id).toSorted()).toEqual(booked.map(([id]) => id).toSorted())
    for (const update of updates) {
      const [, entry] = booked.find(([id]) => id === update.ledger_id) ?? []
      expect([update.ref_id, update.amount, update.fee, update.balance]).toEqual([
        entry?.refid,
        Number(entry?.amount),
        Number(entry?.fee),
        Number(entry?.balance),
      ])
    }
    await fixture.control('/balances', { exchange: 'kraken', apiKey: 'key', balances: { EUR: '900' } })
    expect((await told(client, 'balances')).at(-1)).toMatchObject({
      asset: 'EUR',
      type: 'withdrawal',
      amount: -100,
      balance: 900,
    })
  })
})

describe("Kraken's tokens", () => {
  const subscribe = (token: string): Row => ({ method: 'subscribe', params: { channel: 'executions', token } })

  it('open private channels for a while, and stay as long as one is open', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.connect('/ws-auth/v2')
    await client.next()
    const refused = { success: false, error: 'ESession:Invalid session' }
    client.send(subscribe('nonsense'))
    expect(await client.nextJson()).toMatchObject(refused)
    const late = await fixture.token()
    const used = await fixture.token()
    client.send(subscribe(used))
    expect(await client.nextJson()).toMatchObject({ success: true, result: { channel: 'executions', snapshot: true } })
    fixture.time += 901_000
    client.send({ method: 'subscribe', params: { channel: 'balances', token: late } })
    expect(await client.nextJson((text) => text.includes('"success"'))).toMatchObject(refused)
    client.send({ method: 'subscribe', params: { channel: 'balances', token: used, ratecounter: true } })
    expect(await client.nextJson((text) => text.includes('"success"'))).toMatchObject({
      success: true,
      result: { maxratecount: 125 },
    })
    client.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'] } })
    expect(await client.nextJson((text) => text.includes('"success"'))).toMatchObject({
      success: false,
      error: 'Public market data subscriptions are not available in this environment',
    })
  })

  it('end before their time, or with their key', async () => {
    const fixture = await KrakenStreamsFixture.start()
    const client = await fixture.owning('executions')
    const other = await fixture.connect('/ws-auth/v2')
    const token = await fixture.token()
    other.send(subscribe(token))
    await other.next((text) => text.includes('"success":true'))
    await fixture.control('/streams', { match: { exchange: 'kraken', topic: 'executions' }, now: 'expire' })
    const third = await fixture.connect('/ws-auth/v2')
    third.send(subscribe(token))
    await third.next((text) => text.includes('ESession:Invalid session'))
    await fixture.add({ price: '60000', volume: '0.01' })
    expect(brief(await told(client, 'executions'))).toEqual(['pending_new pending_new', 'new new'])
    await fixture.control('/streams', { exchange: 'kraken', revoke: 'key' })
    expect((await client.closed).code).toBe(1008)
  })
})

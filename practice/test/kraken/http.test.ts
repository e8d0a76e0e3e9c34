import { afterEach, describe, expect, it } from 'vitest'
import { startPracticeExchanges, type PracticeExchanges } from '../../src/practice-exchanges.ts'
import { startTime } from '../support/server-fixture.ts'
import { type Answer, secret, sign } from './kraken-fixture.ts'

const running: PracticeExchanges[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((exchanges) => exchanges.close()))
})

/** Kraken over a real socket, with a signer written from its documents. */
async function start() {
  let time = startTime
  let nonce = 0
  const exchanges = await startPracticeExchanges({ seed: 'http', now: () => time })
  running.push(exchanges)
  exchanges.openAccount('kraken', { apiKey: 'key', secret })
  const base = exchanges.baseUrls.kraken
  const send = async (name: string, body: string, type: string, text: string): Promise<Answer> => {
    const path = `/0/private/${name}`
    const headers = { 'API-Key': 'key', 'API-Sign': sign(path, text, body), 'Content-Type': type }
    const response = await fetch(base + path, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return (await response.json()) as Answer
  }
  const next = (): string => String((nonce += 1))
  return {
    exchanges,
    pass: (ms: number) => (time += ms),
    get: async (target: string) => (await (await fetch(`${base}/0/public/${target}`)).json()) as Answer,
    post: (name: string, params: Readonly<Record<string, string>> = {}) => {
      const text = next()
      const body = new URLSearchParams({ nonce: text, ...params }).toString()
      return send(name, body, 'application/x-www-form-urlencoded', text)
    },
    json: (name: string, params: object) => {
      const text = next()
      return send(name, JSON.stringify({ nonce: text, ...params }), 'application/json', text)
    },
    control: async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' }
      const sent = JSON.stringify({ exchange: 'kraken', ...body })
      const response = await fetch(exchanges.controlUrl + path, { method: 'POST', headers, body: sent })
      return (await response.json()) as Readonly<Record<string, unknown>>
    },
  }
}

const limit = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.02', price: '60000' }

describe('over HTTP', () => {
  it('an entry with a close fills in parts when the price comes, and each part has its stop', async () => {
    const { post, control } = await start()
    const close = { 'close[ordertype]': 'stop-loss', 'close[price]': '-5%' }
    const { result } = await post('AddOrder', { ...limit, ...close })
    const [txid] = (result as { txid: readonly string[] }).txid
    const price = { symbol: 'XBTUSDT', price: '60000' }
    await control('/price', { ...price, maxQuantity: '0.005' })
    await control('/price', price)
    const { open } = (await post('OpenOrders')).result as { open: Record<string, Record<string, unknown>> }
    expect(Object.values(open).map(({ refid, vol }) => [refid, vol])).toEqual([
      [txid, '0.01500000'],
      [txid, '0.00500000'],
    ])
    await control('/price', { ...price, price: '57000' })
    expect((await post('OpenOrders')).result).toEqual({ open: {} })
    expect((await post('ClosedOrders')).result).toMatchObject({ count: 3 })
  })

  it('brackets, plus signs and JSON arrive as they were meant', async () => {
    const { post, json } = await start()
    const trailing = { ...limit, type: 'sell', ordertype: 'trailing-stop', price: '+5%' }
    expect((await post('AddOrder', trailing)).result).toMatchObject({
      descr: { order: 'sell 0.02000000 XBTUSDT @ trailing stop +5.0000%' },
    })
    const close = { ordertype: 'stop-loss-limit', price: '50000', price2: '49900' }
    expect((await json('AddOrder', { ...limit, close })).result).toMatchObject({
      descr: {
        order: 'buy 0.02000000 XBTUSDT @ limit 60000.0',
        close: 'close position @ stop loss 50000.0 -> limit 49900.0',
      },
    })
  })

  it('control opens accounts, fills histories, closes markets and sets limits', async () => {
    const { post, get, control } = await start()
    expect(await control('/history', { apiKey: 'key', symbol: 'BTC/USDT', count: 3 })).not.toHaveProperty('error')
    expect((await post('ClosedOrders')).result).toMatchObject({ count: 3 })
    await control('/market', { symbol: 'XBT/USDT', status: 'cancel_only' })
    expect((await post('AddOrder', limit)).error).toEqual(['EService:Market in cancel_only mode'])
    expect((await get('AssetPairs?pair=XBTUSDT')).result).toMatchObject({
      XBTUSDT: { status: 'cancel_only' },
    })
    await control('/limits', { limits: { restMax: 0 } })
    expect((await post('Balance')).error).toEqual(['EAPI:Rate limit exceeded'])
    expect(await control('/accounts', { apiKey: 'second', secret: 'not base64!' })).toEqual({
      error: 'a secret of Kraken is base64',
    })
  })

  it('time alone ends what is good till a date, before the price that comes after it', async () => {
    const { post, pass, control } = await start()
    const { result } = await post('AddOrder', { ...limit, timeinforce: 'GTD', expiretm: '+60' })
    const [txid = ''] = (result as { txid: readonly string[] }).txid
    pass(60_000)
    await control('/price', { symbol: 'XBTUSDT', price: '59000' })
    expect((await post('QueryOrders', { txid })).result).toMatchObject({
      [txid]: { status: 'expired', vol_exec: '0.00000000' },
    })
  })
})

import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifierOf } from '../../src/binance/security.ts'
import { BinanceFixture, code, message, queryOf } from './binance-fixture.ts'

/** Vectors of Binance's documentation (spot REST API and FIX, 2026-07-21). */
const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const order = '&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'

describe('signatures', () => {
  it.each([
    ['ASCII', `symbol=LTCBTC${order}`, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
    [
      'percent-encoded',
      `symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96${order}`,
      'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    ],
  ])('HMAC, %s, either case', (_, payload, signature) => {
    const { verifies } = verifierOf({ secret })
    expect(verifies(Buffer.from(payload), signature)).toBe(true)
    expect(verifies(Buffer.from(payload), signature.toUpperCase())).toBe(true)
    expect(verifies(Buffer.from(`${payload}0`), signature)).toBe(false)
    expect(verifies(Buffer.from(payload), 'no hex')).toBe(false)
  })

  it('Ed25519, the documented vector', () => {
    const body = 'MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u'
    const key = createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' })
    const payload = Buffer.from(['A', 'EXAMPLE', 'SPOT', '1', '20240627-11:17:25.223'].join('\u0001'))
    const signature = '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA=='
    const { verifies } = verifierOf({ publicKeyPem: pemOf(createPublicKey(key)) })
    expect(verifies(payload, signature)).toBe(true)
    expect(verifies(payload, signature.toLowerCase())).toBe(false)
  })

  it.each(['rsa', 'ed25519'] as const)('%s keys over the line, base64 percent-encoded', async (kind) => {
    const fixture = await BinanceFixture.start()
    const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
    const publicKeyPem = pemOf(pair.publicKey)
    expect((await fixture.control('POST', '/accounts', { apiKey: 'asymmetric', publicKeyPem })).status).toBe(200)
    const query = queryOf({ symbol: '这是测试币456', timestamp: String(fixture.time) })
    const signature = sign(kind === 'rsa' ? 'sha256' : null, Buffer.from(query), pair.privateKey).toString('base64')
    const headers = { 'X-MBX-APIKEY': 'asymmetric' }
    const good = await fixture.open(`/api/v3/openOrders?${query}&signature=${encodeURIComponent(signature)}`, {
      headers,
    })
    expect([good.status, good.body]).toEqual([200, []])
    const bad = await fixture.open(`/api/v3/openOrders?${query}x&signature=${encodeURIComponent(signature)}`, {
      headers,
    })
    expect(bad.status).toBe(400)
  })

  it('are over query and body as sent, with nothing between, signature wherever it stands', async () => {
    const fixture = await BinanceFixture.start()
    const query = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC'
    const body = `quantity=0.01&price=60000&timestamp=${fixture.time}`
    const signature = createHmac('sha256', 'the-secret')
      .update(query + body)
      .digest('hex')
    const headers = { 'X-MBX-APIKEY': 'the-key', 'content-type': 'application/x-www-form-urlencoded' }
    const send = (search: string, text: string): ReturnType<BinanceFixture['open']> =>
      fixture.open(`/api/v3/order?${search}`, { method: 'POST', headers, body: text })
    expect((await send(query, `${body}&signature=${signature}`)).status).toBe(200)
    expect((await send(`${query}&signature=${signature}`, body)).status).toBe(200)
    expect(code(await send(query, `${body}&signature=${signature.replace(/^./, 'g')}`))).toBe(-1022)
    expect(code(await send(query, `${body.replace('0.01', '0.02')}&signature=${signature}`))).toBe(-1022)
  })

  it('made before percent-encoding are wrong', async () => {
    const fixture = await BinanceFixture.start()
    const raw = `symbol=这是测试币456&timestamp=${fixture.time}`
    const signature = createHmac('sha256', 'the-secret').update(raw).digest('hex')
    const answer = await fixture.open(`/api/v3/openOrders?${encodeURI(raw)}&signature=${signature}`, {
      headers: { 'X-MBX-APIKEY': 'the-key' },
    })
    expect([answer.status, code(answer)]).toEqual([400, -1022])
  })
})

describe('keys', () => {
  it('must be well formed, known, allowed to trade, and come from an allowed address', async () => {
    const fixture = await BinanceFixture.start()
    const none = await fixture.open('/api/v3/account')
    expect([none.status, code(none)]).toEqual([401, -2014])
    const malformed = await fixture.open('/api/v3/account', { headers: { 'X-MBX-APIKEY': 'a b' } })
    expect(code(malformed)).toBe(-2014)
    const unknown = await fixture.open('/api/v3/account', { headers: { 'X-MBX-APIKEY': 'nobody' } })
    expect([unknown.status, code(unknown)]).toEqual([401, -2015])

    await fixture.control('POST', '/accounts', { apiKey: 'the-key', secret: 'the-secret', canTrade: false })
    expect((await fixture.signed('GET', '/api/v3/account')).status).toBe(200)
    expect(code(await fixture.limitBuy())).toBe(-2015)
    const elsewhere = ['10.0.0.1']
    await fixture.control('POST', '/accounts', {
      apiKey: 'the-key',
      secret: 'the-secret',
      ipRestrict: elsewhere,
    })
    expect(code(await fixture.signed('GET', '/api/v3/account'))).toBe(-2015)
  })

  it('say what they may do', async () => {
    const fixture = await BinanceFixture.start()
    const here = ['127.0.0.1']
    await fixture.control('POST', '/accounts', {
      apiKey: 'the-key',
      secret: 'the-secret',
      canWithdraw: true,
      ipRestrict: here,
    })
    const { body } = await fixture.signed('GET', '/sapi/v1/account/apiRestrictions')
    expect(body).toMatchObject({
      ipRestrict: true,
      enableReading: true,
      enableSpotAndMarginTrading: true,
      enableWithdrawals: true,
    })
  })
})

describe('time', () => {
  it('must be within recvWindow and less than a second ahead', async () => {
    const fixture = await BinanceFixture.start()
    const ask = async (offset: number, recvWindow?: string): Promise<readonly [unknown, unknown]> => {
      const query = queryOf({
        ...(recvWindow === undefined ? {} : { recvWindow }),
        timestamp: String(fixture.time + offset),
      })
      const signature = createHmac('sha256', 'the-secret').update(query).digest('hex')
      const answer = await fixture.open(`/api/v3/account?${query}&signature=${signature}`, {
        headers: { 'X-MBX-APIKEY': 'the-key' },
      })
      return [code(answer), message(answer)]
    }
    expect(await ask(999)).toEqual([null, null])
    expect(await ask(1000)).toEqual([-1021, "Timestamp for this request was 1000ms ahead of the server's time."])
    expect(await ask(-5000)).toEqual([null, null])
    expect(await ask(-5001)).toEqual([-1021, 'Timestamp for this request is outside of the recvWindow.'])
    expect(await ask(-59_000, '60000')).toEqual([null, null])
    expect((await ask(-2, '1.5'))[0]).toBe(-1021)
    expect((await ask(0, '60001'))[0]).toBe(-1102)
    expect((await ask(0, 'soon'))[0]).toBe(-1100)
  })

  it('may be in microseconds, and must be there', async () => {
    const fixture = await BinanceFixture.start()
    const micro = queryOf({ timestamp: `${fixture.time}123` })
    const signature = createHmac('sha256', 'the-secret').update(micro).digest('hex')
    const headers = { 'X-MBX-APIKEY': 'the-key' }
    expect((await fixture.open(`/api/v3/account?${micro}&signature=${signature}`, { headers })).status).toBe(200)
    expect(message(await fixture.open('/api/v3/account', { headers }))).toContain("'timestamp'")
    expect(message(await fixture.open(`/api/v3/account?${micro}`, { headers }))).toContain("'signature'")
  })
})

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

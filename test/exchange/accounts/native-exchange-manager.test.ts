import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NativeExchangeManager } from '../../../src-main/exchange/accounts/native-exchange-manager.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { firstAccount, type PracticeHarness, startPracticeHarness } from '../practice-harness.ts'
import { limit } from '../sample-orders.ts'
import { caught } from '../scripted.ts'

const m = (text: string) => Money.parse(text)

let harness: PracticeHarness
beforeEach(async () => {
  harness = await startPracticeHarness()
})
afterEach(() => harness.close())

const seen = async (endpoint: string): Promise<number> => {
  const { requests } = (await harness.control('GET', '/statistics')) as {
    requests: { endpoint: string; seen: number }[]
  }
  return requests.find((each) => each.endpoint === `binance ${endpoint}`)?.seen ?? 0
}

describe('NativeExchangeManager', () => {
  it('keeps one client per account while its credentials stay the same', () => {
    expect(harness.manager.clientFor('first')).toBe(harness.client)
    harness.setConnection({ revision: 2 })
    expect(harness.manager.clientFor('first')).not.toBe(harness.client)
  })

  it('sends nothing for an account whose credentials are gone, not even by a client handed out before', async () => {
    await harness.client.getMarkets()
    harness.setConnection(null)
    const error = await caught(harness.client.placeOrder(limit, 'id1', withoutPermit))
    expect([error.class, error.text.key]).toEqual(['auth', 'account.credentials_changed'])
    expect(await seen('POST /api/v3/order')).toBe(0)
    expect(() => harness.manager.clientFor('first')).toThrow(GatewayError)
  })

  it('a client heeds what is switched off for its account from then on, and its markets are the venue’s again afterwards', async () => {
    const offered = async () => (await harness.client.getMarkets()).get('BTC/USDT')?.capabilities.oco
    expect(await offered()).not.toBeNull()
    harness.setConnection({ switchedOff: [{ what: 'oco', assumption: 'binance.oco.legs', at: 1 }] })
    expect(await offered()).toBeNull()
    harness.setConnection({ switchedOff: [] })
    expect(await offered()).not.toBeNull()
  })

  it('checks the credentials again after waiting for the limiter, right before it sends', async () => {
    await harness.client.getMarkets()
    const [before] = harness.manager.status()
    expect(before?.queued).toBe(0)
    const placing = harness.client.placeOrder(limit, 'id1', withoutPermit)
    harness.setConnection({ revision: 2 })
    expect((await caught(placing)).text.key).toBe('account.credentials_changed')
    expect(await seen('POST /api/v3/order')).toBe(0)
  })

  it('shares markets, clock and limits among the accounts of one venue, and no credentials', async () => {
    await harness.control('POST', '/accounts', { apiKey: 'second', secret: 's2', balances: { USDT: '7' } })
    const second = harness.addAccount({ accountId: 'second', apiKey: 'second', secret: 's2' })
    const [mine, theirs] = await Promise.all([
      harness.client.getBalance(),
      second.getBalance(),
      harness.client.getMarkets(),
      second.getMarkets(),
    ])
    expect(theirs.map(({ asset, total }) => `${asset} ${total.toString()}`)).toEqual(['USDT 7'])
    expect(mine.length).toBeGreaterThan(1)
    expect(await seen('GET /api/v3/exchangeInfo')).toBe(1)
    expect(await seen('GET /api/v3/time')).toBe(3)
    expect(harness.manager.status()).toHaveLength(1)
    expect(harness.manager.statusFor('second')).toEqual(harness.manager.status()[0])
  })

  it.each(['rsa', 'ed25519'] as const)('trades with a %s key', async (kind) => {
    const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
    const publicKeyPem = pair.publicKey.export({ type: 'spki', format: 'pem' })
    await harness.control('POST', '/accounts', { apiKey: kind, publicKeyPem, balances: { USDT: '1000' } })
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const client = harness.addAccount({ accountId: kind, apiKey: kind, secret, kind })
    for (let index = 0; index < 5; index += 1) {
      const { order } = await client.placeOrder({ ...limit, quantity: m('0.001') }, `id${index}`, withoutPermit)
      expect(order.status).toBe('open')
    }
  })

  it('trades a symbol outside ASCII', async () => {
    const symbol = '这是测试币/456'
    const request = await harness.client.normalise({ ...limit, symbol, quantity: m('10'), price: m('1') })
    const { order } = await harness.client.placeOrder(request, 'id1', withoutPermit)
    expect(order).toMatchObject({ symbol, status: 'open' })
    expect((await harness.client.fetchTickers([symbol, 'BTC/USDT'])).size).toBe(2)
    expect((await harness.client.cancelOrder({ symbol, orderId: order.id })).status).toBe('cancelled')
  })

  it('attaches exits where the symbol has no OPO, saying that they are gross of fees, and that they were refused where nothing is there to make up for the fee', async () => {
    const exits = {
      takeProfit: { triggerPrice: m('0.7'), limitPrice: null },
      stopLoss: { triggerPrice: m('0.5'), limitPrice: null },
    }
    const amount = { unit: 'quote', value: m('100') } as const
    const request = await harness.client.normalise({
      kind: 'market',
      symbol: 'XRP/USDT',
      side: 'buy',
      amount,
      exits,
    })
    const placed = await harness.client.placeOrder(request, 'id1', withoutPermit)
    expect(placed.order.status).toBe('filled')
    expect(placed.order.quoteFilled?.atMost(m('100'))).toBe(true)
    expect(placed.notes.map(({ key }) => key)).toEqual([
      'order.note.exit_refused',
      'order.note.exit_refused',
      'order.note.market_entry_as_limit',
      'order.note.exits_gross_of_fees',
    ])
    expect(placed.legs.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await seen('POST /api/v3/orderList/otoco')).toBe(1)
  })

  it('sends 60 quote units as quoteOrderQty=60 and a million units as 1000000', async () => {
    const market = { kind: 'market', side: 'buy', exits: null } as const
    await harness.client.placeOrder(
      { ...market, symbol: 'BTC/USDT', amount: { unit: 'quote', value: m('60') } },
      'id1',
      withoutPermit,
    )
    await harness.client.placeOrder(
      { ...market, symbol: 'PEPE/USDT', amount: { unit: 'base', value: m('1000000') } },
      'id2',
      withoutPermit,
    )
    const orders = await harness.client.fetchClosedOrders({
      symbol: null,
      symbols: [],
      since: null,
      until: null,
      limit: 9,
    })
    expect(orders.map(({ quantity, quoteQuantity }) => (quoteQuantity ?? quantity)?.toString()).sort()).toEqual([
      '1000000',
      '60',
    ])
  })

  it('measures a clock for the doctor, and says when the exchange cannot be reached', async () => {
    const environment = { kind: 'practice', url: harness.baseUrl, accountKind: null } as const
    await harness.control('POST', '/clock', { offsetMs: 90_000 })
    const sample = await harness.manager.measureClock('binance', environment, harness.baseUrl)
    expect(Math.abs(sample.offsetMs - 90_000)).toBeLessThan(500)
    const nobody = await caught(harness.manager.measureClock('binance', environment, 'http://127.0.0.1:9'))
    expect([nobody.class, nobody.text.key]).toEqual(['retryable', 'exchange.unreachable'])
  })

  it('refuses an environment that the exchange does not have', () => {
    harness.setConnection({ exchange: 'kraken', environment: { kind: 'testnet' }, baseUrl: null })
    expect(() => harness.manager.clientFor('first')).toThrow('Kraken has no testnet environment')
  })

  it('sends nothing once closed', async () => {
    await harness.client.getMarkets()
    await harness.manager.close()
    const error = await caught(harness.client.placeOrder(limit, 'id1', withoutPermit))
    expect(error.class).toBe('retryable')
    expect(() => harness.manager.clientFor('first')).toThrow(GatewayError)
    expect(await seen('POST /api/v3/order')).toBe(0)
  })

  it('shows no secret in anything it can be made to print', async () => {
    const error = await caught(harness.client.placeOrder({ ...limit, price: m('1') }, 'id1', withoutPermit))
    const printed = [harness.client, harness.manager, error, harness.manager.status()]
      .map((each) => `${inspect(each, { depth: 9, showHidden: true })} ${JSON.stringify(each)}`)
      .join()
    expect(printed).not.toContain(firstAccount.secret)
    expect(printed).not.toContain('signature=')
  })

  it('opens no venue for an address that nobody gave', () => {
    const manager = new NativeExchangeManager({
      connections: () => {
        throw new GatewayError('refused', 'account.unknown')
      },
    })
    expect(manager.status()).toEqual([])
    expect(manager.statusFor('x')).toBeNull()
    return manager.close()
  })
})

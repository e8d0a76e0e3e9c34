import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryBanStore } from '../../../src-main/exchange/stores/ban-store.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { systemTime } from '../../../src-main/exchange/http/server-clock.ts'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { fetchServerTime, KrakenVenue } from '../../../src-main/exchange/kraken/venue.ts'
import { initialLimits } from '../../../src-main/exchange/kraken/limits.ts'
import { KrakenRawClient } from '../../../src-main/exchange/kraken/raw-client.ts'
import { requestSigner } from '../../../src-main/exchange/kraken/signing.ts'
import { MemoryNonceStore } from '../../../src-main/exchange/stores/nonce-store.ts'
import { Transport } from '../../../src-main/exchange/http/transport.ts'
import { silentLogger, Venue } from '../../../src-main/exchange/core/venue.ts'
import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { GatewayError } from '../../../src-shared/errors.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'

const apiKey = 'batch-key'
const secret = Buffer.from('batch secret').toString('base64')
const order = { ordertype: 'limit', type: 'buy', volume: '0.01', price: '60000' }

/** Several orders in one request, on the practice exchange: JSON bodies are signed as they are sent. */
describe('batches', () => {
  let practice: PracticeExchanges
  let transport: Transport
  let raw: KrakenRawClient

  beforeEach(async () => {
    practice = await startPracticeExchanges({ seed: 'batch' })
    practice.openAccount('kraken', { apiKey, secret })
    transport = new Transport()
    const venue = new Venue({
      exchange: 'kraken',
      baseUrl: practice.baseUrls.kraken,
      transport,
      limits: initialLimits,
      time: systemTime,
      logger: silentLogger,
      fetchServerTime,
      pause: () => Promise.resolve(),
    })
    const stores = {
      nonces: new MemoryNonceStore(),
      clientIds: new MemoryClientIdStore(),
      bans: new MemoryBanStore(),
    }
    const shared = new KrakenVenue(venue, stores)
    const sign = requestSigner(new Credentials(apiKey, secret, 'hmac'))
    const check = (): void => undefined
    raw = new KrakenRawClient(shared, {
      accountId: 'a',
      apiKey,
      sign,
      check,
      secrets: () => [secret],
      key: shared.key(apiKey),
    })
  })
  afterEach(async () => {
    await transport.close()
    await practice.close()
  })

  it('tell of each order what came of it, exits included, and are cancelled in one request', async () => {
    const close = { 'close[ordertype]': 'stop-loss', 'close[price]': '55000' }
    const { orders } = await raw.addOrderBatch(
      'XBTUSDT',
      [order, { ...order, volume: '5' }, { ...order, ...close }],
      withoutPermit,
    )
    expect(orders.map(({ txid, error }) => error ?? typeof txid)).toEqual([
      'string',
      'EOrder:Insufficient funds',
      'string',
    ])
    const open = await raw.openOrders({})
    expect(Object.values(open).map(({ descr }) => descr.close)).toEqual(
      expect.arrayContaining([expect.stringContaining('stop loss 55000')]),
    )
    const txids = orders.flatMap(({ txid }) => txid ?? [])
    expect(await raw.cancelOrderBatch(txids, 'XBTUSDT', 0)).toBe(2)
    expect(Object.keys(await raw.openOrders({}))).toEqual([])
  })

  it('are refused whole when one order breaks a rule', async () => {
    const wrong = { ...order, price: '60000.01' }
    const refused = raw.addOrderBatch('XBTUSDT', [order, wrong], withoutPermit)
    await expect(refused).rejects.toThrow(GatewayError)
    await expect(refused).rejects.toMatchObject({ class: 'refused' })
    expect(Object.keys(await raw.openOrders({}))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { TransportOutcome, TransportRequest } from '../../../src-main/exchange/http/transport.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { limit } from '../sample-orders.ts'
import { caught } from '../scripted.ts'
import { answer, orderRecord, scriptedClient } from './scripted-venue.ts'

/** A client whose socket ends each request as told, and both records of what went out. */
function clientWith(outcome: TransportOutcome | null) {
  const overSocket: TransportRequest[] = []
  const socket = outcome && {
    send: (request: TransportRequest): Promise<TransportOutcome> => {
      overSocket.push(request)
      return Promise.resolve(outcome)
    },
  }
  const script = { 'POST /api/v3/order': () => answer(200, orderRecord()) }
  const { client, calls } = scriptedClient(script, [], undefined, () => socket)
  return { client, overSocket, overRest: () => calls('POST /api/v3/order').length }
}

describe('an order that goes over a socket first', () => {
  it('is the request that REST would have been, signed as the WebSocket API wants it', async () => {
    const { client, overSocket, overRest } = clientWith(answer(200, orderRecord()))
    expect((await client.placeOrder(limit, 'id1', withoutPermit)).order.id).toBe('17')
    expect(overRest()).toBe(0)
    const [{ method, url, headers, body = '' } = {}] = overSocket as readonly Partial<TransportRequest>[]
    expect({ method, url, headers }).toEqual({ method: 'POST', url: 'http://exchange.test/api/v3/order', headers: {} })
    expect(JSON.parse(body)).toEqual({
      method: 'order.place',
      params: {
        apiKey: 'the-key',
        newClientOrderId: 'id1',
        newOrderRespType: 'FULL',
        price: '50000',
        quantity: '0.01',
        recvWindow: 5000,
        side: 'BUY',
        signature: 'SIGNED',
        symbol: 'BTCUSDT',
        timeInForce: 'GTC',
        timestamp: expect.any(Number) as number,
        type: 'LIMIT',
      },
    })
  })

  it('goes over REST where the socket is closed', async () => {
    const { client, overSocket, overRest } = clientWith(null)
    await client.placeOrder(limit, 'id1', withoutPermit)
    expect([overSocket.length, overRest()]).toEqual([0, 1])
  })

  it('goes over REST, once, where surely nothing of it was written', async () => {
    const { client, overSocket, overRest } = clientWith({ kind: 'not-sent', reason: 'the socket is not open' })
    expect((await client.placeOrder(limit, 'id1', withoutPermit)).order.id).toBe('17')
    expect([overSocket.length, overRest()]).toEqual([1, 1])
  })

  it('does not go over REST any more once it may not be sent', async () => {
    const { client, overSocket, overRest } = clientWith({ kind: 'not-sent', reason: 'the socket is not open' })
    const halted = new GatewayError('refused', 'guard.halted')
    const permit = (): void => {
      if (overSocket.length > 0) throw halted
    }
    expect(await caught(client.placeOrder(limit, 'id1', permit))).toBe(halted)
    expect([overSocket.length, overRest()]).toEqual([1, 0])
  })

  it.each([
    { kind: 'unknown', reason: 'reset' } as const,
    answer(503, ''),
    answer(400, { code: -2010, msg: 'no' }),
    answer(429, { code: -1003, msg: 'Too much' }),
    answer(200, '{"symbol":'),
  ])('goes nowhere else after %j', async (outcome) => {
    const { client, overSocket, overRest } = clientWith(outcome)
    await caught(client.placeOrder(limit, 'id1', withoutPermit))
    expect([overSocket.length, overRest()]).toEqual([1, 0])
  })
})

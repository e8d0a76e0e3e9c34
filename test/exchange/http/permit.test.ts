import { expect, test } from 'vitest'
import { BinanceRawClient } from '../../../src-main/exchange/binance/raw-client.ts'
import { BinanceRest } from '../../../src-main/exchange/binance/transport.ts'
import type { Permit } from '../../../src-main/exchange/http/permit.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { answer, orderRecord, scriptedClient, signatory } from '../binance/scripted-venue.ts'

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' }

function raw() {
  const { shared, calls } = scriptedClient({
    'POST /api/v3/order': () => answer(200, orderRecord()),
    'POST /api/v3/order/test': () => answer(200, {}),
    'DELETE /api/v3/order': () => answer(200, orderRecord({ status: 'CANCELED' })),
  })
  return { client: new BinanceRawClient(new BinanceRest(shared, signatory)), calls }
}

test('a permit is asked when the request leaves, and what it throws is thrown: nothing was sent', async () => {
  const { client, calls } = raw()
  let open = true
  const halted = new GatewayError('refused', 'guard.halted')
  const permit = (): void => {
    if (!open) throw halted
  }
  const placing = client.newOrder(order, permit)
  open = false
  await expect(placing).rejects.toBe(halted)
  expect(calls('POST /api/v3/order')).toEqual([])
  open = true
  await client.newOrder(order, permit)
  expect(calls('POST /api/v3/order')).toHaveLength(1)
})

test('an order without a permit is a bug and is not sent; dry runs and cancellations need none', async () => {
  const { client, calls } = raw()
  await expect(client.newOrder(order, undefined as unknown as Permit)).rejects.toMatchObject({ class: 'bug' })
  expect(calls('POST /api/v3/order')).toEqual([])
  await client.testOrder(order)
  await client.cancelOrder({ symbol: 'BTCUSDT', orderId: '17' })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BaseExchangeClient } from '../../../src-main/exchange/core/base-exchange-client.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OcoRequest, OrderRequest } from '../../../src-shared/order.ts'
import { type PracticeHarness, startPracticeHarness } from '../practice-harness.ts'
import { caught } from './scripted-venue.ts'

/** Over HTTP with the practice exchange, which was written from the same sheet and by other hands. */
const account = {
  accountId: 'first',
  apiKey: 'practice-key-1',
  secret: 'practice-secret-1',
  passphrase: 'practice-passphrase-1',
}
const m = (text: string) => Money.parse(text)
const symbol = 'BTC/USDT'
const nothing = { quantity: null, price: null, triggerPrice: null }

let harness: PracticeHarness
let restarts = 0
beforeEach(async () => {
  harness = await startPracticeHarness({}, { exchange: 'kucoin', account, accountKind: 'classic' })
  harness.setPrice(symbol, '60000')
})
afterEach(() => harness.close())

/** The same account in a client that remembers nothing, as after a restart. */
const restarted = (): BaseExchangeClient =>
  harness.addAccount({ ...account, accountId: `restarted ${(restarts += 1)}` })
const place = async (request: OrderRequest, id: string) =>
  harness.client.placeOrder(await harness.client.normalise(request), id, withoutPermit)
const sale = { symbol, side: 'sell', quantity: m('0.01') } as const
const stop: OrderRequest = {
  ...sale,
  kind: 'stop_limit',
  triggerPrice: m('59000'),
  price: m('59500'),
  timeInForce: 'gtc',
}
const pair: OcoRequest = {
  ...sale,
  kind: 'oco',
  takeProfit: { triggerPrice: m('65000'), limitPrice: m('65000') },
  stopLoss: { triggerPrice: m('57000'), limitPrice: m('56900') },
}
const resting: OrderRequest = {
  kind: 'limit',
  symbol,
  side: 'buy',
  quantity: m('0.02'),
  price: m('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}

it('a stop order that was executed is told under the id that placing answered, also after a restart', async () => {
  const { order } = await place({ ...sale, kind: 'stop_loss', triggerPrice: m('59000') }, 'stop0')
  harness.setPrice(symbol, '58900')
  const query = { symbol, symbols: [symbol], since: null, until: null, limit: 10 }
  const [told] = await harness.client.fetchClosedOrders(query)
  expect(told).toMatchObject({ id: order.id, clientOrderId: 'stop0', status: 'filled' })
  expect(told?.terms).toMatchObject({ kind: 'stop_loss' })
  const later = restarted()
  expect((await later.fetchClosedOrders(query))[0]).toMatchObject({ id: order.id, status: 'filled' })
  expect(await later.fetchOrder({ symbol, orderId: order.id })).toMatchObject({
    id: order.id,
    status: 'filled',
  })
})

describe('after a restart', () => {
  it('a stop order that triggered is found by our id, followed, and cancelled where it rests', async () => {
    const { order } = await place(stop, 'stop1')
    harness.setPrice(symbol, '58900')
    const found = await restarted().findOrder(stop, 'stop1')
    expect(found?.order).toMatchObject({ status: 'open', waiting: false, terms: { kind: 'stop_limit' } })
    expect((await harness.client.fetchOpenOrders(null)).map(({ terms }) => terms.kind)).toEqual(['limit'])
    const ended = await harness.client.cancelOrder({ symbol, orderId: order.id })
    expect(ended).toMatchObject({ id: order.id, status: 'cancelled' })
    expect(await harness.client.fetchOpenOrders(null)).toEqual([])
  })

  it('a leg is still cancelled with its pair', async () => {
    const { legs } = await place(pair, 'pair1')
    const orderId = legs[0]?.id ?? ''
    expect(await restarted().fetchOrder({ symbol, orderId })).toMatchObject({
      role: 'stop_loss',
      status: 'open',
    })
    expect((await restarted().cancelOrder({ symbol, orderId })).status).toBe('cancelled')
    expect(await harness.client.fetchOpenOrders(null)).toEqual([])
    const found = await restarted().findOrder(pair, 'pair1')
    expect([found?.order.status, found?.legs[0]?.status]).toEqual(['cancelled', 'cancelled'])
  })

  it('a pair whose stop was hit tells which leg executed', async () => {
    await place(pair, 'pair1')
    harness.setPrice(symbol, '56950')
    harness.setPrice(symbol, '57100')
    const found = await restarted().findOrder(pair, 'pair1')
    const [stopLoss] = found?.legs ?? []
    expect([found?.order.role, found?.order.status]).toEqual(['take_profit', 'cancelled'])
    expect([stopLoss?.role, stopLoss?.status, stopLoss?.filled.toString()]).toEqual(['stop_loss', 'filled', '0.01'])
  })

  it('a stop order that somebody else cancelled is not there any more', async () => {
    const { order } = await place(stop, 'stop1')
    await restarted().cancelOrder({ symbol, orderId: order.id })
    for (const client of [harness.client, restarted()]) {
      expect((await caught(client.fetchOrder({ symbol, orderId: order.id }))).class).toBe('not-found')
      expect((await caught(client.cancelOrder({ symbol, orderId: order.id }))).class).toBe('not-found')
    }
  })
})

describe('editing', () => {
  it('an alteration whose answer is lost is found under the name the edit gave it', async () => {
    const { client } = harness
    const { order } = await place(resting, 'limit1')
    const match = { exchange: 'kucoin', method: 'POST', path: '/api/v1/hf/orders/alter' }
    await harness.control('POST', '/faults', { match, fault: 'drop_after' })
    const reference = { symbol, orderId: order.id }
    const error = await caught(client.editOrder(reference, { ...nothing, price: m('51000') }, 'edit1', withoutPermit))
    expect(error.class).toBe('unknown-outcome')
    const replacement = await client.fetchOrder({ symbol, clientOrderId: 'edit1' })
    expect(replacement).toMatchObject({
      status: 'open',
      clientOrderId: 'limit1',
      terms: { price: m('51000') },
    })
    expect((await client.fetchOpenOrders(null)).map(({ id }) => id)).toEqual([replacement.id])
    expect((await client.fetchOrder(reference)).status).toBe('cancelled')
  })

  it('a reduced order that then fills is filled', async () => {
    const { client } = harness
    const { order } = await place(resting, 'limit1')
    const reference = { symbol, orderId: order.id }
    const edited = await client.editOrder(reference, { ...nothing, quantity: m('0.01') }, 'edit1', withoutPermit)
    expect([edited.how, edited.order.quantity?.toString()]).toEqual(['in_place', '0.01'])
    expect((await restarted().fetchOrder(reference)).quantity?.toString()).toBe('0.01')
    harness.setPrice(symbol, '49000')
    const filled = await client.fetchOrder(reference)
    expect([filled.status, filled.filled.toString(), filled.fees?.length]).toEqual(['filled', '0.01', 1])
  })
})

it('several accounts at once share no limits and see no orders of each other', async () => {
  await harness.control('POST', '/accounts', {
    exchange: 'kucoin',
    apiKey: 'key-2',
    secret: 'secret-2',
    passphrase: 'word-2',
  })
  const other = harness.addAccount({
    accountId: 'other',
    apiKey: 'key-2',
    secret: 'secret-2',
    passphrase: 'word-2',
  })
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? other : harness.client).placeOrder(
        { ...resting, quantity: m('0.001') },
        `o${index}`,
        withoutPermit,
      ),
    ),
  )
  for (const [client, rest] of [
    [other, 0],
    [harness.client, 1],
  ] as const) {
    const ids = (await client.fetchOpenOrders(null)).map(({ clientOrderId }) => Number(clientOrderId?.slice(1)))
    expect(ids).toHaveLength(10)
    expect(ids.every((id) => id % 2 === rest)).toBe(true)
  }
  const pools = harness.manager.statusFor('first')?.usage.map(({ pool }) => pool) ?? []
  expect(pools).toEqual(
    expect.arrayContaining(['public', 'spot:first', 'spot:other', 'unified:first', 'unified:other']),
  )
})

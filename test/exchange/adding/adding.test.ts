import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import { silentLogger, Venue } from '../../../src-main/exchange/core/venue.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { systemTime } from '../../../src-main/exchange/http/server-clock.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { usual } from '../../../src-main/exchange/http/urgency.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { operations } from './toy/client.ts'
import { name } from './toy/name.ts'
import { answers, ToyServer } from './toy/server.ts'
import { ToyVenue } from './toy/venue.ts'

/** docs/adding-an-exchange.md, walked with an exchange that is a table, a mapper and a server in memory. */
function toy() {
  const server = new ToyServer()
  const venue = new Venue({
    exchange: name,
    baseUrl: 'http://toy.test',
    transport: server,
    limits: {},
    time: systemTime,
    logger: silentLogger,
    fetchServerTime: () => Promise.resolve(Date.now()),
    pause: () => Promise.resolve(),
  })
  const signedAs = { accountId: 'a', check: () => undefined, secrets: () => [] }
  const session = { shared: new ToyVenue(venue), signedAs, urgency: usual }
  return { server, client: new NativeClient(operations, session) }
}

const m = (text: string) => Money.parse(text)
const limit = (price = '10.00'): OrderRequest => ({
  kind: 'limit',
  symbol: 'GOLD/COIN',
  side: 'buy',
  quantity: m('1.25'),
  price: m(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})
const caught = (promise: Promise<unknown>): Promise<GatewayError> =>
  promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: unknown) => (error instanceof GatewayError ? error : Promise.reject(error as Error)),
  )
const placed = () => ['POST /orders']
const writes = (server: ToyServer) => server.sent.filter((each) => each === 'POST /orders')

describe('an exchange made of a table and a mapper', () => {
  it('lists its markets, and leaves out what it cannot read', async () => {
    const markets = await toy().client.getMarkets()
    expect([...markets.keys()]).toEqual(['GOLD/COIN'])
  })

  it('normalises, places, finds, reads and cancels', async () => {
    const { client, server } = toy()
    const request = await client.normalise(limit())
    expect(request).toMatchObject({ quantity: m('1.2') })
    const { order } = await client.placeOrder(request, 'ours-1', withoutPermit)
    expect(order).toMatchObject({ id: 't1', clientOrderId: 'ours-1', status: 'open', role: 'single' })
    expect((await client.findOrder(request, 'ours-1'))?.order.id).toBe('t1')
    expect(await client.findOrder(request, 'ours-2')).toBeNull()
    expect(await client.fetchOpenOrders(null)).toHaveLength(1)
    const cancelled = await client.cancelOrder({ symbol: 'GOLD/COIN', orderId: 't1' })
    expect(cancelled).toMatchObject({ status: 'cancelled', endReason: { kind: 'cancelled' } })
    expect(await client.fetchOpenOrders('GOLD/COIN')).toEqual([])
    const again = await caught(client.cancelOrder({ symbol: 'GOLD/COIN', orderId: 't1' }))
    expect([again.class, again.text.key]).toEqual(['not-found', 'order.not_found'])
    expect(writes(server)).toEqual(placed())
  })

  const { refusal, response } = answers
  const dropped: TransportOutcome = { kind: 'unknown', reason: 'ECONNRESET' }
  it.each<readonly [string, TransportOutcome, boolean, string]>([
    ['a refusal of its table', refusal('POOR'), false, 'refused exchange.insufficient_balance'],
    ['a code that nobody has listed', refusal('NEW'), false, 'refused exchange.rejected'],
    ['a key that is no good', refusal('KEY'), false, 'auth exchange.auth'],
    ['too many requests', refusal('SLOW'), true, 'unknown-outcome exchange.rate_limited'],
    ['trouble of its own', refusal('TROUBLE'), true, 'unknown-outcome exchange.no_answer'],
    ['a refusal under 500', { ...refusal('POOR'), status: 500 }, true, 'unknown-outcome exchange.no_answer'],
    ['a page of a wall', response(403, '<html>'), true, 'unknown-outcome exchange.no_answer'],
    ['a success of another shape', response(200, { data: {} }), true, 'unknown-outcome exchange.no_answer'],
    ['no answer', dropped, true, 'unknown-outcome exchange.no_answer'],
    ['nothing sent', { kind: 'not-sent', reason: 'ECONNREFUSED' }, false, 'retryable exchange.unreachable'],
  ])('%s: is sent once, and is told for what it is', async (_title, answer, executed, expected) => {
    const { client, server } = toy()
    server.fault = { answer, executed }
    const error = await caught(client.placeOrder(limit(), 'ours-1', withoutPermit))
    expect(`${error.class} ${error.text.key}`).toBe(expected)
    expect(writes(server)).toEqual(placed())
    // The reconciler's way: it asks for the id and finds what was executed, and only that.
    expect((await client.findOrder(limit(), 'ours-1'))?.order.clientOrderId ?? null).toBe(executed ? 'ours-1' : null)
  })

  it('takes an id that is taken for its own order', async () => {
    const { client } = toy()
    await client.placeOrder(limit(), 'ours-1', withoutPermit)
    const error = await caught(client.placeOrder(limit(), 'ours-1', withoutPermit))
    expect([error.class, error.text.key]).toEqual(['unknown-outcome', 'exchange.duplicate_order'])
  })

  it('reads its markets anew when a refusal contradicts them, and names the price that is meant', async () => {
    const { client, server } = toy()
    await client.getMarkets()
    server.tick = '0.5'
    server.fault = { answer: refusal('TICK'), executed: false }
    const error = await caught(client.placeOrder(limit('10.01'), 'ours-1', withoutPermit))
    expect([error.class, error.field]).toEqual(['refused', 'price'])
    expect((await client.getMarkets()).get('GOLD/COIN')?.tickSize.toString()).toBe('0.5')
  })
})

it('stays small: what the engine does not do for it is a few hundred lines', () => {
  const folder = new URL('./toy/', import.meta.url)
  const own = readdirSync(folder).filter((file) => file !== 'server.ts')
  const lines = own.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
  expect(own.length).toBeLessThan(8)
  expect(lines.length).toBeLessThan(420)
})

import assert from 'node:assert/strict'
import type { AccountRun } from '../account-run.ts'
import { object } from '../consumers.ts'
import { type Json, said } from '../django.ts'
import { unpack } from '../msgpack.ts'

const group = 'asgi:group:user_account_updates'
const patienceMs = 20_000

/** Events to Django's pages and keys besides the answers. */
export async function eventChecks(run: AccountRun): Promise<void> {
  const { redis } = run.django
  const channel = `specific.${run.column.id}!page`
  const queue = `asgispecific.${run.column.id}!`
  await redis.command('ZADD', group, Date.now() / 1_000, channel)

  /** The next event for this broker, as channels_redis takes it. */
  const nextEvent = async (): Promise<Readonly<Record<string, Json>>> => {
    const deadline = Date.now() + patienceMs
    while (Date.now() < deadline) {
      const popped = await redis.command('ZPOPMIN', queue)
      if (Array.isArray(popped) && popped.length > 0) {
        const member = Buffer.from(said(popped[0]), 'latin1')
        const { __asgi_channel__: channels, ...event } = object(unpack(member.subarray(12)), 'the event')
        assert.deepEqual(channels, [channel])
        if (event.broker_id === run.column.brokerId) return event
        continue
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('no event came')
  }

  await run.check('S16', 'loading markets answers at once', async () => {
    const data = object(await run.data('load_markets'), 'data')
    assert.deepEqual([data.success, data.loading, typeof data.message], [true, true, 'string'])
  })
  await run.check('M2', 'markets_loaded has every key', async () => {
    const event = await nextEvent()
    assert.deepEqual(
      [event.type, event.exchange_name, event.status],
      ['markets_loaded', run.column.exchange, 'success'],
    )
    assert.ok(Number.isInteger(event.market_count) && Number(event.market_count) > 0)
    assert.ok(Number.isInteger(event.timestamp) && Math.abs(Number(event.timestamp) - Date.now()) < 60_000)
  })
  await redis.command('ZREM', group, channel)

  await run.check('S23', 'Kraken’s numbers lead both ways', async () => {
    if (run.column.exchange !== 'kraken') return
    const price = await run.priceAt(0.8)
    const order = {
      symbol: run.column.symbol,
      side: 'buy',
      amount: run.column.quantity,
      type: 'limit',
      price,
    }
    const placed = object(await run.data('place_order', order), 'data')
    const id = said(placed.client_order_id)
    const number = await redis.command('GET', `kraken_client_order_id:${id}`)
    assert.match(said(number), /^\d{1,10}$/)
    assert.equal(await redis.command('GET', `kraken_userref:${said(number)}`), id)
    const ttl = Number(await redis.command('TTL', `kraken_userref:${said(number)}`))
    assert.ok(ttl > 2_591_000 && ttl <= 2_592_000)
    await run.data('cancel_order', { order_id: placed.id })
  })

  await run.check('S29', 'an order is told from its placing to its end', async () => {
    const price = await run.priceAt(0.8)
    const order = { symbol: run.column.symbol, side: 'buy', amount: run.column.quantity, type: 'limit', price }
    const id = said(object(await run.data('place_order', order), 'data').id)
    await run.data('cancel_order', { order_id: id })
    if (!run.host.tellsEvents) {
      assert.deepEqual(await redis.command('KEYS', '*exchange_events*'), [])
      return
    }
    /** What was told of the order so far, oldest first. */
    const told = async (): Promise<readonly Readonly<Record<string, string>>[]> => {
      const entries = (await redis.command('XRANGE', 'exchange_events', '-', '+')) as readonly [
        string,
        readonly string[],
      ][]
      const all = entries.map(([, words]) =>
        Object.fromEntries(words.flatMap((word, at) => (at % 2 === 0 ? [[word, said(words[at + 1] ?? null)]] : []))),
      )
      return all.filter(({ broker_id: broker, order_id: of }) => broker === String(run.column.brokerId) && of === id)
    }
    const deadline = Date.now() + patienceMs
    while ((await told()).at(-1)?.type !== 'order_ended' && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const steps = await told()
    assert.deepEqual(
      steps.map(({ type }) => type),
      ['order_placed', 'order_ended'],
    )
    assert.equal(new Set(steps.map(({ id: name }) => name)).size, 2)
    const [first] = steps
    assert.deepEqual(
      [first?.v, first?.symbol, first?.side, first?.status, first?.filled, first?.exchange],
      ['1', run.column.symbol, 'buy', 'open', '0', run.column.exchange],
    )
    for (const { occurred_at: at } of steps) assert.ok(Math.abs(Number(at) - Date.now()) < 60_000)
  })

  await run.check('S1', 'the heartbeat is written', async () => {
    const value = await redis.command('GET', 'terminal_heartbeat:terminal5')
    assert.match(said(value), /^\d{10}$/)
    assert.ok(Math.abs(Number(value) - Date.now() / 1_000) < 30)
  })
}

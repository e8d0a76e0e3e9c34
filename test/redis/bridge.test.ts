import { describe, expect, it } from 'vitest'
import { usualQueueLimits } from '../../src-main/redis/lanes.ts'
import { freePort, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import type { RedisState } from '../../src-shared/contract.ts'
import { until } from '../support/until.ts'
import { DjangoClient, loopTime, pythonJson } from './support/django-client.ts'
import { FakeServices } from './support/fake-services.ts'
import { makeBridge, running, untilState } from './support/running.ts'

const tickerParams = { broker_id: 1, symbol: 'BTC/USDT' }
const orderParams = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }

describe('many requests at once', () => {
  it('answers 1,000 get_ticker, none lost, none twice, nothing left behind', async () => {
    await using run = await running()
    const envelopes = Array.from({ length: 1_000 }, () => run.django.envelope('get_ticker', tickerParams))
    await Promise.all(envelopes.map((envelope) => run.django.push(pythonJson(envelope))))
    const answers = await Promise.all(envelopes.map(({ request_id }) => run.django.collect(request_id)))
    expect(answers.every((answer, index) => answer.success && answer.request_id === envelopes[index]?.request_id)).toBe(
      true,
    )
    expect(run.services.client.tickerCalls).toBe(1_000)
    await until(() => run.bridge.counts().working === 0)
    expect(run.bridge.counts()).toEqual({
      received: 1_000,
      answered: 1_000,
      failed: 0,
      expired: 0,
      working: 0,
    })
    expect(await run.django.processing()).toBe(0)
  })

  it('a slow request holds nobody up, and no more are worked on than may be', async () => {
    const queueLimits = { ...usualQueueLimits, working: { lane: 3, group: 3, total: 3 } }
    await using run = await running({ queueLimits })
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    run.services.client.tickerGate = gate
    const slow = [1, 2].map(() => run.django.envelope('get_ticker', tickerParams))
    for (const envelope of slow) await run.django.push(pythonJson(envelope))
    expect((await run.django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
    const more = [1, 2, 3].map(() => run.django.envelope('get_ticker', tickerParams))
    for (const envelope of more) await run.django.push(pythonJson(envelope))
    await until(() => run.services.client.tickerCalls === 3)
    await until(() => run.bridge.queue().waiting === 2)
    expect(run.bridge.counts().working).toBe(3)
    expect(run.services.client.tickerCalls).toBe(3)
    open(undefined)
    for (const { request_id } of [...slow, ...more]) expect((await run.django.collect(request_id)).success).toBe(true)
  })
})

describe('the answer', () => {
  it('waits 30 s under its own key', async () => {
    await using run = await running()
    const envelope = run.django.envelope('get_balance', { broker_id: 1 })
    await run.django.push(pythonJson(envelope))
    const key = `exchange_response_${envelope.request_id}`
    await until(async () => (await run.django.redis.exists(key)) === 1)
    expect(await run.django.redis.type(key)).toBe('string')
    expect(await run.django.redis.ttl(key)).toBeGreaterThan(25)
    expect(await run.django.redis.ttl(key)).toBeLessThanOrEqual(30)
  })

  it('has errors in the language asked for', async () => {
    await using run = await running({ language: () => 'fr' })
    const answer = await run.django.ask('place_order', { ...orderParams, amount: 0 })
    expect(answer.error).toBe('Le champ amount doit être supérieur à 0, pas 0.')
  })
})

describe('the same request twice', () => {
  it('is executed once and answered once while in work', async () => {
    await using run = await running()
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    const { desk } = run.services
    const usual = desk.outcome
    desk.outcome = async () => {
      await gate
      return usual()
    }
    const envelope = run.django.envelope('place_order', orderParams)
    await run.django.push(pythonJson(envelope))
    await run.django.push(pythonJson(envelope))
    await until(() => run.bridge.counts().working === 2)
    open(undefined)
    expect((await run.django.collect(envelope.request_id)).success).toBe(true)
    await until(() => run.bridge.counts().working === 0)
    expect(desk.placed).toHaveLength(1)
    expect(await run.django.redis.exists(`exchange_response_${envelope.request_id}`)).toBe(0)
    expect(await run.django.processing()).toBe(0)
  })

  it('gets its first answer again afterwards, with a new timestamp too', async () => {
    await using run = await running()
    const envelope = run.django.envelope('place_order', orderParams)
    const first = await run.django.send(envelope)
    const second = await run.django.send({ ...envelope, timestamp: loopTime() })
    expect(second.text).toBe(first.text)
    expect(run.services.desk.placed).toHaveLength(1)
    expect(run.bridge.requests(1)[0]).toMatchObject({ outcome: 'duplicate', requestId: envelope.request_id })
  })

  it('with another payload is an error, and not executed', async () => {
    await using run = await running()
    const envelope = run.django.envelope('place_order', orderParams)
    await run.django.send(envelope)
    const other = await run.django.send({ ...envelope, params: { ...orderParams, amount: 61 } })
    expect(other.error).toContain('already used')
    expect(run.services.desk.placed).toHaveLength(1)
  })
})

describe('requests that are too old', () => {
  it.each([
    ['place_order', orderParams],
    ['cancel_order', { broker_id: 1, order_id: '1' }],
  ])('%s older than Django waits is not executed', async (action, params) => {
    await using run = await running()
    const answer = await run.django.ask(action, params, { timestamp: loopTime(121) })
    expect(answer.error).toBe('The request came too late (121 s old, limit 120 s) and was not executed.')
    expect(run.services.desk.placed).toHaveLength(0)
    expect(run.services.desk.cancelled).toHaveLength(0)
    expect(run.bridge.requests(1)[0]).toMatchObject({ outcome: 'expired', action })
  })

  it('reads are served whatever their age; orders whose clock says nothing are placed', async () => {
    await using run = await running()
    expect((await run.django.ask('get_balance', { broker_id: 1 }, { timestamp: loopTime(500) })).success).toBe(true)
    for (const timestamp of [loopTime(-1_000_000), 0, null, 'yesterday']) {
      expect((await run.django.ask('place_order', orderParams, { timestamp })).success).toBe(true)
    }
  })

  it('what waited when the gateway started: orders are answered as expired, reads are served', async () => {
    const server = await startOwnRedis()
    const django = new DjangoClient(server.port)
    const services = new FakeServices()
    const bridge = makeBridge(server.port, services)
    const requests = [
      django.envelope('place_order', orderParams),
      django.envelope('cancel_order', { broker_id: 1, order_id: '1' }),
      django.envelope('create_and_execute_trade', {
        ...orderParams,
        order_type: 'market',
        quantity: 1,
        total_value: 60,
        timestamp: Date.now(),
      }),
    ]
    const read = django.envelope('get_balance', { broker_id: 1 })
    for (const envelope of [...requests, read]) await django.push(pythonJson(envelope))
    bridge.start()
    for (const { request_id } of requests) {
      const answer = await django.collect(request_id)
      expect(answer.error).toBe('The request was already waiting when the gateway started and was not executed.')
    }
    expect((await django.collect(read.request_id)).success).toBe(true)
    expect(services.desk.placed).toHaveLength(0)
    expect((await django.ask('place_order', orderParams)).success).toBe(true)
    await bridge.close()
    django.close()
    await server.close()
  })

  it('what a gateway that died had in work: reads are served, orders are not executed and say why', async () => {
    const server = await startOwnRedis()
    const django = new DjangoClient(server.port)
    const services = new FakeServices()
    const parked = django.envelope('place_order', orderParams)
    const read = django.envelope('get_balance', { broker_id: 1 })
    for (const envelope of [parked, read]) {
      await django.redis.rpush('exchange_requests:processing:dead-one', pythonJson(envelope))
    }
    const bridge = makeBridge(server.port, services)
    bridge.start()
    expect((await django.collect(parked.request_id)).error).toContain('was interrupted')
    expect((await django.collect(read.request_id)).success).toBe(true)
    expect(services.desk.placed).toHaveLength(0)
    await until(async () => (await django.processing()) === 0)
    await bridge.close()
    django.close()
    await server.close()
  })

  it('leaves alone what a gateway that lives has in work', async () => {
    await using run = await running({ instanceId: 'living', sharing: () => 'share' })
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    run.services.client.tickerGate = gate
    const envelope = run.django.envelope('get_ticker', tickerParams)
    await run.django.push(pythonJson(envelope))
    await until(() => run.bridge.counts().working === 1)
    const other = makeBridge(run.server.port, new FakeServices(), { sharing: () => 'share' })
    other.start()
    await untilState(other, 'connected')
    expect(other.counts().received).toBe(0)
    await other.close()
    open(undefined)
    expect((await run.django.collect(envelope.request_id)).success).toBe(true)
  })
})

describe('without Redis', () => {
  it('start does not throw, says why it waits, and serves once Redis comes', async () => {
    const port = await freePort()
    const states: RedisState['state'][] = []
    const bridge = makeBridge(port, new FakeServices())
    expect(bridge.state().state).toBe('off')
    bridge.subscribe((event) => {
      if (event === 'state') states.push(bridge.state().state)
    })
    bridge.start()
    await untilState(bridge, 'lost')
    expect(bridge.state()).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') as unknown })
    const server = await startOwnRedis({ port })
    const django = new DjangoClient(port)
    expect((await django.ask('get_balance', { broker_id: 1 })).success).toBe(true)
    expect(states.slice(0, 2)).toEqual(['connecting', 'lost'])
    expect(bridge.state()).toEqual({
      state: 'connected',
      url: `redis://127.0.0.1:${port}/0`,
      ownServer: false,
      others: [],
      oldTerminal: null,
    })
    await bridge.close()
    expect(bridge.state().state).toBe('off')
    django.close()
    await server.close()
  })

  it('close comes to an end while Redis is away', async () => {
    const bridge = makeBridge(await freePort(), new FakeServices())
    bridge.start()
    await untilState(bridge, 'lost')
    await bridge.close()
    await bridge.close()
    expect(bridge.state().state).toBe('off')
  })
})

describe('close', () => {
  it('lets what is in work end and answers it', async () => {
    await using run = await running()
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    run.services.client.tickerGate = gate
    const envelope = run.django.envelope('get_ticker', tickerParams)
    await run.django.push(pythonJson(envelope))
    await until(() => run.services.client.tickerCalls === 1)
    const closed = run.bridge.close()
    open(undefined)
    await closed
    expect((await run.django.collect(envelope.request_id)).success).toBe(true)
    expect(await run.django.processing()).toBe(0)
    const late = run.django.envelope('get_balance', { broker_id: 1 })
    await run.django.push(pythonJson(late))
    expect(await run.django.redis.llen('exchange_requests')).toBe(1)
  })
})

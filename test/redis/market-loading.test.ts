import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GatewayError } from '../../src-shared/errors.ts'
import { until } from '../support/until.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running({ language: () => 'fr' })
})
afterAll(() => run[Symbol.asyncDispose]())
beforeEach(() => {
  run.services.django.events.length = 0
})

const notFound = (): GatewayError => new GatewayError('not-found', 'order.not_found', { orderId: '1', symbol: 'X' })

describe('preload_brokers', () => {
  it('asks for no broker and no user, and counts what Redis may read', async () => {
    const answer = await run.django.ask('preload_brokers', {}, { user_id: null })
    expect(answer).toMatchObject({ success: true, data: { loaded_brokers: 2, failed_brokers: 0 } })
    const ofOne = await run.django.ask('preload_brokers', {}, { user_id: 2 })
    expect(ofOne.data).toEqual({ loaded_brokers: 1, failed_brokers: 0 })
  })

  it('counts accounts whose markets cannot be had', async () => {
    const { client } = run.services
    const usual = client.marketsAnswer
    client.marketsAnswer = () => Promise.reject(notFound())
    const answer = await run.django.ask('preload_brokers', {}, { user_id: null })
    client.marketsAnswer = usual
    expect(answer.data).toEqual({ loaded_brokers: 0, failed_brokers: 2 })
  })
})

describe('loading markets', () => {
  it('answers at once, and ends with the event', async () => {
    const { client, django } = run.services
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>()
    const usual = client.marketsAnswer
    client.marketsAnswer = () => gate.then(usual)
    const answers = [1, 2].map(() => run.django.ask('load_markets', { broker_id: 1 }))
    for (const { data } of await Promise.all(answers)) {
      expect(data).toEqual({
        success: true,
        loading: true,
        message: 'Les marchés de Binance sont en cours de chargement.',
      })
    }
    expect(django.events).toEqual([])
    open(undefined)
    await until(() => django.events.length > 0)
    client.marketsAnswer = usual
    expect(django.events).toEqual([
      {
        type: 'markets_loaded',
        broker_id: 1,
        exchange_name: 'binance',
        market_count: 3,
        status: 'success',
        timestamp: expect.any(Number) as unknown,
      },
    ])
  })

  it('that fails is told, with the sentence', async () => {
    const { client, django } = run.services
    const usual = client.marketsAnswer
    client.marketsAnswer = () =>
      Promise.reject(new GatewayError('retryable', 'exchange.unreachable', { exchange: 'Binance' }))
    expect((await run.django.ask('load_markets', { broker_id: 1 })).success).toBe(true)
    await until(() => django.events.length > 0)
    client.marketsAnswer = usual
    expect(django.events[0]).toMatchObject({
      type: 'markets_error',
      broker_id: 1,
      error: 'Binance est injoignable ; rien n’a été envoyé.',
      status: 'error',
    })
  })

  it('writes Django’s list of symbols first, and tells when that cannot be done', async () => {
    const { services } = run
    await run.django.ask('load_markets', { broker_id: 1 })
    await until(() => services.django.events.length > 0)
    expect(services.written.at(-1)).toEqual({ accountId: 'account-1', markets: 3 })
    services.symbolsError = new GatewayError('retryable', 'database.locked')
    await run.django.ask('load_markets', { broker_id: 1 })
    await until(() => services.django.events.length > 1)
    services.symbolsError = null
    expect(services.django.events[1]).toMatchObject({
      type: 'markets_error',
      error: 'La table de Django a été tenue trop longtemps par quelqu’un d’autre ; rien n’a été écrit.',
    })
  })

  it('follows a good login, and not a refused one', async () => {
    const { client, django } = run.services
    client.credentialsError = new GatewayError('auth', 'exchange.auth', { exchange: 'Binance', reason: 'x' })
    await run.django.ask('test_connection', { broker_id: 1 })
    client.credentialsError = null
    await run.django.ask('test_connection', { broker_id: 1 })
    await until(() => django.events.length > 0)
    expect(django.events.map(({ type }) => type)).toEqual(['markets_loaded'])
  })
})

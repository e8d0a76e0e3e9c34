import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientOrderIdOf } from '../../src-main/trading/client-order-id.ts'
import type { PlaceOutcome } from '../../src-main/trading/desk-types.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message, sentence } from '../../src-shared/messages/index.ts'
import type { Order } from '../../src-shared/order.ts'
import { until } from '../support/until.ts'
import { order } from './support/models.ts'
import { running, type Running } from './support/running.ts'

/** Nothing is told of an order for longer than its sender can be left without a word. */
let run: Running
let outcome: PromiseWithResolvers<PlaceOutcome>
const sent = new Map<string, Parameters<Running['django']['send']>[0]>()
beforeAll(async () => {
  run = await running({ language: () => 'fr', answerWithinMs: 30 })
})
afterAll(() => run[Symbol.asyncDispose]())
beforeEach(() => {
  const { desk } = run.services
  desk.placed.length = 0
  outcome = Promise.withResolvers()
  desk.outcome = () => outcome.promise
  // As the real one: what came under an id that is known is joined, not placed again.
  Object.assign(desk, {
    recall: () => (desk.placed.length === 0 ? Promise.resolve(null) : outcome.promise),
    isUnderWay: undefined,
  })
})

const accepted: PlaceOutcome = {
  outcome: 'accepted',
  journalId: 4_503_599_627_370_497,
  clientOrderId: 'ag1',
  placed: { order: order({ id: '17' }), legs: [], notes: [] },
}
const btc = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy' }
const placing = { ...btc, amount: 60, type: 'market', price: null }
const trade = { ...btc, order_type: 'market', quantity: 0.001, total_value: 60, timestamp: Date.now() }
const clientIdOf = (requestId: string): string =>
  clientOrderIdOf({ kind: 'redis', requestId, userId: 1, action: '', traceId: null }, 'broker 1')

describe('an order that is under way for long', () => {
  it.each([
    ['place_order', placing],
    ['create_and_execute_trade', { ...trade, timestamp: Date.now() }],
  ])('%s is answered pending, neither placed nor refused, and says not to send it again', async (action, params) => {
    const { answer } = await ask(action, params, `slow-${action}`)
    const clientOrderId = clientIdOf(`slow-${action}`)
    const text = sentence(message('order.outcome.pending', { clientOrderId }), 'fr')
    expect(answer).toMatchObject({ success: false, error: text })
    expect(answer.data).toEqual({
      success: false,
      error: text,
      status: 'pending',
      client_order_id: clientOrderId,
    })
    outcome.resolve(accepted)
  })

  it('the same request again is told what became of it, and places nothing', async () => {
    const first = await ask('place_order', placing, 'again')
    expect(first.answer).toMatchObject({ success: false, data: { status: 'pending' } })
    expect((await ask('place_order', placing, 'again')).answer).toMatchObject({ data: { status: 'pending' } })
    outcome.resolve(accepted)
    expect((await ask('place_order', placing, 'again')).answer).toMatchObject({
      success: true,
      data: { id: '17' },
    })
    expect((await ask('place_order', placing, 'again')).answer).toMatchObject({
      success: true,
      data: { id: '17' },
    })
    expect(run.services.desk.placed).toHaveLength(1)
  })

  it('one that ends refused after all is told so when it is asked again', async () => {
    await ask('place_order', placing, 'refused')
    outcome.resolve({
      outcome: 'rejected',
      journalId: 7,
      error: {
        class: 'refused',
        text: { key: 'exchange.insufficient_balance', params: { exchange: 'Kraken' } },
        field: null,
        exchange: null,
      },
    })
    const { answer } = await ask('place_order', placing, 'refused')
    expect(answer).toMatchObject({ success: false })
    expect(answer.data).not.toMatchObject({ status: 'pending' })
  })

  it('that waits for a person is not answered before the person has decided', async () => {
    const { desk } = run.services
    Object.assign(desk, { recall: undefined })
    const asked = ask('place_order', placing, 'approval')
    await until(() => desk.placed.length === 1)
    desk.placed[0]?.intent.deadline?.onPerson?.()
    // Another that came later has been told meanwhile that it is under way.
    expect((await ask('place_order', placing, 'meanwhile')).answer.data).toMatchObject({ status: 'pending' })
    outcome.resolve(accepted)
    expect((await asked).answer).toMatchObject({ success: true, data: { id: '17' } })
  })

  it('cancelling and changing are being checked then', async () => {
    const { desk } = run.services
    const slow = Promise.withResolvers<Order>()
    const [cancelled, edited] = [desk.cancelAnswer, desk.editAnswer]
    desk.cancelAnswer = () => slow.promise
    desk.editAnswer = () => slow.promise
    const cancel = await ask('cancel_order', { broker_id: 1, order_id: '77' }, 'slow-cancel')
    expect(cancel.answer.error).toBe(sentence(message('order.cancel.unknown', { orderId: '77' }), 'fr'))
    const edit = await ask('edit_order', { ...btc, order_id: '77', amount: 1 }, 'slow-edit')
    expect(edit.answer.error).toBe(sentence(message('order.edit.unknown', { orderId: '77' }), 'fr'))
    slow.resolve(order())
    desk.cancelAnswer = cancelled
    desk.editAnswer = edited
  })

  it('is not said to be unknown by get_order_info', async () => {
    const { desk, client } = run.services
    const usual = client.orderAnswer
    client.orderAnswer = () =>
      Promise.reject(new GatewayError('not-found', 'order.not_found', { orderId: 'mine', symbol: 'BTC/USDT' }))
    Object.assign(desk, { isUnderWay: (_account: string, name: string) => name === 'mine' })
    const said = sentence(message('order.outcome.pending', { clientOrderId: 'mine' }), 'fr')
    for (const symbol of ['BTC/USDT', undefined]) {
      const params = { broker_id: 1, client_oid: 'mine', ...(symbol && { symbol }) }
      expect((await ask('get_order_info', params, `info ${symbol}`)).answer.error).toBe(said)
    }
    client.orderAnswer = usual
  })
})

/** Sends a request; the same words under an id that was used before. */
async function ask(action: string, params: object, requestId: string) {
  const { django } = run
  const envelope = sent.get(requestId) ?? django.envelope(action, params, { request_id: requestId })
  sent.set(requestId, envelope)
  return { answer: await django.send(envelope) }
}

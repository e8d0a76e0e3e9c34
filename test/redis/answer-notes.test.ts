import { expect, it } from 'vitest'
import type { AnswerNote } from '../../src-main/redis/services.ts'
import { FakeServices } from './support/fake-services.ts'
import { running } from './support/running.ts'

class NotingServices extends FakeServices {
  readonly notes: AnswerNote[] = []
  broken = false
  readonly noteAnswer = (note: AnswerNote): void => {
    if (this.broken) throw new Error('disk full')
    this.notes.push(note)
  }
}

const order = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 60, type: 'market' }

it('what the sender of an order was told is noted once, a refusal too; reads are not', async () => {
  const services = new NotingServices()
  await using run = await running({}, services)
  const envelope = run.django.envelope('place_order', order)
  const answer = await run.django.send(envelope)
  await run.django.send(envelope)
  await run.django.ask('place_order', { ...order, amount: 0 })
  await run.django.ask('cancel_order', { broker_id: 99, order_id: '77' }, { user_id: null })
  await run.django.ask('get_balance', { broker_id: 1 })
  expect(services.notes).toMatchObject([
    {
      accountId: 'account-1',
      origin: { kind: 'redis', requestId: envelope.request_id, userId: 1, action: 'place_order' },
      detail: {
        outcome: 'success',
        error: null,
        orderId: (JSON.parse(answer.text) as { readonly data: { readonly order_id: string } }).data.order_id,
      },
    },
    { detail: { outcome: 'failure', error: { key: 'order.field.not_positive' }, orderId: null } },
    { accountId: null, origin: { action: 'cancel_order', userId: 0 }, detail: { outcome: 'failure' } },
  ])
})

it('a trail that cannot be written leaves nobody without an answer', async () => {
  const services = new NotingServices()
  services.broken = true
  await using run = await running({}, services)
  expect((await run.django.ask('place_order', order)).success).toBe(true)
})

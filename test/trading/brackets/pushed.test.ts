import { expect, test } from 'vitest'
import { pushed } from '../../../src-main/trading/brackets/events.ts'
import { entry, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

test('what is pushed of an order does not change what it is in its bracket', async () => {
  const setup = await setUp(habits.binance)
  const { order } = await place(setup, entry({ postOnly: true }))
  await setup.settle()
  setup.client.fill(order.id, '4')
  const told = setup.client.all.find(({ id }) => id === order.id)
  if (told === undefined) throw new Error('no entry')
  const bracket = setup.desk.brackets.find('acc-1', setup.brackets()[0]?.id ?? '')
  // A post-only entry of a list, told of alone, looks like a take-profit.
  const next = pushed(bracket, { ...told, role: 'take_profit' }, { now: 1, price: null })
  expect(next.members.find(({ orderId }) => orderId === order.id)).toMatchObject({ role: 'entry' })
  expect(next.members.find(({ orderId }) => orderId === order.id)?.filled.toString()).toBe('4')
})

test('an exit that is told of as cancelled is not given up before the others are known', async () => {
  const setup = await setUp(habits.kucoin, '10')
  await place(setup, oco(true))
  await setup.settle()
  const bracket = setup.desk.brackets.find('acc-1', setup.brackets()[0]?.id ?? '')
  const [exit] = setup.client.open
  if (exit === undefined) throw new Error('no exit')
  expect(pushed(bracket, { ...exit, status: 'cancelled' }, { now: 1, price: null })).toBe(bracket)
})

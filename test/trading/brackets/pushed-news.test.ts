import { describe, expect, test } from 'vitest'
import { money } from '../fake-client.ts'
import { type BracketSetup, entry, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

const all = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

const questions = ({ client }: BracketSetup): number => client.asked.urgencies.length + client.asked.known

describe.each(all)('on an exchange like $name that pushes what happens', ({ habit }) => {
  test('a fill is seen to at once, without waiting for a poll', async () => {
    const setup = await setUp(habit, '0', undefined, true)
    const { order } = await place(setup, entry())
    await setup.settle(30_000)
    setup.client.fill(order.id, '10')
    setup.news.deliver()
    await setup.settle(1_000)
    expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
  })

  test('the end of an exit ends the bracket at once, whichever of a pair is told of first', async () => {
    for (const how of ['in order', 'backwards', 'twice'] as const) {
      const setup = await setUp(habit, '10', undefined, true)
      await place(setup, oco())
      await setup.settle(60_000)
      setup.client.setPrice('121')
      setup.prices.tell(money('121'))
      setup.news.deliver(how)
      await setup.settle(2_000)
      // What the application sells itself is told of, too.
      setup.news.deliver(how)
      await setup.settle(2_000)
      expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'exited', alarm: null }])
    }
  })

  test('what is still is hardly asked about', async () => {
    const setup = await setUp(habit, '10', undefined, true)
    await place(setup, oco())
    await setup.settle(60_000)
    setup.news.deliver()
    await setup.settle(40_000)
    const before = questions(setup)
    await setup.settle(600_000)
    // Once a minute the open orders, and every tenth time the bracket's own.
    expect(questions(setup) - before).toBeLessThan(20)
  })

  test('as soon as nothing is pushed any more it is polled as ever, and all is asked for when it comes back', async () => {
    const setup = await setUp(habit, '0', undefined, true)
    const { order } = await place(setup, entry())
    await setup.settle(30_000)
    setup.news.become(false)
    setup.client.fill(order.id, '4')
    await setup.settle(12_000)
    expect(setup.client.all.find(({ id }) => id === order.id)?.filled.toString()).toBe('4')
    expect(setup.desk.brackets.find('acc-1', setup.brackets()[0]?.id ?? '').members[0]?.filled.toString()).toBe('4')

    setup.client.fill(order.id, '6')
    setup.news.become(true)
    await setup.settle(1_000)
    expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
  })

  test('nobody listens once there is nothing to see to', async () => {
    const setup = await setUp(habit, '10', undefined, true)
    await place(setup, oco())
    await setup.settle()
    expect(setup.news.watched).toBe(true)
    await setup.moveTo('121')
    setup.news.deliver()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended' }])
    expect(setup.news.watched).toBe(false)
  })
})

test('exits that came and went between two looks, nothing told, are missed at the next one', async () => {
  const setup = await setUp(habits.binance, '0', undefined, true)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '4')
  setup.news.deliver()
  await setup.settle(60_000)
  setup.client.cancelByHand(order.id)
  const isGone = (): boolean =>
    setup.desk.brackets.find('acc-1', setup.brackets()[0]?.id ?? '').members[0]?.status === 'cancelled'
  while (!isGone()) await setup.settle(1_000)
  // The price is no longer watched for exits that were reached as they were placed.
  while (setup.prices.watched) await setup.settle(1_000)
  setup.client.setPrice('79')
  await setup.settle(65_000)
  expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'exited', alarm: null }])
})

test('a fill that is pushed before the exchange shows it when asked is not forgotten', async () => {
  const setup = await setUp(habits.kucoin, '0', undefined, true)
  const { order } = await place(setup, entry())
  await setup.settle(30_000)
  // Asked, the exchange is a moment behind: it does not show what it has pushed.
  const show = setup.client.hide(order.id)
  setup.client.fill(order.id, '10')
  setup.news.deliver()
  await setup.settle(1_000)
  expect(setup.desk.brackets.find('acc-1', setup.brackets()[0]?.id ?? '').members[0]).toMatchObject({
    status: 'filled',
  })
  show()
  await setup.settle(3_000)
  expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
})

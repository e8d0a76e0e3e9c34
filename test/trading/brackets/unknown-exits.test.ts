import { describe, expect, test } from 'vitest'
import { dayMs } from '../../../src-main/exchange/orders/exchange-memory.ts'
import type { Order } from '../../../src-shared/order.ts'
import { money } from '../fake-client.ts'
import { type BracketSetup, entry, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

/** Exchanges that hold a stop for the coins that were bought. */
const holding = (['binance', 'bitget', 'kucoin', 'kraken'] as const).map((name) => ({
  name,
  habit: habits[name],
}))

const stops = ({ client }: BracketSetup): readonly Order[] =>
  client.open.filter(({ terms }) => terms.kind === 'stop_loss' || terms.kind === 'stop_limit')

/** 10 coins bought and protected, with the stops that the exchange holds. */
async function protectedCoins(setup: BracketSetup): Promise<readonly Order[]> {
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '10')
  await setup.settle()
  expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
  const held = stops(setup)
  expect(held.length).toBeGreaterThan(0)
  return held
}

/** Long enough for a look that nothing but time calls for, and for the exchange's word to be proof. */
const untilProof = 60_000

describe.each(holding)('a stop that an exchange like $name no longer knows', ({ habit }) => {
  test('is not shown as protection, and is an alarm', async () => {
    const setup = await setUp(habit)
    for (const { id } of await protectedCoins(setup)) setup.client.vanish(id)
    await setup.settle(untilProof)
    const [bracket] = setup.brackets()
    expect(bracket?.alarm?.key).toBe('bracket.alarm.exit_gone')
    expect(bracket?.legs.map(({ role }) => role)).not.toContain('stop_loss')
    expect(setup.desk.brackets.alarms()).toBe(1)
  })

  test('is carried out by the application when the price is past it', async () => {
    const setup = await setUp(habit)
    for (const { id } of await protectedCoins(setup)) setup.client.vanish(id)
    await setup.moveTo('79')
    await setup.settle(untilProof)
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('counts again when it is shown again', async () => {
    const setup = await setUp(habit)
    const shown = (await protectedCoins(setup)).map(({ id }) => setup.client.hide(id))
    await setup.settle(10_000)
    for (const show of shown) show()
    await setup.settle(untilProof)
    expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
    expect(setup.brackets()[0]?.legs).toHaveLength(2)
    await setup.moveTo('79')
    await setup.settle()
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
    expect(setup.client.coins.isNegative()).toBe(false)
  })

  test('after days in which nobody looked, may have been executed: nothing is sold for it', async () => {
    const before = await setUp(habit)
    const held = await protectedCoins(before)
    const orders = before.client.open.map(({ id }) => id)
    await before.desk.close()
    for (const id of orders) before.client.vanish(id)
    expect(held.length).toBeGreaterThan(0)
    await before.clock.advance(3 * dayMs)
    const after = await before.restart()
    await after.settle(untilProof)
    const placings = after.client.placings
    expect(after.brackets()[0]?.alarm?.key).toBe('bracket.alarm.order_forgotten')
    await after.moveTo('79')
    await after.settle(untilProof)
    expect(after.client.placings).toBe(placings)
  })
})

describe.each(holding)(
  'an exit of an exchange like $name that may lie beyond what can be looked through',
  ({ habit }) => {
    test('may have been executed: that is said, and nothing is sold for it', async () => {
      const setup = await setUp(habit)
      for (const { id } of await protectedCoins(setup)) setup.client.bury(id)
      await setup.settle(untilProof)
      expect(setup.brackets()[0]?.alarm?.key).toBe('bracket.alarm.order_forgotten')
      const { placings } = setup.client
      await setup.moveTo('79')
      await setup.settle(untilProof)
      expect(setup.client.placings).toBe(placings)
    })
  },
)

describe.each(holding)('an exchange like $name that knows nothing of a bracket any more', ({ habit }) => {
  test('protects nothing, and is asked less and less about it', async () => {
    const before = await setUp(habit)
    await protectedCoins(before)
    const orders = before.client.open.map(({ id }) => id)
    await before.desk.close()
    for (const id of orders) before.client.vanish(id)
    const after = await before.restart()
    await after.settle(8_000)
    expect(after.brackets()).not.toMatchObject([{ state: 'protected', alarm: null }])
    await after.settle(untilProof)
    const [bracket] = after.brackets()
    expect(bracket?.alarm).not.toBeNull()
    const asked = after.client.asked.searched + after.client.asked.known
    await after.settle(untilProof)
    expect(after.client.asked.searched + after.client.asked.known - asked).toBeLessThanOrEqual(6)
  })

  test('an entry that waited counts as cancelled, with an alarm', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.vanish(order.id)
    await setup.settle(untilProof)
    expect(setup.brackets()).toMatchObject([{ ended: 'not_entered', alarm: { key: 'bracket.alarm.order_gone' } }])
  })
})

test('what is left and too small for any order is an ending of its own, with the amount', async () => {
  const setup = await setUp(habits.plain)
  setup.client.minimum = money('6')
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '4')
  await setup.desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: null }, { kind: 'panel', requestId: 'c' })
  await setup.settle(20_000)
  expect(setup.brackets()).toMatchObject([
    { ended: 'too_small', alarm: { key: 'bracket.alarm.too_small', params: { quantity: '3.996' } } },
  ])
})

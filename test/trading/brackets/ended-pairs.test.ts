import { describe, expect, test } from 'vitest'
import { panel, redis } from '../desk-setup.ts'
import { entry, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

const all = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

describe.each(all)('one exit of a pair on an exchange like $name', ({ habit }) => {
  test.each([
    ['coins that were held', true],
    ['an entry that has filled', false],
  ])('cancelled over Redis ends the pair of %s', async (_what, held) => {
    const setup = await setUp(habit, '10')
    const { order } = await place(setup, held ? oco() : entry())
    if (!held) setup.client.fill(order.id, '10')
    await setup.settle()
    const shown = [...setup.client.open.filter(({ side }) => side === 'sell')]
    const [first] = shown
    if (first === undefined) return // The application holds both: see below.
    expect(setup.desk.brackets.otherExits('acc-1', first.id)).toHaveLength(1)
    const placings = setup.client.placings
    await setup.desk.cancel({ accountId: 'acc-1', orderId: first.id, symbol: 'BTC/USDT' }, redis('c'))
    await setup.settle(30_000)
    expect(setup.client.open).toEqual([])
    expect(setup.desk.brackets.heldHere('acc-1', null)).toEqual([])
    expect(setup.brackets()).toMatchObject([{ ended: 'released', alarm: null }])
    expect(setup.client.placings).toBe(placings)
  })

  test('cancelled in the panel leaves what the person did not name', async () => {
    const setup = await setUp(habit, '10')
    await place(setup, oco())
    await setup.settle()
    const first = setup.client.open.find(({ listId }) => listId === null)
    if (first === undefined) return // A pair of the exchange's own ends together whoever cancels it.
    await setup.desk.cancel({ accountId: 'acc-1', orderId: first.id, symbol: 'BTC/USDT' }, panel('c'))
    await setup.settle(30_000)
    expect(setup.brackets()[0]?.ended).toBeNull()
    expect(setup.brackets()[0]?.legs).toHaveLength(1)
  })

  test('that the application holds is a row of its own, and ends the pair in the same way', async () => {
    const setup = await setUp(habit, '10')
    await place(setup, oco())
    await setup.settle()
    const [row] = setup.desk.brackets.heldHere('acc-1', 'BTC/USDT')
    if (row === undefined) return // The exchange holds both.
    expect(setup.desk.brackets.otherExits('acc-1', row.id)).toHaveLength(1)
    await setup.desk.cancel({ accountId: 'acc-1', orderId: row.id, symbol: null }, redis('c'))
    await setup.settle()
    expect(setup.desk.brackets.heldHere('acc-1', null)).toEqual([])
    expect(setup.client.open).toEqual([])
    expect(setup.brackets()).toMatchObject([{ ended: 'released', alarm: null }])
  })

  test('that the application holds is given up alone in the panel', async () => {
    const setup = await setUp(habit, '10')
    await place(setup, oco())
    await setup.settle()
    const [row] = setup.desk.brackets.heldHere('acc-1', 'BTC/USDT')
    if (row === undefined) return // The exchange holds both.
    await setup.desk.cancel({ accountId: 'acc-1', orderId: row.id, symbol: null }, panel('c'))
    await setup.settle()
    expect(setup.brackets()[0]?.legs.map(({ role }) => role)).not.toContain(row.role)
    expect(setup.brackets()[0]?.legs).toHaveLength(1)
  })
})

test('an exit that is being placed at the exchange is no row of its own beside the one there', async () => {
  const setup = await setUp(habits.kucoin)
  const { order } = await place(setup, entry())
  const { client, desk } = setup
  const seen: number[] = []
  const placing = client.placeOrder.bind(client)
  client.placeOrder = async (...words) => {
    const placed = await placing(...words)
    // The exchange has it, and the application has not had the answer yet.
    const roles = desk.brackets.heldHere('acc-1', null).map(({ role }) => role)
    const shown: readonly string[] = client.open
      .filter(({ side }) => side === 'sell')
      .map(({ role, terms }) => (role === 'single' ? terms.kind : role))
    seen.push(roles.filter((role) => shown.includes(role)).length)
    return placed
  }
  client.fill(order.id, '10')
  await setup.settle()
  expect(setup.brackets()).toMatchObject([{ state: 'protected' }])
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.every((count) => count === 0)).toBe(true)
})

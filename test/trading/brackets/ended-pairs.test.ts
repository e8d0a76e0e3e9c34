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

describe.each(all)('an exit that is being placed on an exchange like $name', ({ habit }) => {
  type Setup = Awaited<ReturnType<typeof setUp>>
  /** An entry fills; `look` is called before each placement of exits reaches the exchange, and before its answer. */
  async function whilePlacing(look: (setup: Setup) => void | Promise<void>): Promise<Setup> {
    const setup = await setUp(habit, '10')
    const { order } = await place(setup, entry())
    const placing = setup.client.placeOrder.bind(setup.client)
    setup.client.placeOrder = async (...words) => {
      await look(setup)
      const placed = await placing(...words)
      await look(setup)
      return placed
    }
    setup.client.fill(order.id, '10')
    await setup.settle()
    return setup
  }

  test('is shown once: as what the application holds, or as what the exchange lists', async () => {
    const seen: number[] = []
    const setup = await whilePlacing(({ client, desk }) => {
      const listed = client.open.filter(({ side }) => side === 'sell')
      seen.push(listed.length + desk.brackets.heldHere('acc-1', null, listed).length)
    })
    expect(seen.filter((count) => count !== 2)).toEqual([])
    // None: its exits went along with the entry.
    expect(seen.length > 0).toBe(setup.client.placings > 1)
  })

  test('ends with its pair when somebody cancels it over Redis', async () => {
    const cancelled = new Set<string>()
    const setup = await whilePlacing(async ({ client, desk }) => {
      const [row] = desk.brackets.heldHere('acc-1', null, client.open)
      if (row === undefined || cancelled.size > 0) return
      cancelled.add(row.id)
      await desk.cancel({ accountId: 'acc-1', orderId: row.id, symbol: null }, redis('c'))
    })
    if (cancelled.size === 0) return // Its exits went along with the entry.
    await setup.settle(30_000)
    expect(setup.client.open).toEqual([])
    expect(setup.desk.brackets.heldHere('acc-1', null)).toEqual([])
    expect(setup.brackets()).toMatchObject([{ ended: 'released', alarm: null }])
  })
})

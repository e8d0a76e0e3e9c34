import { describe, expect, test } from 'vitest'
import type { BracketHappening } from '../../../src-main/trading/brackets/bracket-happening.ts'
import { type BracketSetup, entry, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

const all = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

function heard({ desk }: BracketSetup): BracketHappening[] {
  const told: BracketHappening[] = []
  desk.subscribe((event) => {
    if (event.type === 'bracket') told.push(...event.happened)
  })
  return told
}

describe.each(all)('on an exchange like $name', ({ habit }) => {
  test('an entry that fills is protected, its exit fires, and the bracket ends: each told once', async () => {
    const setup = await setUp(habit, '0', undefined, true)
    const told = heard(setup)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    setup.news.deliver()
    await setup.settle(30_000)
    await setup.moveTo('121')
    setup.news.deliver()
    await setup.settle()
    expect(told.map(({ kind }) => kind)).toEqual(['protected', 'exit-fired', 'ended'])
    expect(told).toMatchObject([
      { symbol: 'BTC/USDT', learned: 'pushed' },
      { role: 'take_profit' },
      { ending: 'exited' },
    ])
  })

  test('what happened while no gateway ran is told as learned by asking', async () => {
    const before = await setUp(habit, '10')
    await place(before, oco())
    await before.settle()
    const { client } = before
    await before.desk.close()
    client.setPrice('79')
    const setup = await before.restart()
    const told = heard(setup)
    await setup.moveTo('79')
    await setup.settle()
    const kinds = told.map(({ kind }) => kind)
    expect(kinds).toEqual(['exit-fired', 'ended'])
    const [fired] = told
    if (fired?.kind === 'exit-fired' && fired.by === 'exchange') expect(fired.learned).toBe('asked')
    else expect(fired).toMatchObject({ by: 'application', learned: 'pushed' })
  })

  test('a person is called when an exit is cancelled elsewhere', async () => {
    const setup = await setUp(habit, '10', undefined, true)
    await place(setup, oco())
    await setup.settle()
    const told = heard(setup)
    const exit = setup.client.all.find(({ status }) => status === 'open')
    if (exit === undefined) return
    setup.client.cancelByHand(exit.id)
    setup.news.deliver()
    await setup.settle()
    expect(told.filter(({ kind }) => kind === 'attention')).toMatchObject([
      { alarm: { key: 'bracket.alarm.exit_cancelled' } },
    ])
  })
})

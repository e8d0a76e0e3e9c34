import { describe, expect, test } from 'vitest'
import { urgent } from '../../../src-main/exchange/http/urgency.ts'
import { sentence } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { panel } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { type BracketSetup, entry, exits, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

/** Who holds each exit now, and how it stands. */
const holders = ({ brackets }: BracketSetup): string => {
  const [first] = brackets()
  const legs = first?.legs.map(({ role, holder }) => `${role}: ${holder}`).toSorted() ?? []
  return [first?.state ?? 'none', ...legs].join(', ')
}
const openExits = ({ client }: BracketSetup): readonly string[] =>
  client.open
    .filter(({ side }) => side === 'sell')
    .map(({ terms, quantity }) => `${terms.kind} ${String(quantity)}`)
    .toSorted()

const both = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

describe.each(both)('an entry with both exits on an exchange like $name', ({ habit }) => {
  test('is protected once it has filled, and closes at the take-profit', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
    await setup.moveTo('121')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'exited', alarm: null }])
    expect(setup.client.open).toEqual([])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('closes at the stop-loss', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle()
    await setup.moveTo('79')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'exited', alarm: null }])
    expect(setup.client.open).toEqual([])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('ends quietly when the entry is cancelled unfilled', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    await setup.desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: null }, panel('c'))
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'not_entered', alarm: null }])
    expect(setup.client.open).toEqual([])
  })

  test('protects what has filled of an entry that was then cancelled', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '4')
    await setup.settle()
    await setup.desk.cancel({ accountId: 'acc-1', orderId: order.id, symbol: null }, panel('c'))
    await setup.settle(20_000)
    expect(holders(setup)).toContain('protected')
    await setup.moveTo('79')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('goes on after a restart at any time', async () => {
    let setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup = await setup.restart()
    setup.client.fill(order.id, '10')
    setup = await setup.restart()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'protected' }])
    setup = await setup.restart()
    await setup.moveTo('121')
    setup = await setup.restart()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('exits can be moved once it has filled', async () => {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle()
    const [bracket] = setup.brackets()
    await setup.desk.brackets.move('acc-1', bracket?.id ?? '', exits('130', '85'), panel('m'))
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
    await setup.moveTo('121')
    expect(setup.brackets()).toMatchObject([{ state: 'protected' }])
    await setup.moveTo('84')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
  })

  test('exits never exceed what was received net of fees', async () => {
    const setup = await setUp(habit, '5')
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle()
    await setup.moveTo('79')
    await setup.settle()
    const received = money('10').minus(money('10').times(money(habit.baseFee)))
    expect(setup.client.coins.minus(money('5')).isNegative()).toBe(false)
    expect(setup.client.exited.minus(money('10')).atMost(received)).toBe(true)
  })
})

describe('who holds what', () => {
  test.each([
    ['binance', 'protected, stop_loss: exchange, take_profit: exchange', ['stop_loss 10', 'take_profit 10']],
    ['kucoin', 'protected, stop_loss: exchange, take_profit: exchange', ['stop_loss 10', 'take_profit 10']],
    ['kraken', 'protected, stop_loss: exchange, take_profit: application', ['stop_loss 10']],
    ['holding', 'protected, stop_loss: exchange, take_profit: application', ['stop_loss 9.99']],
    ['plain', 'protected, stop_loss: application, take_profit: application', []],
  ] as const)('after the fill on %s: %s', async (name, expected, orders) => {
    const setup = await setUp(habits[name])
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle(20_000)
    expect(holders(setup)).toBe(expected)
    expect(openExits(setup)).toEqual(orders)
  })

  test('the price is watched only while the application holds something, and for a while after exits are new at the exchange', async () => {
    const native = await setUp(habits.binance)
    const first = await place(native, entry())
    native.client.fill(first.order.id, '10')
    await native.settle()
    expect(native.prices.watched).toBe(true)
    await native.settle(40_000)
    expect(native.prices.watched).toBe(false)
    const guarded = await setUp(habits.plain)
    const second = await place(guarded, entry())
    await guarded.settle()
    expect(guarded.prices.watched).toBe(false)
    guarded.client.fill(second.order.id, '10')
    await guarded.settle()
    expect(guarded.prices.watched).toBe(true)
  })

  test('the answer says which exit the application holds', async () => {
    const { notes } = await place(await setUp(habits.kraken), entry())
    expect(notes.map(({ key, params }) => `${key} ${params.price ?? ''}`)).toEqual([
      'bracket.note.application_holds 120',
    ])
  })
})

describe.each(both)('coins held, on an exchange like $name', ({ habit }) => {
  test.each([
    ['take-profit', '121'],
    ['stop-loss', '79'],
  ])('are sold at the %s, and the other exit goes', async (_what, price) => {
    const setup = await setUp(habit, '10')
    await place(setup, oco())
    await setup.settle()
    expect(holders(setup)).toContain('protected')
    await setup.moveTo(price)
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'exited', alarm: null }])
    expect(setup.client.coins.toString()).toBe('0')
    expect(setup.client.open).toEqual([])
  })

  test('the exits go when the bracket is released, and the coins stay', async () => {
    const setup = await setUp(habit, '10')
    await place(setup, oco())
    await setup.settle()
    setup.desk.brackets.release('acc-1', setup.brackets()[0]?.id ?? '', panel('r'))
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'released' }])
    expect(setup.client.open).toEqual([])
    expect(setup.client.coins.toString()).toBe('10')
  })
})

describe('partial fills', () => {
  test('where exits come after the entry, each part is protected once the entry has been still', async () => {
    const setup = await setUp(habits.kucoin)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '4')
    await setup.settle(4_000)
    expect(openExits(setup)).toEqual([])
    await setup.settle(8_000)
    expect(openExits(setup)).toEqual(['stop_loss 4', 'take_profit 4'])
    setup.client.fill(order.id, '6')
    await setup.settle()
    expect(openExits(setup)).toEqual(['stop_loss 4', 'stop_loss 6', 'take_profit 4', 'take_profit 6'])
  })

  test('where exits wait for the whole entry, the application guards the part meanwhile', async () => {
    const setup = await setUp(habits.binance)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '4')
    await setup.settle()
    expect(openExits(setup)).toEqual([])
    await setup.moveTo('79')
    await setup.settle()
    expect(setup.client.coins.toString()).toBe('0')
    expect(setup.client.open).toEqual([])
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
  })

  test('an exit that executes in part has the other one cut down', async () => {
    const setup = await setUp(habits.kucoin, '10')
    await place(setup, { ...oco(), quantity: money('10') })
    await setup.settle()
    const profit = setup.client.open.find(({ terms }) => terms.kind === 'take_profit')
    setup.client.fill(profit?.id ?? '', '4')
    await setup.settle()
    expect(openExits(setup)).toEqual(['stop_loss 6', 'take_profit 10'])
    expect(setup.brackets()).toMatchObject([{ state: 'exiting' }])
  })
})

describe('trouble', () => {
  test('an exit cancelled by a person is not placed again, and that is said', async () => {
    const setup = await setUp(habits.kucoin, '10')
    await place(setup, oco())
    await setup.settle()
    const stop = setup.client.open.find(({ terms }) => terms.kind === 'stop_loss')
    setup.client.cancelByHand(stop?.id ?? '')
    await setup.settle(40_000)
    expect(openExits(setup)).toEqual(['take_profit 10'])
    expect(setup.brackets()[0]?.alarm?.key).toBe('bracket.alarm.exit_cancelled')
    setup.desk.brackets.acknowledge('acc-1', setup.brackets()[0]?.id ?? '')
    expect(setup.brackets()[0]?.alarm).toBeNull()
  })

  test('an exit that the exchange ended of its own accord is told with its reason', async () => {
    const setup = await setUp(habits.kucoin, '10')
    await place(setup, oco())
    await setup.settle()
    const stop = setup.client.open.find(({ terms }) => terms.kind === 'stop_loss')
    setup.client.cancelByHand(stop?.id ?? '', 'price_protection')
    await setup.settle(40_000)
    const [bracket] = setup.brackets()
    expect(bracket?.alarm?.key).toBe('bracket.alarm.exit_ended')
    expect(bracket?.state).toBe('unprotected')
    expect(bracket?.alarm && sentence(bracket.alarm, 'fr')).toContain('protection de prix')
  })

  test('exits that the exchange refuses are kept in a lesser form, in the end here', async () => {
    const setup = await setUp(habits.kucoin)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    setup.client.fates.push('refuse', 'refuse', 'refuse')
    await setup.settle(20_000)
    expect(holders(setup)).toBe('protected, stop_loss: application, take_profit: application')
    await setup.moveTo('79')
    await setup.settle()
    expect(setup.client.coins.toString()).toBe('0')
  })

  test('an exit whose answer is lost is placed once', async () => {
    const setup = await setUp(habits.kucoin)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    setup.client.fates.push('lose_after')
    await setup.settle(30_000)
    expect(openExits(setup)).toEqual(['stop_loss 10', 'take_profit 10'])
    setup.client.fates.push('lose_before')
    await setup.moveTo('79')
    await setup.settle(60_000)
    expect(setup.client.coins.toString()).toBe('0')
  })

  test('an exchange that cannot be asked for a while costs nothing but time', async () => {
    const setup = await setUp(habits.plain)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    setup.client.down = true
    await setup.settle()
    setup.client.down = false
    await setup.moveTo('79')
    await setup.settle(60_000)
    expect(setup.client.coins.lessThan(money('0.00001'))).toBe(true)
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
  })

  test('a price that is missing for long is said', async () => {
    const setup = await setUp(habits.plain, '10')
    await place(setup, oco())
    await setup.settle()
    await setup.clock.advance(40_000)
    expect(setup.brackets()[0]?.alarm?.key).toBe('bracket.alarm.no_price')
    await setup.settle(2_000)
    expect(setup.brackets()[0]?.alarm).toBeNull()
  })

  test('both exits executing is said, for more was sold than bought', async () => {
    const setup = await setUp(habits.kucoin, '25')
    await place(setup, oco())
    await setup.settle()
    for (const { id } of setup.client.open) setup.client.fill(id, '10')
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ ended: 'exited', alarm: { key: 'bracket.alarm.exited_twice' } }])
  })

  test('a held exit that halting holds back fires once the switch is lifted', async () => {
    const setup = await setUp(habits.plain, '10')
    await place(setup, oco())
    await setup.settle()
    setup.desk.guard.setKillSwitch('halted', null, panel('h'))
    await setup.moveTo('79')
    expect(setup.client.coins.toString()).toBe('10')
    expect(setup.brackets()[0]?.alarm?.key).toBe('bracket.alarm.halted')
    setup.desk.guard.setKillSwitch('reducing', 'REDUCING', panel('l'))
    await setup.settle()
    expect(setup.client.coins.toString()).toBe('0')
  })
})

test('closing does not wait for a step whose order is in doubt; the next run takes it up', async () => {
  const setup = await setUp(habits.kucoin, '10')
  setup.client.fates.push('answer', 'lose_before', 'lose_before')
  await place(setup, oco())
  await setup.settle()
  await setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '85'), panel('m'))
  const reopened = await setup.restart()
  await reopened.settle(60_000)
  expect(reopened.brackets()).toMatchObject([{ state: 'protected' }])
})

test('exits moved while the orders are being looked at stay moved', async () => {
  const setup = await setUp(habits.kucoin, '10')
  await place(setup, oco())
  await setup.settle()
  const look = Promise.withResolvers<undefined>()
  setup.client.slow = look.promise
  await setup.clock.advance(20_000)
  await setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '85'), panel('m'))
  look.resolve(undefined)
  setup.client.slow = Promise.resolve()
  await setup.settle()
  const triggers = setup.client.open.map(({ terms }) => 'triggerPrice' in terms && terms.triggerPrice.toString())
  expect(triggers.toSorted()).toEqual(['130', '85'])
})

test('a refusal that was got over says nothing any more once everything has been exited', async () => {
  const setup = await setUp(habits.plain, '10')
  await place(setup, oco())
  setup.client.fates.push('refuse')
  await setup.moveTo('79')
  await setup.settle()
  expect(setup.brackets()).toMatchObject([{ ended: 'exited', alarm: null }])
})

test.each(['bitget', 'kraken'] as const)(
  'an exit that the exchange took too late, and that will not trigger any more, is made to happen by the application (%s)',
  async (name) => {
    const setup = await setUp(habits[name], '10')
    setup.client.takesLate = true
    await place(setup, oco())
    await setup.settle()
    await setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '95'), panel('m'))
    // Before the new stop is at the exchange, the price is past it.
    setup.client.setPrice('94')
    await setup.settle(30_000)
    expect(setup.brackets()).toMatchObject([{ ended: 'exited' }])
    expect(setup.client.coins.toString()).toBe('0')
  },
)

describe('moving exits before the fill', () => {
  test('those that go with an entry: it is placed anew with them', async () => {
    const setup = await setUp(habits.binance)
    const { order } = await place(setup, entry())
    await setup.settle()
    await setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '85'), panel('m'))
    await setup.settle()
    const [renewed] = setup.client.open
    expect(renewed?.id).not.toBe(order.id)
    expect(setup.client.open).toHaveLength(1)
    setup.client.fill(renewed?.id ?? '', '10')
    await setup.settle()
    await setup.moveTo('84')
    await setup.settle()
    expect(setup.client.coins.toString()).toBe('0')
  })

  test('an entry that begins to fill while it is taken back: what has filled, less its fee, gets the new exits, and the rest is told of', async () => {
    const setup = await setUp(habits.bitget, '7')
    const { order } = await place(setup, entry())
    await setup.settle()
    await setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '85'), panel('m'))
    setup.client.fill(order.id, '4')
    await setup.settle(20_000)
    expect(openExits(setup)).toEqual(['stop_loss 3.996', 'take_profit 3.996'])
    expect(setup.brackets()[0]?.alarm?.key).toBe('bracket.alarm.entry_cut')
    await setup.moveTo('84')
    await setup.settle()
    expect(setup.client.coins.toString()).toBe('7')
  })

  test('while it fills they stay, and a sentence says why', async () => {
    const setup = await setUp(habits.binance)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '4')
    await setup.settle()
    const moving = setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', exits('130', '85'), panel('m'))
    await expect(moving).rejects.toMatchObject({ text: { key: 'bracket.move_while_filling' } })
  })

  test.each([
    ['a stop-loss above the market', exits('130', '101'), 'order.trigger.must_be_below'],
    ['a take-profit off the tick', exits('130.001', '85'), 'order.price.off_step'],
    ['nothing', exits(null, null), 'bracket.nothing_wanted'],
  ])('%s is refused', async (_what, wanted, key) => {
    const setup = await setUp(habits.plain, '10')
    await place(setup, oco())
    const moving = setup.desk.brackets.move('acc-1', setup.brackets()[0]?.id ?? '', wanted, panel('m'))
    await expect(moving).rejects.toMatchObject({ text: { key } })
  })
})

test('an exit held here is cancelled by the id under which it is shown', async () => {
  const setup = await setUp(habits.plain, '10')
  const placed = await place(setup, oco())
  await setup.settle()
  const shown = setup.desk.brackets.heldHere('acc-1', null)
  expect(shown.map(({ id }) => id).toSorted()).toEqual([placed.order.id, placed.legs[0]?.id].toSorted())
  const stop = shown.find(({ role }) => role === 'stop_loss')
  const order = await setup.desk.cancel({ accountId: 'acc-1', orderId: stop?.id ?? '', symbol: null }, panel('c'))
  expect(order).toMatchObject({ status: 'cancelled' })
  await setup.settle()
  await setup.moveTo('79')
  expect(setup.client.coins.toString()).toBe('10')
  await setup.moveTo('121')
  await setup.settle()
  expect(setup.client.coins.equals(Money.zero)).toBe(true)
})

test('what exits depend on is asked before what people look at', async () => {
  const setup = await setUp(habits.kraken)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '10')
  await setup.settle()
  expect(setup.client.asked.urgencies.length).toBeGreaterThan(0)
  expect(setup.client.asked.urgencies.every((each) => each === urgent)).toBe(true)
})

test('where every question counts, the orders of a bracket that are all known are looked at in one', async () => {
  const setup = await setUp(habits.kraken)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '4')
  setup.client.fill(order.id, '6')
  await setup.settle()
  expect(setup.brackets()).toMatchObject([{ state: 'protected', alarm: null }])
  const { searched, known } = setup.client.asked
  await setup.settle(60_000)
  expect(setup.client.asked.searched).toBe(searched)
  expect(setup.client.asked.known).toBeGreaterThan(known)
  await setup.moveTo('79')
  await setup.settle()
  expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'exited' }])
})

test('orders that others place on its symbol cost a bracket no look', async () => {
  const setup = await setUp(habits.kraken)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '10')
  await setup.settle(60_000)
  const { searched, known } = setup.client.asked
  for (const n of [1, 2, 3, 4]) {
    await setup.desk.place(
      { accountId: 'acc-1', request: entry({ price: money('50'), exits: null }) },
      panel(`other-${n}`),
    )
    await setup.settle(4_000)
  }
  expect(setup.client.asked.searched).toBe(searched)
  // Looked at anew now and then whatever happens, and once for each order that was placed it would be four.
  expect(setup.client.asked.known - known).toBeLessThan(3)
})

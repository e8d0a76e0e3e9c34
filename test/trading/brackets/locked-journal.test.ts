import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { panel } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { type BracketSetup, entry, oco, place, setUp } from './setup.ts'
import { habits } from './sim-client.ts'

/** Another program that holds the journal's write lock from `hold` to `free`. */
function otherProgram({ journal }: BracketSetup) {
  const other = new DatabaseSync(journal.file)
  onTestFinished(() => other.close())
  let holds = false
  return {
    hold: () => {
      if (!holds) other.exec('BEGIN IMMEDIATE')
      holds = true
    },
    free: () => {
      if (holds) other.exec('ROLLBACK')
      holds = false
    },
  }
}

const kinds = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

/** What the exchange has of exits: as many coins sold as there are, and none twice. */
function exitsOf({ client }: BracketSetup): readonly string[] {
  return client.open
    .filter(({ side }) => side === 'sell')
    .map(({ terms, quantity }) => `${terms.kind} ${String(quantity)}`)
    .toSorted()
}

/** The bracket as its row has it. */
const written = ({ journal, brackets }: BracketSetup): unknown => {
  const [first] = brackets()
  const row = journal.brackets.byId(first?.id ?? '')
  return row && [row.ended, row.pending, row.members.map(({ orderId, status }) => [orderId, status])]
}

describe.each(kinds)('a bracket on an exchange like $name while another program holds the journal', ({ habit }) => {
  async function undisturbed(): Promise<{ exits: readonly string[]; standing: unknown }> {
    const setup = await setUp(habit)
    const { order } = await place(setup, entry())
    setup.client.fill(order.id, '10')
    await setup.settle()
    return { exits: exitsOf(setup), standing: setup.brackets().map(({ state, alarm }) => [state, alarm]) }
  }

  test.each(['its entry fills', 'an exit is taken by the exchange', 'the entry is taken by the exchange'])(
    'when %s: nothing is lost, nothing is placed twice, and the row follows',
    async (when) => {
      const expected = await undisturbed()
      const setup = await setUp(habit)
      const { client } = setup
      const other = otherProgram(setup)
      const placeOrder = client.placeOrder.bind(client)
      const holdAtAnswer = (isIt: (side: string) => boolean): void => {
        client.placeOrder = async (request, ...rest) => {
          const placed = await placeOrder(request, ...rest)
          if (isIt(request.side)) other.hold()
          return placed
        }
      }
      if (when.startsWith('the entry')) holdAtAnswer((side) => side === 'buy')
      const { order } = await place(setup, entry())
      if (when.startsWith('an exit')) holdAtAnswer((side) => side === 'sell')
      if (when.startsWith('its entry')) other.hold()
      client.fill(order.id, '10')
      await setup.settle(3_000)
      other.free()
      client.placeOrder = placeOrder
      await setup.settle(20_000)
      expect(exitsOf(setup)).toEqual(expected.exits)
      expect(setup.brackets().map(({ state, alarm }) => [state, alarm])).toEqual(expected.standing)
      const [before, again] = [written(setup), await setup.restart()]
      await again.settle(1_000)
      expect(written(again)).toEqual(before)
      await again.moveTo('79')
      await again.settle(20_000)
      expect(again.brackets()).toMatchObject([{ state: 'ended', ended: 'exited' }])
      expect(again.client.coins.isNegative()).toBe(false)
      expect(again.client.coins.lessThan(money('0.00001'))).toBe(true)
    },
  )

  test('and lets it go a moment later: an exit that the exchange took is not taken for refused', async () => {
    const expected = await undisturbed()
    const setup = await setUp(habit)
    const { client } = setup
    const other = otherProgram(setup)
    const { order } = await place(setup, entry())
    const [placeOrder, getMarkets] = [client.placeOrder.bind(client), client.getMarkets.bind(client)]
    client.placeOrder = async (request, ...rest) => {
      const placed = await placeOrder(request, ...rest)
      if (request.side === 'sell') other.hold()
      return placed
    }
    client.getMarkets = () => {
      other.free()
      return getMarkets()
    }
    client.fill(order.id, '10')
    await setup.settle(30_000)
    expect(exitsOf(setup)).toEqual(expected.exits)
    expect(setup.brackets().map(({ state, alarm }) => [state, alarm])).toEqual(expected.standing)
  })

  test('that ends meanwhile is written as ended once the journal is free', async () => {
    const setup = await setUp(habit)
    const other = otherProgram(setup)
    const { order } = await place(setup, entry())
    await setup.settle()
    await setup.client.cancelOrder({ symbol: 'BTC/USDT', orderId: order.id })
    other.hold()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'not_entered' }])
    expect(setup.journal.brackets.live()).toHaveLength(1)
    other.free()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ state: 'ended', ended: 'not_entered' }])
    expect(setup.journal.brackets.live()).toEqual([])
  })

  test('what a person asks for is refused with a sentence, and nothing changes', async () => {
    const setup = await setUp(habit, '10')
    await place(setup, oco(true))
    await setup.settle()
    const [bracket] = setup.brackets()
    if (bracket === undefined) throw new Error('no bracket')
    const other = otherProgram(setup)
    other.hold()
    expect(() => setup.desk.brackets.release('acc-1', bracket.id, panel('r'))).toThrow(/another program|held|locked/i)
    other.free()
    await setup.settle()
    expect(setup.brackets()).toMatchObject([{ id: bracket.id, ended: null }])
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { panel } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { type BracketSetup, type Delivery, entry, exits, oco, place, setUp } from './setup.ts'
import { type Habits, habits } from './sim-client.ts'

/** One thing that happens to an entry of 10 at 90 (take-profit 120, stop-loss 80) or to 10 coins held. */
type Step =
  | { readonly do: 'fill'; readonly quantity: number }
  | { readonly do: 'price'; readonly price: number }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'restart' }
  | { readonly do: 'outage'; readonly seconds: number }
  | { readonly do: 'fate'; readonly fate: 'lose_after' | 'lose_before' | 'refuse' }
  | { readonly do: 'cancel_entry' }
  | { readonly do: 'move' }
  | { readonly do: 'switch'; readonly to: 'halted' | 'active' }
  | { readonly do: 'push'; readonly how: Delivery }
  | { readonly do: 'stream'; readonly live: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('fill' as const), quantity: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: fc.constant('price' as const), price: fc.integer({ min: 70, max: 130 }) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 20 }) }),
  fc.constant({ do: 'restart' as const }),
  fc.record({ do: fc.constant('outage' as const), seconds: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    do: fc.constant('fate' as const),
    fate: fc.constantFrom('lose_after' as const, 'lose_before' as const, 'refuse' as const),
  }),
  fc.constant({ do: 'cancel_entry' as const }),
  fc.constant({ do: 'move' as const }),
  fc.record({
    do: fc.constant('switch' as const),
    to: fc.constantFrom('halted' as const, 'active' as const),
  }),
)

/** With an exchange that pushes: nothing is promised of the order, and the connection comes and goes. */
const pushedStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: step },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      how: fc.constantFrom<Delivery>('in order', 'backwards', 'twice'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stream' as const), live: fc.boolean() }) },
)

/** Coins that were there before and are not the bracket's. */
const foreign = '7'

async function act(setup: BracketSetup, entryId: string | null, each: Step): Promise<BracketSetup> {
  const { client, desk } = setup
  switch (each.do) {
    case 'fill': {
      const order = client.open.find(({ side }) => side === 'buy')
      if (order?.quantity === undefined || order.quantity === null) return setup
      const rest = order.quantity.minus(order.filled)
      client.fill(order.id, Money.min(rest, money(String(each.quantity))).toString())
      break
    }
    case 'price':
      await setup.moveTo(String(each.price))
      break
    case 'wait':
      await setup.settle(each.seconds * 1000)
      break
    case 'restart':
      return setup.restart()
    case 'outage':
      client.down = true
      await setup.settle(each.seconds * 1000)
      client.down = false
      break
    case 'fate':
      client.fates.push(each.fate)
      break
    case 'cancel_entry':
      if (entryId !== null) {
        const cancelling = desk.cancel({ accountId: 'acc-1', orderId: entryId, symbol: client.symbol }, panel('c'))
        // As long as a caller waits for a cancellation whose answer was lost.
        await Promise.all([cancelling.catch(() => undefined), setup.settle(6000)])
      }
      break
    case 'move': {
      const [bracket] = setup.brackets()
      if (bracket?.ended === null)
        await desk.brackets
          .move('acc-1', bracket.id, exits('125', '78'), panel(`m${setup.clock.now()}`))
          .catch(() => undefined)
      break
    }
    case 'switch':
      desk.guard.setKillSwitch(each.to, each.to === 'active' ? 'ACTIVE' : null, panel(`s${setup.clock.now()}`))
      break
    case 'push':
      setup.news.deliver(each.how)
      await setup.settle(1_000)
      break
    case 'stream':
      setup.news.become(each.live)
      break
  }
  return setup
}

/** What the exits may sell at most, by the exchange's own book. */
function received({ client }: BracketSetup, held: boolean, habit: Habits): Money {
  if (held) return money('10')
  const bought = Money.sum(client.all.filter(({ side }) => side === 'buy').map(({ filled }) => filled))
  return bought.minus(bought.times(money(habit.baseFee)))
}

function sold({ client }: BracketSetup): Money {
  return Money.sum(client.all.filter(({ side }) => side === 'sell').map(({ filled }) => filled))
}

const ways = Object.entries(habits).flatMap(([name, habit]) => [
  { name, habit, pushes: false },
  { name: `${name} that pushes`, habit, pushes: true },
])

test.each(ways)(
  'on an exchange like $name, whatever happens: exits never sell more than was received, and in the end the position is closed or said to need a person',
  async ({ habit, pushes }) => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(pushes ? pushedStep : step, { maxLength: 14 }), async (held, steps) => {
        let setup = await setUp(habit, held ? '17' : foreign, undefined, pushes)
        const placed = await place(setup, held ? oco() : entry())
        const entryId = held ? null : placed.order.id
        for (const each of steps) {
          setup = await act(setup, entryId, each)
          expect(sold(setup).atMost(received(setup, held, habit))).toBe(true)
        }
        const { client, desk } = setup
        client.fates.length = 0
        desk.guard.setKillSwitch('active', 'ACTIVE', panel('end'))
        // A connection that comes back has everything asked for.
        setup.news.become(true)
        // An entry that was being placed anew for moved exits is there by then.
        await setup.settle(60_000)
        const open = client.open.find(({ side }) => side === 'buy')
        if (open !== undefined) client.cancelByHand(open.id)
        await setup.settle(60_000)
        // The stop of every bracket that is still live is reached at last.
        await setup.moveTo('60')
        await setup.settle(90_000)
        expect(sold(setup).atMost(received(setup, held, habit))).toBe(true)
        const [bracket] = setup.brackets()
        if (bracket?.ended === null) expect(bracket.alarm).not.toBeNull()
        else {
          expect(client.open.filter(({ side }) => side === 'sell')).toEqual([])
          const left = received(setup, held, habit).minus(sold(setup))
          if (bracket?.ended === 'exited') expect(left.lessThan(money('0.0001'))).toBe(true)
        }
        await desk.close()
        setup.journal.close()
      }),
      { numRuns: Number(process.env.BRACKET_RUNS ?? 40) },
    )
  },
  600_000,
)

import { describe, expect, test } from 'vitest'
import type { OrderStepped, TradeEvent } from '../../../src-main/trading/events/trade-event.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { mustNotFail } from '../../support/must-not-fail.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { entry, place, setUp } from '../brackets/setup.ts'
import { habits, SimClient } from '../brackets/sim-client.ts'
import { eventsOn } from './stage.ts'

const cases = Object.entries(habits).flatMap(([name, habit]) =>
  (['never', 'late', 'before it is answered'] as const).map((pushed) => ({ name, habit, pushed })),
)

describe.each(cases)('on an exchange like $name (pushed: $pushed)', ({ habit, pushed }) => {
  test.each([
    ['79', 'stop_loss'],
    ['121', 'take_profit'],
  ])('at %s each step of an order of a bracket says of which, and what it is there', async (price, role) => {
    const before = { folder: temporaryFolder(), clock: new FakeClock(), client: new SimClient(habit, '0') }
    const setup = await setUp(habit, '0', before, pushed !== 'never')
    const { journal, client } = setup
    if (pushed === 'before it is answered')
      client.written = () => journal.observe('acc-1', client.all, mustNotFail, 'pushed')
    const steps: (TradeEvent & OrderStepped)[] = []
    eventsOn(setup).subscribe((event) => {
      if (event.type === 'order') steps.push(event)
    })
    const pass = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        setup.news.deliver()
        await setup.settle(1_000)
      }
    }
    const { order } = await place(setup, entry())
    const [bracket] = setup.brackets()
    await pass(3)
    client.fill(order.id, '10')
    await pass(20)
    client.setPrice(price)
    await pass(30)
    expect(setup.brackets()).toMatchObject([{ state: 'ended' }])
    expect(steps.map(({ bracketId }) => bracketId)).toEqual(steps.map(() => bracket?.id))
    const filled = steps.filter(({ step }) => step === 'filled').map((step) => step.role)
    expect(filled).toEqual(['entry', role])
  })
})

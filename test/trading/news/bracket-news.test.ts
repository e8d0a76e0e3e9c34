import { describe, expect, test } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type BracketSetup, entry, oco, place, setUp } from '../brackets/setup.ts'
import { habits, SimClient } from '../brackets/sim-client.ts'
import { eventsOn } from '../events/stage.ts'
import { newsStage, type NewsStage } from './stage.ts'

const all = Object.entries(habits).map(([name, habit]) => ({ name, habit }))

interface Told extends BracketSetup, NewsStage {
  /** The gateway is another run of itself. */
  readonly runAnew: () => Promise<Told>
}

async function stage(habit: (typeof habits)[keyof typeof habits], coins: string, pushes: boolean): Promise<Told> {
  const clock = new FakeClock()
  const before = { folder: temporaryFolder(), clock, client: new SimClient(habit, coins) }
  return withNews(await setUp(habit, coins, before, pushes), clock.now())
}

/** @param origin what the exchange's clock calls zero */
function withNews(setup: BracketSetup, origin: number): Told {
  const { desk, clock } = setup
  const events = eventsOn(setup)
  const news = newsStage(clock, origin, { leftOf: (id) => desk.brackets.leftOf(id) })
  desk.subscribe((event) => {
    if (event.type === 'order') news.room.answered(event)
  })
  events.subscribe((event) => news.room.heed(event))
  return {
    ...setup,
    ...news,
    runAnew: async () => {
      events.close()
      news.room.close()
      return withNews(await setup.restart(), origin)
    },
  }
}

/** Prices of this exchange are not told with its fills. */
const sold = (leg: string): string =>
  `exit | ${leg} filled | ${leg} of BTC/USDT (Binance main) sold 10 BTC: bracket exited.`

describe.each(all)('on an exchange like $name', ({ habit }) => {
  test.each([
    ['79', 'Stop-loss', true],
    ['121', 'Take-profit', true],
    ['79', 'Stop-loss', false],
    ['121', 'Take-profit', false],
  ])('at %s the %s is told once with its result (pushed: %s)', async (price, leg, pushes) => {
    const setup = await stage(habit, '10', pushes)
    await place(setup, oco())
    await setup.settle(60_000)
    expect(setup.said()).toEqual([])
    setup.client.setPrice(price)
    for (let second = 0; second < 20; second += 1) {
      setup.news.deliver('twice')
      await setup.settle(1_000)
    }
    expect(setup.brackets()).toMatchObject([{ state: 'ended' }])
    const fills = setup.said().filter((text) => text.includes('filled |'))
    expect(fills).toEqual([sold(leg)])
    // At most that it was triggered comes before, where the application sells and it takes its time.
    expect(setup.said().length - fills.length).toBeLessThanOrEqual(1)
  })

  test('what was told before a restart is not told again', async () => {
    const setup = await stage(habit, '10', true)
    await place(setup, oco())
    await setup.settle(5_000)
    setup.client.setPrice('79')
    for (let second = 0; second < 20; second += 1) {
      setup.news.deliver()
      await setup.settle(1_000)
    }
    expect(setup.said().filter((text) => text === sold('Stop-loss'))).toHaveLength(1)
    const again = await setup.runAnew()
    again.news.deliver()
    await again.settle(30_000)
    expect(again.said()).toEqual([])
  })

  test('what happened while the gateway was away for a moment is told', async () => {
    const setup = await stage(habit, '10', true)
    await place(setup, oco())
    await setup.settle(5_000)
    setup.client.setPrice('79')
    const again = await setup.runAnew()
    await again.settle(30_000)
    expect(again.said().filter((text) => text === sold('Stop-loss'))).toHaveLength(1)
  })
})

test('an exit that fills in part tells what is left', async () => {
  const setup = await stage(habits.kucoin, '0', true)
  const { order } = await place(setup, entry())
  setup.client.fill(order.id, '4')
  setup.client.cancelByHand(order.id)
  setup.news.deliver()
  await setup.settle(30_000)
  expect(setup.said()).toEqual([
    'fill | Order filled in part | BTC/USDT (Binance main): bought 4 BTC of 10 BTC, and no more. Cancelled at the exchange, not from here.',
  ])
})

test('an alarm of a bracket is told, once', async () => {
  const setup = await stage(habits.bitget, '10', true)
  await place(setup, oco())
  await setup.settle(60_000)
  const [exit] = setup.client.open
  setup.client.cancelByHand(exit?.id ?? '')
  setup.news.deliver()
  await setup.settle(30_000)
  expect(setup.brackets()[0]?.alarm).not.toBeNull()
  const alarms = setup
    .said()
    .filter((text) => text.startsWith('trouble | A bracket needs you | BTC/USDT (Binance main): '))
  expect(alarms).toHaveLength(1)
  expect(setup.said()).toHaveLength(1)
})

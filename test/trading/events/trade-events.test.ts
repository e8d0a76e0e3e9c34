import { describe, expect, onTestFinished, test } from 'vitest'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import type { TradeEvent } from '../../../src-main/trading/events/trade-event.ts'
import { LiveAccounts } from '../../../src-main/trading/live/live-accounts.ts'
import { OrderAsker } from '../../../src-main/trading/live/order-asker.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { Order } from '../../../src-shared/order.ts'
import { settle } from '../../support/fake-clock.ts'
import { toldNobody } from '../../support/told-nobody.ts'
import { limitOrder, panel, type Setup, setUp } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { eventsOn, free } from './stage.ts'

interface Stage {
  readonly setup: Setup
  readonly told: TradeEvent[]
  readonly hold: () => () => void
  readonly push: (...news: AccountNews[]) => void
  readonly become: (state: FeedState) => void
  readonly listeners: Set<FeedListener<AccountNews>>
}

function stageOn(setup: Setup): Stage {
  const { journal, client, clock, desk } = setup
  const listeners = new Set<FeedListener<AccountNews>>()
  const common = { clock, logger: silentLogger }
  const events = eventsOn(setup)
  const asker = new OrderAsker({
    ...common,
    clientFor: () => client,
    isOver: (...order) => events.isOver(...order),
    found: (accountId, order) => desk.tookNotice(accountId, [order]),
  })
  const accounts = new LiveAccounts({
    ...common,
    ...toldNobody,
    news: {
      watchAccount(_id, listener) {
        listeners.add(listener)
        listener.state({ kind: 'waiting' })
        return () => listeners.delete(listener)
      },
    },
    clientFor: () => client,
    seen: (...told) => desk.tookNotice(...told),
    touched: (...order) => asker.ask(...order),
    open: (accountId) => journal.orders.open(accountId),
    balances: (...told) => events.sawBalances(...told),
  })
  onTestFinished(() => {
    asker.close()
    accounts.close()
  })
  const told: TradeEvent[] = []
  events.subscribe((event) => told.push(event))
  return {
    setup,
    told,
    listeners,
    hold: () => accounts.hold('acc-1'),
    push: (...news) => {
      for (const each of news) for (const listener of listeners) listener.value(each)
    },
    become: (state) => {
      for (const listener of listeners) listener.state(state)
    },
  }
}

const stage = async (): Promise<Stage> => stageOn(await setUp())

const steps = (told: readonly TradeEvent[]): readonly string[] =>
  told.map((event) => (event.type === 'order' ? `${event.step} ${event.learned}` : event.type))

async function placed({ setup }: Stage, requestId = 'form-1'): Promise<Order> {
  const outcome = await setup.desk.place({ accountId: 'acc-1', request: limitOrder() }, panel(requestId))
  if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
  return outcome.placed.order
}

const now = (order: Order, status: Order['status'], filled: string): Order => ({
  ...order,
  status,
  filled: money(filled),
  updatedAt: order.updatedAt + 1,
})

describe('what happens in an account', () => {
  test('what the desk does and the exchange pushes of it is told once', async () => {
    const all = await stage()
    all.hold()
    const order = await placed(all)
    all.push({ kind: 'order', order }, { kind: 'order', order: now(order, 'partially_filled', '0.004') })
    all.push({ kind: 'order', order: now(order, 'filled', '0.01') })
    all.push({ kind: 'order', order: now(order, 'filled', '0.01') })
    expect(steps(all.told)).toEqual(['placed deed', 'partly-filled pushed', 'filled pushed'])
    expect(all.told.at(-1)).toMatchObject({ accountId: 'acc-1', role: 'single', bracketId: null })
  })

  test('a refusal says of what, and who asked', async () => {
    const all = await stage()
    all.setup.client.fate = 'refuse'
    await all.setup.desk.place({ accountId: 'acc-1', request: limitOrder() }, panel('form-9'))
    expect(all.told).toMatchObject([
      { type: 'refused', asked: { symbol: 'BTC/USDT', side: 'buy', origin: { requestId: 'form-9' } } },
    ])
  })

  test('an order in doubt is told as that, and once more when it is known', async () => {
    const all = await stage()
    all.setup.client.fate = 'lose_after'
    const placing = all.setup.desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
    await settle()
    expect(all.told).toMatchObject([{ type: 'in-doubt', needsPerson: false }])
    await all.setup.clock.advance(5_000)
    await placing
    expect(steps(all.told)).toEqual(['in-doubt', 'placed deed'])
  })

  test('a cancellation says that it came from here', async () => {
    const all = await stage()
    const { id } = await placed(all)
    await all.setup.desk.cancel({ accountId: 'acc-1', orderId: id, symbol: null }, panel('cancel'))
    expect(steps(all.told)).toEqual(['placed deed', 'ended deed'])
    expect(all.told.at(-1)).toMatchObject({ order: { endReason: { kind: 'cancelled_here' } } })
  })

  test.each(['cancel', 'edit'] as const)('that nobody knows of a %s whether it was done is told', async (operation) => {
    const all = await stage()
    const order = await placed(all)
    all.setup.client.fate = 'lose_after'
    const { desk } = all.setup
    const reference = { accountId: 'acc-1', orderId: order.id, symbol: null }
    const done =
      operation === 'cancel'
        ? desk.cancel(reference, panel('cancel'))
        : desk.edit(
            { ...reference, change: { price: money('49000'), quantity: null, triggerPrice: null } },
            panel('edit'),
          )
    const ended = done.catch(() => null)
    await settle()
    expect(all.told.slice(1)).toMatchObject([{ type: 'in-doubt', operation, orderId: order.id, needsPerson: false }])
    await all.setup.clock.advance(5_000)
    await ended
  })

  test('balances are told when they are others than before', async () => {
    const all = await stage()
    all.hold()
    all.push({ kind: 'balances', balances: [free('USDT', '10'), free('BTC', '1')] })
    all.push({ kind: 'balances', balances: [free('USDT', '10'), free('BTC', '2')] })
    all.push({ kind: 'balances', balances: [free('BTC', '2')] })
    all.push({ kind: 'balances-touched' })
    expect(all.told.map((event) => event.type === 'balances' && event.balances?.map(({ asset }) => asset))).toEqual([
      ['USDT', 'BTC'],
      ['BTC'],
      undefined,
    ])
    expect(new Set(all.told.map(({ name }) => name)).size).toBe(3)
  })

  test('what is pushed is told as pushed, whoever of those who listen hears of it first', async () => {
    const all = await stage()
    all.hold()
    const order = { ...(await placed(all)), id: 'of-somebody-else' }
    all.setup.journal.observe('acc-1', [order], () => undefined, 'pushed')
    all.push({ kind: 'order', order })
    expect(steps(all.told)).toEqual(['placed deed', 'placed pushed'])
  })

  test('of an account that nobody follows it is told as far as somebody asks', async () => {
    const all = await stage()
    const order = await placed(all)
    const [own] = all.setup.client.orders
    if (own !== undefined) all.setup.client.orders[0] = now(own, 'partially_filled', '0.004')
    await all.setup.desk.openOrders('acc-1', null)
    expect(order.id).toBe(own?.id)
    expect(steps(all.told)).toEqual(['placed deed', 'partly-filled asked'])
    expect(all.listeners.size).toBe(0)
  })
})

describe('what happened while nothing was told', () => {
  test('is asked for as soon as all is pushed again, and told once', async () => {
    const all = await stage()
    all.hold()
    await placed(all)
    const [own] = all.setup.client.orders
    if (own !== undefined) all.setup.client.orders[0] = now(own, 'filled', '0.01')
    all.become({ kind: 'live' })
    await all.setup.clock.advance(2_000)
    expect(steps(all.told)).toEqual(['placed deed', 'filled asked'])
    all.become({ kind: 'stale', why: 'reset' })
    all.become({ kind: 'live' })
    await all.setup.clock.advance(30_000)
    expect(all.told).toHaveLength(2)
  })

  test('is told also when no gateway ran', async () => {
    const before = await stage()
    await placed(before)
    const [own] = before.setup.client.orders
    if (own !== undefined) before.setup.client.orders[0] = now(own, 'filled', '0.01')
    await before.setup.desk.close()
    const all = stageOn(await before.setup.restart())
    all.hold()
    all.become({ kind: 'live' })
    await all.setup.clock.advance(2_000)
    expect(steps(all.told)).toEqual(['filled asked'])
  })

  test('costs little where much is touched at once', async () => {
    const all = await stage()
    all.hold()
    all.become({ kind: 'live' })
    await all.setup.clock.advance(2_000)
    await placed(all)
    for (let count = 0; count < 100; count += 1) {
      all.push({ kind: 'order-touched', orderId: null, symbol: null })
      await all.setup.clock.advance(100)
    }
    expect(all.setup.client.calls.filter((call) => call.includes('OpenOrders')).length).toBeLessThanOrEqual(2)
  })
})

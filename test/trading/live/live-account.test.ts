import { describe, expect, it } from 'vitest'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import { silentLogger } from '../../../src-main/infra/clock.ts'
import { LiveAccount } from '../../../src-main/trading/live/live-account.ts'
import { LiveAccounts } from '../../../src-main/trading/live/live-accounts.ts'
import type { KnownOrder } from '../../../src-main/trading/live/order-asker.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Order, OrderStatus } from '../../../src-shared/order.ts'
import { FakeClock, settle } from '../../support/fake-clock.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { toldNobody } from '../../support/told-nobody.ts'
import { free } from '../events/stage.ts'

const order = (id: string, status: OrderStatus = 'open', symbol = 'BTC/USDT'): Order =>
  sampleOrder({ id, status, symbol })
const live: FeedState = { kind: 'live' }
const stale: FeedState = { kind: 'stale', why: 'reset' }

interface Stage {
  readonly clock: FakeClock
  readonly account: LiveAccount
  readonly listeners: Set<FeedListener<AccountNews>>
  /** What the exchange answers, and how often it was asked. */
  readonly exchange: { orders: readonly Order[]; balances: readonly Balance[]; asked: string[]; down: boolean }
  /** Answers wait until this resolves. */
  slow: Promise<unknown>
  readonly become: (state: FeedState) => void
  readonly tell: (...news: AccountNews[]) => void
  readonly known: () => { readonly orders: readonly string[] | null; readonly balances: readonly string[] | null }
  readonly seen: string[]
  readonly touched: string[]
  /** Orders of ours that nobody has seen end. */
  readonly open: KnownOrder[]
  /** What was told of balances. */
  readonly balances: (readonly Balance[] | null)[]
}

function stage(): Stage {
  const clock = new FakeClock()
  const listeners = new Set<FeedListener<AccountNews>>()
  const exchange: Stage['exchange'] = { orders: [], balances: [free('USDT', '100')], asked: [], down: false }
  const seen: string[] = []
  const touched: string[] = []
  const open: KnownOrder[] = []
  const balances: (readonly Balance[] | null)[] = []
  const answer = async <T>(what: string, value: () => T): Promise<T> => {
    exchange.asked.push(what)
    if (exchange.down) throw new Error('down')
    const told = value()
    await self.slow
    return told
  }
  const account = new LiveAccount({
    accountId: 'acc-1',
    client: () => ({
      fetchOpenOrders: () => answer('orders', () => exchange.orders),
      getBalance: () => answer('balances', () => exchange.balances),
    }),
    news: {
      watchAccount: (_id, listener) => {
        listeners.add(listener)
        listener.state({ kind: 'waiting' })
        return () => listeners.delete(listener)
      },
    },
    clock,
    logger: silentLogger,
    changed: () => undefined,
    open: () => open,
    balances: (told) => void balances.push(told),
    touched: ({ orderId, symbol }) => void touched.push(`${orderId} ${symbol}`),
    seen: (orders) => void seen.push(...orders.map(({ id, status }) => `${id} ${status}`)),
  })
  const self: Stage = {
    clock,
    account,
    listeners,
    exchange,
    slow: Promise.resolve(),
    become: (state) => {
      for (const listener of listeners) listener.state(state)
    },
    tell: (...news) => {
      for (const each of news) for (const listener of listeners) listener.value(each)
    },
    known: () => ({
      orders: account.openOrders(null)?.value.map(({ id }) => id) ?? null,
      balances: account.balances()?.value.map(({ asset, total }) => `${asset} ${total.toString()}`) ?? null,
    }),
    seen,
    touched,
    open,
    balances,
  }
  return self
}

const nothing = { orders: null, balances: null }

/** A hand on answers that wait. */
function held(): { readonly promise: Promise<unknown>; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  return { promise, release: () => resolve(undefined) }
}

describe('the state of an account', () => {
  it('is not known before the stream is live and all was asked for', async () => {
    const { clock, known, become, exchange, seen } = stage()
    exchange.orders = [order('a')]
    await clock.advance(60_000)
    expect(known()).toEqual(nothing)
    expect(exchange.asked).toEqual([])
    become(live)
    await clock.advance(0)
    expect(known()).toEqual({ orders: ['a'], balances: ['USDT 100'] })
    expect(exchange.asked).toEqual(['orders', 'balances'])
    expect(seen).toEqual(['a open'])
  })

  it('follows what is pushed without asking, and tells how old its news are', async () => {
    const { clock, account, known, become, tell, exchange } = stage()
    become(live)
    await clock.advance(0)
    await clock.advance(5_000)
    tell({ kind: 'order', order: order('a') }, { kind: 'balances', balances: [free('USDT', '90')] })
    expect(known()).toEqual({ orders: ['a'], balances: ['USDT 90'] })
    await clock.advance(1_500)
    expect(account.openOrders('BTC/USDT')?.ageMs).toBe(1_500)
    expect(account.openOrders('ETH/USDT')?.value).toEqual([])
    tell({ kind: 'order', order: order('a', 'filled') }, { kind: 'balances', balances: [free('USDT', '0')] })
    expect(known()).toEqual({ orders: [], balances: [] })
    expect(exchange.asked).toHaveLength(2)
  })

  it('is not known while the stream is not live, nor by an answer from before it broke', async () => {
    const self = stage()
    const { clock, known, become, exchange } = self
    become(live)
    await clock.advance(0)
    become(stale)
    expect(known()).toEqual(nothing)
    const hand = held()
    self.slow = hand.promise
    become(live)
    await clock.advance(0)
    become(stale)
    become(live)
    exchange.orders = [order('a')]
    self.slow = Promise.resolve()
    hand.release()
    await settle()
    expect(known().orders).toBeNull()
    await clock.advance(60_000)
    expect(known()).toEqual({ orders: ['a'], balances: ['USDT 100'] })
  })

  it('takes what is pushed while it asks for the newer', async () => {
    const self = stage()
    const { clock, known, become, tell, exchange } = self
    exchange.orders = [order('a'), order('b')]
    const hand = held()
    self.slow = hand.promise
    become(live)
    await clock.advance(0)
    tell({ kind: 'order', order: order('a', 'cancelled') }, { kind: 'order', order: order('c') })
    hand.release()
    await settle()
    expect(known().orders).toEqual(['c', 'b'])
  })

  it('asks for balances again that moved while they were asked for', async () => {
    const self = stage()
    const { clock, known, become, tell, exchange } = self
    become(live)
    const hand = held()
    await clock.advance(0)
    become(stale)
    self.slow = hand.promise
    become(live)
    await clock.advance(0)
    hand.release()
    self.slow = Promise.resolve()
    await settle()
    expect(exchange.asked.at(-1)).toBe('balances')
    tell({ kind: 'balances', balances: [free('USDT', '90')] })
    exchange.balances = [free('USDT', '90')]
    await clock.advance(60_000)
    expect(known().balances).toEqual(['USDT 90'])
  })

  it('knows at once what we did, before it is pushed; balances once they are', async () => {
    const { clock, account, known, become, tell, exchange } = stage()
    become(live)
    await clock.advance(0)
    await clock.advance(10_000)
    account.did([order('a')])
    expect(known()).toEqual({ orders: ['a'], balances: null })
    tell({ kind: 'balances', balances: [free('USDT', '90')] })
    expect(known().balances).toEqual(['USDT 90'])
    expect(exchange.asked).toHaveLength(2)

    await clock.advance(10_000)
    account.did([order('b')])
    exchange.balances = [free('USDT', '80')]
    expect(known().balances).toBeNull()
    await account.learnBalances(() => Promise.resolve([free('USDT', '80')]))
    expect(known().balances).toEqual(['USDT 80'])
    expect(exchange.asked).toHaveLength(2)
  })

  it('does not wait for balances that were pushed right before we knew what we did', async () => {
    const { clock, account, known, become, tell } = stage()
    become(live)
    await clock.advance(0)
    await clock.advance(10_000)
    tell({ kind: 'balances', balances: [free('USDT', '90')] })
    await clock.advance(20)
    account.did([order('a')])
    expect(known()).toEqual({ orders: ['a'], balances: ['USDT 90'] })
  })

  it('does not know what is only said to have changed, nor anything where nobody knows what we did', async () => {
    const { clock, account, known, become, tell, exchange } = stage()
    become(live)
    await clock.advance(0)
    tell({ kind: 'order-touched', orderId: 'x', symbol: null })
    expect(known().orders).toBeNull()
    expect(known().balances).not.toBeNull()
    await account.learnOrders(() => Promise.resolve([order('x')]))
    expect(known().orders).toEqual(['x'])
    tell({ kind: 'balances-touched' })
    expect(known().balances).toBeNull()
    account.inDoubt()
    expect(known()).toEqual(nothing)
    exchange.orders = [order('x')]
    await clock.advance(60_000)
    expect(known()).toEqual({ orders: ['x'], balances: ['USDT 100'] })
  })

  it('learns from whoever asks the exchange, but not from an answer that something has overtaken', async () => {
    const { clock, account, known, become, tell } = stage()
    become(live)
    await clock.advance(0)
    tell({ kind: 'order-touched', orderId: 'x', symbol: null }, { kind: 'balances-touched' })
    const hand = held()
    const asked = [
      account.learnOrders(() => hand.promise.then(() => [order('old')])),
      account.learnBalances(() => hand.promise.then(() => [free('USDT', '1')])),
    ]
    tell({ kind: 'order-touched', orderId: 'y', symbol: null }, { kind: 'balances', balances: [free('USDT', '2')] })
    hand.release()
    await Promise.all(asked)
    expect(known()).toEqual(nothing)
  })

  it('asks without anybody’s need no oftener than once a minute, whatever is touched', async () => {
    const { clock, become, tell, exchange } = stage()
    become(live)
    await clock.advance(0)
    for (let turn = 0; turn < 1_200; turn += 1) {
      tell({ kind: 'order-touched', orderId: 'x', symbol: null })
      await clock.advance(100)
    }
    expect(exchange.asked.filter((each) => each === 'orders').length).toBeLessThanOrEqual(3)
  })

  it('asks seldomer while the exchange does not answer, and is not known', async () => {
    const { clock, known, become, exchange } = stage()
    exchange.down = true
    become(live)
    await clock.advance(0)
    await clock.advance(10_000)
    expect(known()).toEqual(nothing)
    expect(exchange.asked.length).toBeLessThan(7)
    exchange.down = false
    await clock.advance(30_000)
    expect(known().orders).toEqual([])
  })

  it('is looked over every few minutes, known all the while', async () => {
    const { clock, known, become, exchange } = stage()
    become(live)
    await clock.advance(0)
    exchange.orders = [order('unpushed')]
    await clock.advance(299_999)
    expect(known().orders).toEqual([])
    await clock.advance(1)
    expect(known().orders).toEqual(['unpushed'])
    expect(exchange.asked).toHaveLength(4)
  })

  it('leaves nothing behind', async () => {
    const { clock, account, known, become, listeners } = stage()
    become(live)
    await clock.advance(0)
    account.close()
    expect(known()).toEqual(nothing)
    expect(listeners.size).toBe(0)
    expect(clock.waiting).toBe(0)
  })
})

it('accounts are followed from the first question on, until nobody has asked for ten minutes', async () => {
  const clock = new FakeClock()
  let listening = 0
  const accounts = new LiveAccounts({
    clientFor: () => ({
      fetchOpenOrders: () => Promise.resolve([]),
      getBalance: () => Promise.resolve([]),
    }),
    news: {
      watchAccount: () => {
        listening += 1
        return () => {
          listening -= 1
        }
      },
    },
    clock,
    logger: silentLogger,
    ...toldNobody,
  })
  expect(accounts.known('a')).toBeNull()
  const first = accounts.of('a')
  await clock.advance(599_000)
  expect(accounts.of('a')).toBe(first)
  await clock.advance(599_999)
  expect(listening).toBe(1)
  await clock.advance(1)
  expect(listening).toBe(0)
  expect(accounts.known('a')).toBeNull()
  accounts.of('a')
  accounts.close()
  expect(accounts.of('a')).toBeNull()
  expect(listening).toBe(0)
  expect(clock.waiting).toBe(0)
})

it('follows accounts that are held, whether anybody asks or not', async () => {
  const clock = new FakeClock()
  const listening = new Set<string>()
  const accounts = new LiveAccounts({
    clientFor: () => ({
      fetchOpenOrders: () => Promise.resolve([]),
      getBalance: () => Promise.resolve([]),
    }),
    news: {
      watchAccount: (id) => {
        listening.add(id)
        return () => listening.delete(id)
      },
    },
    clock,
    logger: silentLogger,
    ...toldNobody,
  })
  const letGoOfA = accounts.hold('a')
  const letGoOfB = [accounts.hold('b'), accounts.hold('b')]
  accounts.of('c')
  await clock.advance(3_600_000)
  expect([...listening]).toEqual(['a', 'b'])
  letGoOfA()
  letGoOfB[0]?.()
  letGoOfB[0]?.()
  await clock.advance(3_600_000)
  expect([...listening]).toEqual(['b'])
  letGoOfB[1]?.()
  await clock.advance(3_600_000)
  expect([...listening]).toEqual([])
  accounts.hold('b')
  accounts.close()
  expect([listening.size, clock.waiting]).toEqual([0, 0])
})

describe('an order of which only the exchange can tell', () => {
  it('is named when something happened to it, and when it is missing from a list', async () => {
    const { become, tell, exchange, touched, clock } = stage()
    exchange.orders = [order('a'), order('b', 'open', 'ETH/USDT')]
    become(live)
    await clock.advance(0)
    tell({ kind: 'order-touched', orderId: 'b', symbol: null }, { kind: 'order-touched', orderId: 'x', symbol: null })
    tell({ kind: 'order-touched', orderId: null, symbol: null })
    expect(touched).toEqual(['b ETH/USDT'])
    become(stale)
    exchange.orders = [order('b', 'open', 'ETH/USDT')]
    become(live)
    await clock.advance(0)
    expect(touched).toEqual(['b ETH/USDT', 'a BTC/USDT'])
  })

  it('is named when it is ours and ended while nothing was pushed, once a connection', async () => {
    const { become, exchange, touched, open, clock } = stage()
    exchange.orders = [order('a')]
    open.push(...['a', 'b', 'c'].map((orderId) => ({ orderId, symbol: 'BTC/USDT' })))
    become(live)
    await clock.advance(30 * 60_000)
    expect(touched).toEqual(['b BTC/USDT', 'c BTC/USDT'])
    become(stale)
    become(live)
    await clock.advance(0)
    expect(touched).toHaveLength(4)
  })

  it('is asked for by twenty at most, the newest', async () => {
    const { become, touched, open, clock } = stage()
    open.push(...Array.from({ length: 50 }, (_, index) => ({ orderId: String(index), symbol: 'BTC/USDT' })))
    become(live)
    await clock.advance(0)
    expect(touched).toEqual(Array.from({ length: 20 }, (_, index) => `${index} BTC/USDT`))
  })
})

it('tells what is pushed of balances', async () => {
  const { become, tell, balances, clock } = stage()
  become(live)
  await clock.advance(0)
  tell({ kind: 'balances', balances: [free('USDT', '90')] }, { kind: 'balances-touched' })
  expect(balances.map((told) => told?.map(({ asset }) => asset) ?? null)).toEqual([['USDT'], null])
})

it('asks nothing of single orders of an account that nobody holds', async () => {
  const clock = new FakeClock()
  const touched: string[] = []
  const accounts = new LiveAccounts({
    clientFor: () => ({ fetchOpenOrders: () => Promise.resolve([]), getBalance: () => Promise.resolve([]) }),
    news: {
      watchAccount: (id, listener) => {
        listener.state(live)
        if (id === 'touched') listener.value({ kind: 'order-touched', orderId: 'x', symbol: 'BTC/USDT' })
        return () => undefined
      },
    },
    clock,
    logger: silentLogger,
    ...toldNobody,
    open: (accountId) => [{ orderId: `ours of ${accountId}`, symbol: 'BTC/USDT' }],
    touched: (accountId, { orderId }) => touched.push(`${accountId} ${orderId}`),
  })
  accounts.of('a')
  accounts.of('touched')
  await clock.advance(60_000)
  expect(touched).toEqual([])
  accounts.hold('b')
  await clock.advance(60_000)
  expect(touched).toEqual(['b ours of b'])
  accounts.close()
})

import { describe, expect, test } from 'vitest'
import type { LineStanding } from '../../src-main/exchange/streams/line.ts'
import { Connections, worstOf } from '../../src-main/panel/connections.ts'
import type { AccountConnections } from '../../src-shared/contract.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import { FakeClock } from '../support/fake-clock.ts'

const standing = (state: LineStanding['state'], change: Partial<LineStanding> = {}): LineStanding => ({
  state,
  since: 1,
  heardAt: null,
  againAt: null,
  ...change,
})
const live = standing({ kind: 'live' }, { heardAt: 5 })
const down = standing({ kind: 'down', reason: 'reset' }, { againAt: 9 })
const refused = standing({ kind: 'refused', reason: 'bad key' })

test.each<[readonly LineStanding[], string]>([
  [[], 'off'],
  [[standing({ kind: 'idle' })], 'off'],
  [[live, live], 'live'],
  [[live, standing({ kind: 'connecting' })], 'connecting'],
  [[live, down, standing({ kind: 'connecting' })], 'down'],
  [[down, refused, live], 'refused'],
])('several connections are as well as the worst of them: %j', (standings, state) => {
  expect(worstOf(standings).state).toBe(state)
})

test('why, and when it is tried again, is told', () => {
  expect(worstOf([down])).toEqual({ state: 'down', since: 1, heardAt: null, againAt: 9, why: 'reset' })
})

describe('who looks', () => {
  test('is told of every account at once, then as it changes, once a second when something is heard', async () => {
    const clock = new FakeClock()
    const [accountsChanged, streamsChanged] = [new Listeners<[]>(), new Listeners<[]>()]
    const account = { name: 'Main', exchange: 'kraken', credentials: 'keychain' } as const
    let list = [{ id: 'a', ...account }]
    let of = live
    const connections = new Connections({
      accounts: { list: () => list, subscribe: (changed) => accountsChanged.add(changed) },
      streams: {
        status: (id) => (id === 'a' ? { market: [], account: of, orders: null } : null),
        subscribe: (changed) => streamsChanged.add(changed),
      },
      clock,
    })
    const told: (readonly AccountConnections[])[] = []
    const stop = connections.watch({ state: () => undefined, value: (value) => void told.push(value) })
    expect(told).toMatchObject([[{ accountName: 'Main', hasKey: true, account: { state: 'live', heardAt: 5 } }]])
    for (let heardAt = 10; heardAt < 20; heardAt += 1) {
      of = { ...live, heardAt }
      await clock.advance(100)
    }
    expect(told.slice(1).map(([first]) => first?.account.heardAt)).toEqual([19])
    await clock.advance(5_000)
    expect(told).toHaveLength(2)
    of = down
    streamsChanged.tell()
    list = [...list, { id: 'b', ...account }]
    accountsChanged.tell()
    expect(told.slice(2).map((each) => each.map((one) => one.account.state))).toEqual([['down'], ['down', 'off']])
    stop()
    expect([accountsChanged.size, streamsChanged.size, clock.waiting]).toEqual([0, 0, 0])
  })
})

import assert from 'node:assert/strict'
import type { StreamHarness, StreamRow } from '../harness.ts'
import { followed, type Followed, follows } from './followed.ts'
import { eventually } from './listening.ts'

async function loses(followed: Followed): Promise<void> {
  const { ticker, trades, book } = followed
  await eventually('all say that they know nothing', () =>
    [ticker, trades, book].every((each) => each.states.some(({ kind }) => kind === 'stale')),
  )
}

/** A connection that seems to stand and serves nothing any more: noticed, said, replaced. */
async function replaced(harness: StreamHarness, act: 'silence' | 'stop_reading'): Promise<void> {
  const all = await followed(harness)
  assert.equal(await harness.act(act, harness.column.topics.book), 1)
  harness.hurry(20)
  await loses(all)
  await follows(harness, all)
}

/** After `move` there is a new connection in the place of the old one, without a moment of not knowing. */
async function changesOver(harness: StreamHarness, move: (all: Followed) => Promise<unknown>): Promise<void> {
  const all = await followed(harness)
  const [before] = await harness.sockets()
  await move(all)
  await eventually('there is another connection, and one only', async () => {
    const open = await harness.sockets()
    return open.length === 1 && open[0]?.id !== before?.id
  })
  await follows(harness, all)
  for (const { states } of [all.ticker, all.trades, all.book])
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['waiting', 'live'],
    )
}

export const troubleRows: readonly StreamRow[] = [
  {
    id: 'cut',
    title: 'a connection that is cut is said and comes back with every topic',
    run: async (harness) => {
      const all = await followed(harness)
      assert.equal(await harness.act('cut', harness.column.topics.book), 1)
      await loses(all)
      harness.hurry(5)
      await follows(harness, all)
      assert.equal((await harness.sockets()).length, 1)
    },
  },
  {
    id: 'refused',
    title: 'an exchange that turns new connections away is asked again later',
    run: async (harness) => {
      const all = await followed(harness)
      await harness.refuseSockets(503, 2)
      await harness.act('cut', harness.column.topics.book)
      await loses(all)
      harness.hurry(20)
      await follows(harness, all)
    },
  },
  {
    id: 'half-open',
    title: 'a connection on which nothing comes any more is noticed and replaced',
    run: (harness) => replaced(harness, 'silence'),
  },
  {
    id: 'not reading',
    title: 'an exchange that reads nothing any more is noticed',
    run: (harness) => replaced(harness, 'stop_reading'),
  },
  {
    id: 'notice',
    title: 'an exchange that says it will close is left for a new connection first, without a moment of not knowing',
    run: (harness) =>
      changesOver(harness, async () => {
        assert.equal(await harness.act('notice', harness.column.topics.book), 1)
      }),
  },
  {
    id: 'life',
    title: 'a connection is replaced before the exchange ends it, without a moment of not knowing',
    lifeMs: 600,
    run: (harness) =>
      changesOver(harness, async (all) => {
        for (let turn = 0; turn < 3; turn += 1) await follows(harness, all)
      }),
  },
  {
    id: 'leaves nothing',
    title: 'once nobody wants anything, the exchange holds nothing for us',
    run: async (harness) => {
      const { stops } = await followed(harness)
      for (const stop of stops) stop()
      harness.hurry(20)
      await eventually('no connection is left', async () => (await harness.sockets()).length === 0)
      assert.equal(harness.market.topics, 0)
      assert.equal(harness.timers(), 0)
    },
  },
  {
    id: 'closing',
    title: 'the end of the application ends every connection',
    run: async (harness) => {
      await followed(harness)
      harness.streams.close()
      assert.equal(harness.timers(), 0)
      await eventually('no connection is left', async () => (await harness.sockets()).length === 0)
    },
  },
]

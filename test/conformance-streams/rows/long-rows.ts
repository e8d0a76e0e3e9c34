import assert from 'node:assert/strict'
import type { BookView } from '../../../src-main/exchange/streams/book-view.ts'
import type { FeedListener } from '../../../src-main/exchange/streams/feed.ts'
import type { StreamHarness, StreamRow } from '../harness.ts'
import { followed, follows, followsAgain } from './followed.ts'
import { eventually, type Heard, listening } from './listening.ts'
import { follow, limit, ordersOf, place } from './own-orders.ts'
import { sameBook } from './same-book.ts'

/** `npm test` has no time for as many as there are in a day. */
const updates = Number(process.env.STREAM_UPDATES ?? 1_000)
const breaks = Number(process.env.STREAM_BREAKS ?? 10)

/** As they come in turn. */
const troubles = ['cut', 'notice', 'refused', 'silence', 'expire'] as const

/** Keeps the latest only: a hundred thousand are too many. */
function counting<T>(): Heard<T> & { readonly count: () => number } {
  const heard = listening<T>()
  let count = 0
  const value: FeedListener<T>['value'] = (told) => {
    heard.values[0] = told
    count += 1
  }
  return { ...heard, value, count: () => count }
}

async function happens(harness: StreamHarness, trouble: (typeof troubles)[number]): Promise<void> {
  if (trouble === 'refused') await harness.refuseSockets(503, 1)
  await harness.act(trouble === 'refused' ? 'cut' : trouble)
}

/** Topics that the exchange serves us, over all sockets. */
async function served({ sockets }: StreamHarness): Promise<readonly string[]> {
  return (await sockets()).flatMap(({ topics }) => topics).sort()
}

export const longRows: readonly StreamRow[] = [
  {
    id: 'long book',
    title: `a book kept through ${updates} updates is the exchange’s at the end, level by level`,
    run: async (harness) => {
      const heard = counting<BookView>()
      harness.market.book(harness.column.symbol, heard)
      await heard.ready()
      while (heard.count() < updates) await harness.drift(200)
      await eventually('the book is the exchange’s', () => sameBook(harness, heard, 20))
      assert.equal(heard.latest()?.gaps, 0, 'nothing was lost')
    },
  },
  {
    id: 'many breaks',
    title: `after ${breaks} breaks of every kind all is told as at first, and nothing is left behind`,
    run: async (harness) => {
      const market = await followed(harness)
      const account = await follow(harness)
      await follows(harness, market)
      const [topics, timers] = [await served(harness), harness.timers()]
      harness.hurry(20)
      for (let count = 0; count < breaks; count += 1) {
        await happens(harness, troubles[count % troubles.length] ?? 'cut')
        await followsAgain(harness, market)
      }
      await eventually('the account is live', account.isLive)
      const { order } = await place(harness, limit(harness, '50000'))
      await eventually('a new order is told', () => ordersOf(account, order.id).at(-1)?.status === 'open')
      await eventually('the exchange serves what it served at first, once', async () => {
        await follows(harness, market)
        return JSON.stringify(await served(harness)) === JSON.stringify(topics)
      })
      await eventually('no timer is left', () => harness.timers() <= timers)
      harness.streams.close()
      assert.equal(harness.timers(), 0)
      await eventually('no connection is left', async () => (await harness.sockets()).length === 0)
    },
  },
]

import assert from 'node:assert/strict'
import type { FillPage, FillQuery } from '../../../src-main/exchange/orders/fill-pages.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Fill, Order } from '../../../src-shared/order.ts'
import type { ConformanceHarness, ConformanceRow } from '../harness.ts'
import { equalMoney, limitRequest, marketOf, marketRequest, money, near, place, read, worth } from './helpers.ts'

const dayMs = 86_400_000

const newest = (symbol: string): FillQuery => ({ symbol, since: null, until: null, cursor: null, limit: 100 })

/** All pages of a question, one after the other. */
async function pagesOf({ client }: ConformanceHarness, query: FillQuery): Promise<readonly FillPage[]> {
  const pages: FillPage[] = []
  let cursor: string | null = null
  do {
    const page: FillPage = await client.fetchFills({ ...query, cursor })
    pages.push(page)
    cursor = page.next
    assert(pages.length < 200, 'the pages come to an end')
  } while (cursor !== null)
  return pages
}

async function fillsOf(harness: ConformanceHarness, query: FillQuery): Promise<readonly Fill[]> {
  return (await pagesOf(harness, query)).flatMap(({ fills }) => fills)
}

function isSorted(fills: readonly Fill[]): boolean {
  return fills.every(({ time }, index) => time <= (fills[index - 1]?.time ?? Infinity))
}

async function fillsOfOrder(harness: ConformanceHarness, { id }: Order): Promise<readonly Fill[]> {
  return (await fillsOf(harness, newest(harness.symbol))).filter(({ orderId }) => orderId === id)
}

const idOf = ({ id, orderId }: Fill): string => `${id} ${orderId}`

export const fillRows: readonly ConformanceRow[] = [
  {
    id: 'fills-of-market-order',
    title: 'what a market order executed is told fill by fill: price, quantity, fee and its asset, as taker',
    run: async (harness) => {
      const { symbol } = harness
      const { order } = await place(harness, await marketRequest(harness, 'buy', '100'))
      const now = await read(harness, order)
      const fills = await fillsOfOrder(harness, order)
      assert(fills.length > 0)
      equalMoney(Money.sum(fills.map(({ quantity }) => quantity)), now.filled)
      const { base, quote } = await marketOf(harness, symbol)
      for (const fill of fills) {
        assert.deepEqual([fill.symbol, fill.side, fill.maker], [symbol, 'buy', false])
        assert(fill.price.isPositive() && fill.quantity.isPositive())
        const told = fill.fee ?? assert.fail('its fee is told')
        assert(told.amount.isPositive())
        assert([base, quote].includes(told.asset), told.asset)
        assert(fill.time >= now.createdAt && fill.time <= now.updatedAt + 1_000)
      }
      const fee = now.fees?.[0] ?? assert.fail()
      equalMoney(Money.sum(fills.flatMap((fill) => fill.fee?.amount ?? [])), fee.amount)
      assert.equal(fills[0]?.fee?.asset, fee.asset)
    },
  },
  {
    id: 'fills-in-parts',
    title: 'an order that fills in two parts has two fills, as maker, in order of time and with ids of their own',
    run: async (harness) => {
      const { symbol } = harness
      const request = await limitRequest(harness, 'buy', '0.97', { quantity: await worth(harness, '1000') })
      const { order } = await place(harness, request)
      const part = request.quantity.dividedBy(money('4')).floorToStep((await marketOf(harness, symbol)).lotStep)
      await harness.setPrice(symbol, request.price, part)
      await harness.setPrice(symbol, await near(harness, '1.02'))
      await harness.setPrice(symbol, request.price)
      const now = await read(harness, order)
      const fills = await fillsOfOrder(harness, order)
      assert(fills.length >= 2)
      assert.equal(new Set(fills.map(({ id }) => id)).size, fills.length)
      assert(fills.every(({ maker, price }) => maker === true && price.equals(request.price)))
      assert(isSorted(fills))
      equalMoney(Money.sum(fills.map(({ quantity }) => quantity)), now.filled)
    },
  },
  {
    id: 'fills-pages',
    title: 'fills go on beyond a page, the newest first, none missing and none twice',
    run: async (harness) => {
      const { symbol } = harness
      await harness.makeHistory(symbol, 12)
      const whole = await fillsOf(harness, newest(symbol))
      assert(whole.length >= 12)
      assert(isSorted(whole))
      assert.equal(new Set(whole.map(idOf)).size, whole.length)
      const pages = await pagesOf(harness, { ...newest(symbol), limit: 7 })
      assert(pages.every(({ fills }) => fills.length <= 7))
      assert.deepEqual(pages.flatMap(({ fills }) => fills).map(idOf), whole.map(idOf))
    },
  },
  {
    id: 'fills-bounds',
    title: 'bounds in time are inclusive and reach back over the exchange’s own windows',
    run: async (harness) => {
      const { symbol } = harness
      for (const day of [0, 10, 40]) {
        await harness.skewClock(day * dayMs)
        await harness.makeHistory(symbol, 1)
      }
      const all = await fillsOf(harness, newest(symbol))
      const times = [...new Set(all.map(({ time }) => time))]
      assert(times.length >= 3)
      assert((times[0] ?? 0) - (times.at(-1) ?? 0) > 39 * dayMs)
      const [, second = 0] = times
      const until = await fillsOf(harness, { ...newest(symbol), until: second })
      assert.deepEqual(until.map(idOf), all.filter(({ time }) => time <= second).map(idOf))
      // Questions are dear at some exchanges: both bounds at once.
      const only = await fillsOf(harness, { ...newest(symbol), since: second, until: second })
      assert.deepEqual(only.map(idOf), all.filter(({ time }) => time === second).map(idOf))
    },
  },
  {
    id: 'fills-symbols',
    title: 'fills of one symbol are those of that symbol; the exchange says whether it tells all symbols together',
    run: async (harness) => {
      const { client, symbol, otherSymbol } = harness
      await harness.makeHistory(symbol, 1)
      await harness.makeHistory(otherSymbol, 1)
      const other = await fillsOf(harness, newest(otherSymbol))
      assert(other.length > 0 && other.every((fill) => fill.symbol === otherSymbol))
      const one = await fillsOf(harness, newest(symbol))
      const symbols = await client.fillSymbols([symbol])
      if (symbols === null) {
        const all = await fillsOf(harness, { ...newest(symbol), symbol: null })
        assert.deepEqual(all.map(idOf).sort(), [...one, ...other].map(idOf).sort())
        return
      }
      assert.equal(symbols[0], symbol)
      assert(symbols.includes(otherSymbol), 'a pair of which both sides are held is found')
      await assert.rejects(client.fetchFills({ ...newest(symbol), symbol: null }), { class: 'refused' })
    },
  },
]

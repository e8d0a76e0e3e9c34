import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { PracticeFile } from '../../src-main/app/practice-store.ts'
import type { BaseExchangeClient, OrderReference } from '../../src-main/exchange/core/base-exchange-client.ts'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order, OrderRequest } from '../../src-shared/order.ts'
import { type PracticeExchanges, startPracticeExchanges } from '../src/practice-exchanges.ts'
import { managerOn, openOn, type PracticeKind, practiceKinds } from './support/manager-on.ts'

const money = (text: string): Money => Money.parse(text)

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aristobot-practice-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Running {
  readonly practice: PracticeExchanges
  readonly client: BaseExchangeClient
  readonly file: PracticeFile
}

/** Exchanges that keep their state in a folder; the account is there already unless `opens`. */
async function start(
  folder: string,
  kind: PracticeKind,
  options: { opens: boolean; fresh?: boolean },
): Promise<Running> {
  const file = PracticeFile.open({ folder, name: 'command', fresh: options.fresh ?? false })
  closing.push(() => file.close())
  const keeping = { storeOf: (name: PracticeKind['exchange']) => file.storeOf(name), keys: true }
  const practice = await startPracticeExchanges({ seed: 'restart', keeping })
  closing.push(() => practice.close())
  if (options.opens) openOn(practice, kind)
  const manager = managerOn(practice)
  closing.push(() => manager.close())
  return { practice, file, client: manager.clientFor(kind.exchange) }
}

/** What a process that is killed at this moment leaves behind. */
function leftBehind(folder: string): string {
  const left = folderOf()
  cpSync(folder, left, { recursive: true })
  return left
}

const limit = (price: string, quantity = '0.01'): OrderRequest => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: money(quantity),
  price: money(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})

const pair: OrderRequest = {
  kind: 'oco',
  symbol: 'ETH/USDT',
  side: 'sell',
  quantity: money('0.5'),
  takeProfit: { triggerPrice: money('3600'), limitPrice: money('3600') },
  stopLoss: { triggerPrice: money('2900'), limitPrice: money('2890') },
}

const entry: OrderRequest = {
  kind: 'market',
  symbol: 'ETH/USDT',
  side: 'buy',
  amount: { unit: 'quote', value: money('300') },
  exits: {
    takeProfit: { triggerPrice: money('3600'), limitPrice: null },
    stopLoss: { triggerPrice: money('2900'), limitPrice: null },
  },
}

const stop = {
  kind: 'stop_loss',
  symbol: 'SOL/USDT',
  side: 'sell',
  quantity: money('2'),
  triggerPrice: money('120'),
} satisfies OrderRequest

/** Places what of these the exchange has: some hold no pairs, some no exits of an entry, some no stops of their own. */
async function placeConditional({ client }: Running): Promise<number> {
  const requests: readonly OrderRequest[] = [
    stop,
    pair,
    entry,
    { ...stop, symbol: 'ETH/USDT', triggerPrice: money('2900') },
  ]
  let placed = 0
  for (const [index, request] of requests.entries()) {
    try {
      await client.placeOrder(await client.normalise(request), `conditional-${index}`, withoutPermit)
      placed += 1
    } catch (error) {
      if (!(error instanceof GatewayError) || error.class !== 'refused') throw error
    }
  }
  return placed
}

/** Without names and links that some clients remember by themselves, which are not the exchange's. */
const plain = (orders: readonly Order[]): readonly unknown[] =>
  (JSON.parse(JSON.stringify(orders)) as readonly { id: string; clientOrderId: string | null }[])
    .map((order) => ({ ...order, clientOrderId: null, listId: null, role: null }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))

async function seen({ client }: Running) {
  const balances = await client.getBalance()
  return {
    open: plain(await client.fetchOpenOrders(null)),
    balances: JSON.parse(JSON.stringify(balances.toSorted((a, b) => a.asset.localeCompare(b.asset)))) as unknown,
    last: (await client.fetchTicker('BTC/USDT')).last?.toString(),
  }
}

const ref = ({ id, symbol }: Order): OrderReference => ({ symbol, orderId: id })

/** Ids are of one length here, so that the later one is the larger text. */
const later = (one: string, other: string): boolean => one.length === other.length && one > other

describe.each(practiceKinds)('a practice exchange that is killed: $exchange ($kind)', (kind) => {
  it('comes back with every order, balance and price; what is new has larger ids', async () => {
    const folder = folderOf()
    const before = await start(folder, kind, { opens: true })
    const { order: filled } = await before.client.placeOrder(
      await before.client.normalise(limit('65000')),
      'filled-01',
      withoutPermit,
    )
    const { order: resting } = await before.client.placeOrder(
      await before.client.normalise(limit('60000')),
      'resting-1',
      withoutPermit,
    )
    const conditional = await placeConditional(before)
    expect(conditional).toBeGreaterThan(0)
    before.practice.setPrice(kind.exchange, 'BTC/USDT', money('61000'))
    const was = await seen(before)
    expect(was.open.length).toBeGreaterThanOrEqual(1 + conditional)

    const after = await start(leftBehind(folder), kind, { opens: false })
    expect(await seen(after)).toEqual(was)
    const { client } = after
    expect((await client.fetchOrder(ref(filled))).status).toBe('filled')
    expect((await client.findOrder(limit('60000'), 'resting-1'))?.order.id).toBe(resting.id)
    const { order: next } = await client.placeOrder(await client.normalise(limit('59000')), 'after-001', withoutPermit)
    expect(later(next.id, resting.id)).toBe(true)
    await client.cancelOrder(ref(resting))
    for (const order of await client.fetchOpenOrders(null)) await client.cancelOrder(ref(order)).catch(() => undefined)
    expect(await client.fetchOpenOrders(null)).toEqual([])
    expect((await client.getBalance()).filter(({ held }) => !held.isZero())).toEqual([])
  })

  it('fills after a restart what the price reaches, and pays for it', async () => {
    const folder = folderOf()
    const before = await start(folder, kind, { opens: true })
    const { order } = await before.client.placeOrder(
      await before.client.normalise(limit('60000')),
      'resting-1',
      withoutPermit,
    )
    const { practice, client } = await start(leftBehind(folder), kind, { opens: false })
    practice.setPrice(kind.exchange, 'BTC/USDT', money('59000'))
    expect(await client.fetchOrder(ref(order))).toMatchObject({
      status: 'filled',
    })
    const btc = (await client.getBalance()).find(({ asset }) => asset === 'BTC')
    expect(btc?.available.greaterThan(money('0.509'))).toBe(true)
  })

  it.each(['begun anew on purpose', 'lost', 'damaged', 'not understood', 'reset by control'])(
    'gives no id twice, though what it held is %s',
    async (how) => {
      const folder = folderOf()
      const before = await start(folder, kind, { opens: true })
      const { order } = await before.client.placeOrder(
        await before.client.normalise(limit('60000')),
        'before-01',
        withoutPermit,
      )
      if (how === 'reset by control') {
        await fetch(`${before.practice.controlUrl}/reset`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
        openOn(before.practice, kind)
        const again = await before.client.placeOrder(
          await before.client.normalise(limit('60000')),
          'after-001',
          withoutPermit,
        )
        expect(later(again.order.id, order.id)).toBe(true)
        return
      }
      const left = how === 'lost' ? folderOf() : leftBehind(folder)
      const state = join(left, 'command.sqlite')
      if (how === 'damaged') {
        rmSync(`${state}-wal`, { force: true })
        writeFileSync(state, 'this was a database once'.repeat(400))
      }
      if (how === 'not understood') {
        const database = new DatabaseSync(state)
        database.exec(`UPDATE row SET text = '{"id":1}' WHERE key LIKE 'order/%'`)
        database.close()
      }
      const after = await start(left, kind, { opens: true, fresh: how === 'begun anew on purpose' })
      expect(await after.client.fetchOpenOrders(null)).toEqual([])
      const { order: next } = await after.client.placeOrder(
        await after.client.normalise(limit('60000')),
        'after-001',
        withoutPermit,
      )
      expect(later(next.id, order.id)).toBe(true)
      const damaged = how === 'damaged' || how === 'not understood'
      expect(after.file.notices.map(({ key }) => key)).toEqual(damaged ? ['practice.state_damaged'] : [])
      expect(readdirSync(left).some((name) => name.includes('damaged'))).toBe(damaged)
    },
  )
})

describe('the file of practice exchanges', () => {
  it('is held by one process at a time', () => {
    const folder = folderOf()
    const file = PracticeFile.open({ folder, name: 'command' })
    closing.push(() => file.close())
    expect(() => PracticeFile.open({ folder, name: 'command' })).toThrow(/locked/)
    const other = PracticeFile.open({ folder, name: 'application' })
    other.close()
  })

  it('of a later version is left alone', () => {
    const folder = folderOf()
    PracticeFile.open({ folder, name: 'command' }).close()
    const database = new DatabaseSync(join(folder, 'command.sqlite'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => PracticeFile.open({ folder, name: 'command', fresh: true })).toThrow('a later version')
  })

  it('says so while it cannot be written, and the exchange goes on', async () => {
    const kind = { exchange: 'binance', kind: null } as const
    const running = await start(folderOf(), kind, { opens: true })
    running.file.close()
    const { order } = await running.client.placeOrder(
      await running.client.normalise(limit('60000')),
      'unkept-01',
      withoutPermit,
    )
    expect(order.status).toBe('open')
    expect(running.file.notices).toMatchObject([{ key: 'practice.state_not_kept' }])
    closing.splice(
      closing.findIndex((each) => String(each).includes('file.close')),
      1,
    )
  })
})

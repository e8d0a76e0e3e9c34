import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import type { BracketView } from '../../src-shared/bracket.ts'
import { Money } from '../../src-shared/money.ts'
import type { LimitOrderRequest, OcoRequest, OrderRequest, PlacedOrder } from '../../src-shared/order.ts'
import { fastClock } from '../faults/fast-clock.ts'
import { account, panel } from '../trading/desk-setup.ts'
import { conformanceColumns } from './conformance-table.ts'
import type { ConformanceColumn, ConformanceHarness } from './harness.ts'
import { startColumn } from './practice-harness.ts'

/**
 * Entries and coins held with both exits, on every exchange's own client: the desk and its bracket keeper, with the
 * practice exchange's price.
 */

const patient = { timeout: 60_000, interval: 50 }

interface Scene {
  readonly harness: ConformanceHarness
  readonly desk: OrderDesk
  /** The price at the start times a factor, on the tick. */
  readonly at: (factor: string) => Money
  readonly moveTo: (factor: string) => Promise<void>
  readonly bracket: () => BracketView | undefined
  readonly coins: () => Promise<Money>
}

/** Scenes run side by side, so that nothing here may rest on "the current test". */
async function setUp(
  column: ConformanceColumn,
): Promise<{ readonly scene: Scene; readonly close: () => Promise<void> }> {
  const harness = await startColumn(column)
  const { client, symbol } = harness
  const folder = mkdtempSync(join(tmpdir(), 'agw-brackets-'))
  const journal = Journal.open({ folder })
  const desk = new OrderDesk({
    journal,
    accounts: { get: () => account({ exchange: column.exchange }) },
    clients: { clientFor: () => client },
    // The application's waits pass faster; what costs calls at Kraken must not.
    clock: fastClock(column.exchange === 'kraken' ? 2 : 10),
  })
  await desk.start()
  const { last } = await client.fetchTicker(symbol)
  const market = (await client.getMarkets()).get(symbol)
  if (last === null || market === undefined) throw new Error('no price or no market')
  const at = (factor: string): Money => last.times(Money.parse(factor)).floorToStep(market.tickSize)
  const scene: Scene = {
    harness,
    desk,
    at,
    moveTo: (factor) => harness.setPrice(symbol, at(factor)),
    bracket: () => desk.brackets.list('acc-1')[0],
    async coins() {
      const balances = await client.getBalance()
      return balances.find(({ asset }) => asset === market.base)?.total ?? Money.zero
    },
  }
  const close = async (): Promise<void> => {
    await desk.close()
    journal.close()
    await harness.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { scene, close }
}

async function place({ desk }: Scene, request: OrderRequest): Promise<PlacedOrder> {
  const outcome = await desk.place({ accountId: 'acc-1', request }, panel())
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  return outcome.placed
}

/** A purchase that fills at once, exits 4 % around it. */
function entryOf({ harness, at }: Scene): LimitOrderRequest {
  return {
    kind: 'limit',
    symbol: harness.symbol,
    side: 'buy',
    quantity: Money.parse('0.01'),
    price: at('1.005'),
    timeInForce: 'gtc',
    postOnly: false,
    exits: {
      takeProfit: { triggerPrice: at('1.04'), limitPrice: null },
      stopLoss: { triggerPrice: at('0.96'), limitPrice: null },
    },
  }
}

function ocoOf({ harness, at }: Scene, limits: boolean): OcoRequest {
  const takeProfit = at('1.04')
  return {
    kind: 'oco',
    symbol: harness.symbol,
    side: 'sell',
    quantity: Money.parse('0.01'),
    takeProfit: { triggerPrice: takeProfit, limitPrice: limits ? takeProfit : null },
    stopLoss: { triggerPrice: at('0.96'), limitPrice: limits ? at('0.93') : null },
  }
}

async function isProtected({ bracket }: Scene): Promise<void> {
  await vi.waitFor(() => expect(bracket()?.state).toBe('protected'), patient)
  expect(bracket()?.alarm).toBeNull()
}

async function hasExited(scene: Scene, before: Money): Promise<void> {
  await vi.waitFor(() => expect(scene.bracket()?.ended ?? scene.bracket()?.alarm?.key).toBe('exited'), patient)
  expect(scene.bracket()?.alarm).toBeNull()
  const dust = Money.parse('0.0001')
  expect((await scene.coins()).minus(before).abs().lessThan(dust)).toBe(true)
  expect(await scene.harness.client.fetchOpenOrders(null)).toEqual([])
}

/** What is played, by its title. */
const scenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  ...Object.fromEntries(
    [
      ['take-profit', '1.06'],
      ['stop-loss', '0.94'],
    ].map(([role = '', factor = '']) => [
      `an entry is protected once it has filled and closes at its ${role}`,
      async (scene: Scene) => {
        const before = await scene.coins()
        await place(scene, entryOf(scene))
        await isProtected(scene)
        await scene.moveTo(factor)
        await hasExited(scene, before)
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      ['take-profit', '1.06', 'market'],
      ['stop-loss', '0.94', 'market'],
      ['take-profit', '1.06', 'limits'],
      ['stop-loss', '0.94', 'limits'],
    ].map(([role = '', factor = '', how = '']) => [
      `coins held are sold at the ${role}, exits at ${how}`,
      async (scene: Scene) => {
        const before = await scene.coins()
        await place(scene, ocoOf(scene, how === 'limits'))
        await isProtected(scene)
        await scene.moveTo(factor)
        await hasExited(scene, before.minus(Money.parse('0.01')))
      },
    ]),
  ),
  'exits move, and the moved stop closes the position': async (scene) => {
    const { harness, desk, at, bracket } = scene
    const before = await scene.coins()
    await place(scene, entryOf(scene))
    await isProtected(scene)
    const wanted = {
      takeProfit: { triggerPrice: at('1.08'), limitPrice: null },
      stopLoss: { triggerPrice: at('0.98'), limitPrice: null },
    }
    await desk.brackets.move('acc-1', bracket()?.id ?? '', wanted, panel('m'))
    const stale = ['1.04', '0.96'].map((factor) => at(factor).toString())
    await vi.waitFor(async () => {
      const open = await harness.client.fetchOpenOrders(harness.symbol)
      const triggers = open.flatMap(({ terms }) => ('triggerPrice' in terms ? [terms.triggerPrice.toString()] : []))
      expect(triggers.filter((each) => stale.includes(each))).toEqual([])
      expect(bracket()?.state).toBe('protected')
    }, patient)
    await scene.moveTo('0.97')
    await hasExited(scene, before)
  },
  'what has filled of an entry that is then cancelled is protected': async (scene) => {
    const { harness, desk, at } = scene
    const before = await scene.coins()
    const request = { ...entryOf(scene), quantity: Money.parse('0.1'), price: at('0.99') }
    const { order } = await place(scene, request)
    await harness.setPrice(harness.symbol, at('0.985'), Money.parse('0.05'))
    const reference = { symbol: order.symbol, orderId: order.id }
    await vi.waitFor(async () => {
      expect((await harness.client.fetchOrder(reference)).status).toBe('partially_filled')
    }, patient)
    const { status } = await desk.cancel({ accountId: 'acc-1', ...reference }, panel('c'))
    expect(['cancelled', 'expired']).toContain(status)
    await isProtected(scene)
    await scene.moveTo('0.94')
    await hasExited(scene, before)
  },
}

for (const column of conformanceColumns) {
  describe(`brackets on ${column.id}`, { timeout: 180_000 }, () => {
    test.concurrent.each(Object.entries(scenes))('%s', async (_title, play) => {
      const { scene, close } = await setUp(column)
      try {
        await play(scene)
      } finally {
        await close()
      }
    })
  })
}

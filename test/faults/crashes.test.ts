import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fastClock } from './fast-clock.ts'
import { type FaultyExchange, startFaultyExchange } from './faulty-exchange.ts'
import { accountId, origin, request, startGateway, type TradingGateway } from './gateway.ts'

/** A gateway in a process of its own dies by SIGKILL; its journal is opened by another. */

const intent = { accountId, request }
const patient = { timeout: 15_000, interval: 20 }
const processFile = join(import.meta.dirname, 'gateway-process.ts')

interface Scene {
  readonly exchange: FaultyExchange
  /** Starts a gateway that places the request `r-1`. */
  readonly place: (point: string) => ChildProcess
  readonly restart: () => Promise<TradingGateway>
}

async function setUp(): Promise<Scene> {
  const exchange = await startFaultyExchange()
  const folder = mkdtempSync(join(tmpdir(), 'agw-crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    exchange,
    place(point) {
      const args = [processFile, folder, exchange.baseUrl, 'r-1', point]
      const child = spawn(process.execPath, args, { stdio: 'inherit' })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    },
    async restart() {
      const gateway = startGateway({ folder, baseUrl: exchange.baseUrl, clock: fastClock(20) })
      onTestFinished(() => gateway.close())
      await gateway.desk.start()
      return gateway
    },
  }
}

async function killed(child: ChildProcess): Promise<void> {
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
}

const acceptedOrders = async (exchange: FaultyExchange): Promise<number> =>
  (await exchange.counted()).reduce((sum, each) => sum + each.accepted, 0)

describe('a gateway killed while it places an order', () => {
  test.each([
    ['before begin', 0, null],
    ['after begin', 0, 'rejected'],
    ['before accepted', 1, 'accepted'],
    ['after accepted', 1, 'accepted'],
  ] as const)('%s: %i orders at the exchange, and the row ends %s', async (point, orders, state) => {
    const { exchange, place, restart } = await setUp()
    await killed(place(point))
    const { desk, journal, client } = await restart()
    await expect.poll(() => journal.entries(1)[0]?.state ?? null, patient).toBe(state)
    expect(await acceptedOrders(exchange)).toBe(orders)
    expect(await client.fetchOpenOrders(null)).toHaveLength(orders)

    // The sender, who got no answer, repeats its request: the same outcome, and still at most one order.
    const repeated = await desk.place(intent, origin('r-1'))
    expect(repeated.outcome).toBe(state ?? 'accepted')
    expect(await acceptedOrders(exchange)).toBe(state === null ? 1 : orders)
  })

  test('between sending and the answer, executed: after the restart one order, and it is known', async () => {
    const { exchange, place, restart } = await setUp()
    await exchange.spoil('POST', '/api/v3/order', 'hang_after')
    const child = place('never')
    await expect.poll(() => acceptedOrders(exchange), patient).toBe(1)
    child.kill('SIGKILL')
    await killed(child)
    const { desk, journal } = await restart()
    const repeated = await desk.place(intent, origin('r-1'))
    expect(repeated).toMatchObject({ outcome: 'accepted' })
    expect(journal.entries(10)).toHaveLength(1)
    expect(await acceptedOrders(exchange)).toBe(1)
  })

  test('between sending and the answer, not executed: after the restart no order, and that is known', async () => {
    const { exchange, place, restart } = await setUp()
    await exchange.spoil('POST', '/api/v3/order', 'hang_before')
    const child = place('never')
    await expect.poll(() => exchange.unspoiled(), patient).toBe(0)
    child.kill('SIGKILL')
    await killed(child)
    const { desk, journal } = await restart()
    await expect.poll(() => journal.entries(1)[0]?.state, patient).toBe('rejected')
    expect(desk.doubtful().unknown).toBe(0)
    expect(await acceptedOrders(exchange)).toBe(0)
  })
})

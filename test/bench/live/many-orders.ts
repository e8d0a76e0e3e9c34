import { setTimeout as delay } from 'node:timers/promises'
import { cpuMsOf } from '../meters.ts'
import { PanelStage } from '../panel/panel-stage.ts'
import type { Stage } from '../stage.ts'

const symbol = 'BTC/USDT'
const orders = 500
const busyMs = 10_000
/** Orders that come and go meanwhile, as a bot's. */
const pauseMs = 50

/** What a window with many open orders costs while they change all the time. */
export interface BusyFigures {
  readonly orders: number
  /** Orders placed and cancelled in a second. */
  readonly changes: number
  /** How often in a second the window read the whole list. */
  readonly reads: number
  readonly kbPerSecond: number
  /** How much of a core the window and the gateway take, in per cent. */
  readonly windowPercent: number
  readonly gatewayPercent: number
}

export async function measureManyOrders(stage: Stage): Promise<BusyFigures> {
  const panel = await PanelStage.set(await stage.openAccount('binance', null), orders)
  try {
    const { page } = panel
    let [reads, bytes] = [0, 0]
    const sizes: Promise<void>[] = []
    page.on('requestfinished', (request) => {
      if (!request.url().endsWith('/call/orders.open')) return
      reads += 1
      sizes.push(request.sizes().then(({ responseBodySize }) => void (bytes += responseBodySize)))
    })
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    const busySeconds = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
    }
    const before = { window: await busySeconds(), gatewayMs: await cpuMsOf(panel.pid) }
    const from = performance.now()
    let changes = 0
    while (performance.now() - from < busyMs) {
      const placed = await panel.call('orders.place', {
        accountId: panel.accountId,
        formId: crypto.randomUUID(),
        request: {
          kind: 'limit',
          symbol,
          side: 'buy',
          quantity: '0.001',
          price: '44000',
          timeInForce: 'gtc',
          postOnly: false,
          exits: null,
        },
      })
      if (placed.outcome !== 'accepted') throw new Error(JSON.stringify(placed))
      await delay(pauseMs)
      await panel.call('orders.cancel', { accountId: panel.accountId, symbol, orderId: placed.placed.order.id })
      await delay(pauseMs)
      changes += 2
    }
    const seconds = (performance.now() - from) / 1_000
    const windowSeconds = (await busySeconds()) - before.window
    const gatewaySeconds = ((await cpuMsOf(panel.pid)) - before.gatewayMs) / 1_000
    await Promise.all(sizes)
    return {
      orders,
      changes: changes / seconds,
      reads: reads / seconds,
      kbPerSecond: bytes / 1_024 / seconds,
      windowPercent: (100 * windowSeconds) / seconds,
      gatewayPercent: (100 * gatewaySeconds) / seconds,
    }
  } finally {
    await panel.close()
  }
}

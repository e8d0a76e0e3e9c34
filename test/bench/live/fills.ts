import type { Page } from 'playwright-core'
import type { CallInput } from '../../../src-shared/contract.ts'
import { type Latency, latencyOf } from '../figures.ts'
import { PanelStage } from '../panel/panel-stage.ts'
import type { Stage } from '../stage.ts'

const symbol = 'BTC/USDT'
const start = 60_000
const step = 50

/** How soon a fill at the exchange is painted in the window. */
export interface FillFigures {
  readonly fills: number
  /** From before the price is moved over HTTP at the practice exchange, which fills the order, to the painted table, ms. */
  readonly painted: Latency
  /** Calls of the window in a minute in which nothing is done. */
  readonly idleCalls: number
}

const buy = (accountId: string, price: number): CallInput<'orders.place'> => ({
  accountId,
  formId: crypto.randomUUID(),
  request: {
    kind: 'limit',
    symbol,
    side: 'buy',
    quantity: '0.001',
    price: String(price),
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
  },
})

/** Notes in the page when the number of open orders that it shows has been painted, epoch ms by that number. */
const notePaints = `(() => {
  const painted = new Map()
  const look = () => {
    const tab = [...document.querySelectorAll('[role=tab]')].find((each) => each.textContent.startsWith('Open orders'))
    const shown = tab?.textContent ?? ''
    if (painted.has(shown)) return
    // After the frame that draws it.
    requestAnimationFrame(() => setTimeout(() => painted.set(shown, performance.timeOrigin + performance.now()), 0))
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  window.paintedAt = (shown) => painted.get(shown) ?? null
})()`

async function paintedAt(page: Page, orders: number): Promise<number> {
  const patience = Date.now() + 30_000
  for (;;) {
    const at = await page.evaluate<number | null>(`window.paintedAt('Open orders${orders}')`)
    if (at !== null) return at
    if (Date.now() > patience) throw new Error(`the window never showed ${orders} open orders`)
  }
}

/** Fills orders one by one and sees each go from the table of open orders. */
export async function measureFills(stage: Stage, fills: number, idleMs: number): Promise<FillFigures> {
  await stage.setPrice('binance', symbol, String(start))
  const panel = await PanelStage.set(await stage.openAccount('binance', null), 0)
  try {
    const { page } = panel
    for (let order = 1; order <= fills; order += 1) {
      await panel.call('orders.place', buy(panel.accountId, start - order * step))
    }
    await page.getByRole('tab', { name: `Open orders${fills}` }).waitFor()
    await page.evaluate(notePaints)
    const waits: number[] = []
    for (let order = 1; order <= fills; order += 1) {
      const from = performance.timeOrigin + performance.now()
      await stage.setPrice('binance', symbol, String(start - order * step))
      waits.push((await paintedAt(page, fills - order)) - from)
    }
    let calls = 0
    page.on('request', (request) => {
      if (request.url().includes('/call/')) calls += 1
    })
    await page.waitForTimeout(idleMs)
    return { fills, painted: latencyOf(waits), idleCalls: Math.round((calls * 60_000) / idleMs) }
  } finally {
    await panel.close()
  }
}

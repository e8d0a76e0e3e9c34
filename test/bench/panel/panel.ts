import { firstLoad } from '../../e2e/first-load.ts'
import { median } from '../figures.ts'
import type { Stage } from '../stage.ts'
import { bareFields, type KeyToPaint, measureKeyToPaint, ticketFields } from './key-to-paint.ts'
import { PanelStage } from './panel-stage.ts'

const orders = 500
const presses = 200
const loads = 5

/** What the panel costs in the browser that the tests use, with {@link orders} open orders of one account shown. */
export interface PanelFigures {
  readonly orders: number
  /** Scripts of the trade screen's first load, bytes of gzip. */
  readonly scriptBytes: number
  readonly scripts: number
  /** From a navigation with an empty cache until an amount can be typed, ms: the middle of some. */
  readonly usableMs: number
  readonly keys: KeyToPaint
  /** The same key presses in two inputs on an empty page. */
  readonly bareKeys: KeyToPaint
}

/**
 * Chromium draws a frame as soon as there is one to draw, not at the display's next beat: else every key press would
 * wait for 8 ms on average, and one in twenty for a whole beat, whatever the page does.
 */
const flags = ['--disable-frame-rate-limit', '--disable-gpu-vsync']

export async function measurePanel(stage: Stage, say: (line: string) => void): Promise<PanelFigures> {
  const account = (await stage.openAccounts('ours')).find(({ exchange }) => exchange === 'binance')
  if (account === undefined) throw new Error('there is no account at Binance')
  say(`panel: ${orders} open orders`)
  const panel = await PanelStage.set(account, orders, flags)
  try {
    const { page } = panel
    const opened = []
    for (let load = 0; load < loads; load += 1) opened.push(await firstLoad(page))
    const scripts = opened[0]?.scripts ?? []
    await panel.showsAll()
    say(`panel: ${presses} key presses`)
    const keys = await measureKeyToPaint(page, await ticketFields(page), presses)
    const bareKeys = await measureKeyToPaint(page, await bareFields(page), presses)
    return {
      orders,
      scriptBytes: scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0),
      scripts: scripts.length,
      usableMs: median(opened.map(({ usableMs }) => usableMs)),
      keys,
      bareKeys,
    }
  } finally {
    await panel.close()
  }
}

import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OrderView } from '../../src-renderer/views.ts'
import { openOrder } from '../renderer/sample-order.ts'
import { seriousAxeViolations } from './browser.ts'
import { lookAround, noRedis, openPanel, type OpenPanel } from './open-panel.ts'

const count = 500
let panel: OpenPanel
let page: Page

/** Five hundred orders, the newest first; the one whose text is the widest far below what is seen. */
const orders = Array.from({ length: count }, (_, index): OrderView => ({
  ...openOrder,
  id: String(index + 1),
  symbol: index % 2 === 0 ? 'BTC/USDT' : 'ETH/USDT',
  terms: {
    kind: 'limit',
    price: index === 400 ? '12345678901234567.12345678' : '45000',
    timeInForce: 'gtc',
    postOnly: false,
  },
  createdAt: 1_790_000_000_000 - index * 1000,
}))

beforeAll(async () => {
  panel = await openPanel({ redisUrl: noRedis })
  page = panel.page
  await page.route('**/call/orders.open', (route) => route.fulfill({ json: { ok: true, value: orders } }))
  await page.reload()
  await page.getByRole('tab', { name: `Open orders${count}` }).waitFor()
})

afterAll(async () => {
  await panel.close()
})

afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const table = (): Locator => page.getByRole('tabpanel').getByRole('table')
const row = (index: number): Locator => table().locator(`tr[aria-rowindex="${index}"]`)
const scrollTo = (share: number): Promise<unknown> =>
  page.evaluate(
    `(() => { const panel = document.querySelector('[role="tabpanel"]'); panel.scrollTo(0, panel.scrollHeight * ${share}) })()`,
  )
const where = (): Promise<number> => page.evaluate<number>(`document.querySelector('[role="tabpanel"]').scrollTop`)
const top = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? Number.NaN

/** A busy machine scrolls late. */
const patient = { timeout: 15_000 }

describe('five hundred open orders', () => {
  it('are a table of that many rows, of which few are drawn', async () => {
    expect(await table().getAttribute('aria-rowcount')).toBe(String(count + 1))
    await row(2).waitFor()
    expect(await table().locator('tr[data-order]').count()).toBeLessThan(80)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'long-table')
  })

  it('are where they would be if all were drawn', async () => {
    const height = ((await top(row(12))) - (await top(row(2)))) / 10
    const panelHeight = await page.evaluate<number>(`document.querySelector('[role="tabpanel"]').scrollHeight`)
    expect(Math.abs(panelHeight - count * height)).toBeLessThan(2 * height)
  })

  it('can be scrolled to the last one and back, by wheel or keyboard', async () => {
    await scrollTo(1)
    await row(count + 1).waitFor()
    expect(await row(count + 1).getAttribute('data-order')).toBe(String(count))
    expect(await row(2).count()).toBe(0)
    await page.getByRole('tabpanel').focus()
    await page.keyboard.press('Home')
    await expect.poll(where, patient).toBe(0)
    await row(2).waitFor()
    await page.keyboard.press('End')
    await row(count + 1).waitFor()
    await page.keyboard.press('Home')
    // Chromium scrolls by itself for a while, over whatever else is asked meanwhile.
    await expect.poll(where, patient).toBe(0)
  })

  it('have the widths of all of them wherever one looks', async () => {
    const widths = (): Promise<string> =>
      page.evaluate<string>(
        `[...document.querySelector('[role="tabpanel"] table').tHead.rows[0].cells].map((cell) => cell.offsetWidth).join(' ')`,
      )
    await scrollTo(0)
    await row(2).waitFor()
    const before = await widths()
    await scrollTo(0.8)
    await row(402).waitFor()
    expect(await widths()).toBe(before)
    await scrollTo(0)
    await row(2).waitFor()
  })

  it('are all reached with Tab alone', async () => {
    await row(2).getByRole('button').first().focus()
    const reached = new Set<string>()
    for (let presses = 0; presses < 120; presses += 1) {
      reached.add(
        await page.evaluate<string>(`document.activeElement.closest('tr')?.getAttribute('aria-rowindex') ?? 'outside'`),
      )
      await page.keyboard.press('Tab')
      // Nobody presses a key before the frame that the last one asked for is drawn.
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)))')
    }
    expect(reached.has('outside')).toBe(false)
    expect(reached.size).toBe(60)
  })

  it('keep the row in which the keyboard is, wherever one looks', async () => {
    await scrollTo(0)
    await row(4)
      .getByRole('button', { name: /^Cancel/ })
      .focus()
    await scrollTo(0.5)
    await row(252).waitFor()
    const before = await where()
    expect(await page.evaluate(`document.activeElement.closest('tr').getAttribute('aria-rowindex')`)).toBe('4')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('3', { exact: true }).waitFor()
    expect(await where()).toBe(before)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('can be narrowed to one symbol', async () => {
    await page.getByLabel(/^Only /).click()
    await expect.poll(() => table().getAttribute('aria-rowcount')).toBe(String(count / 2 + 1))
    await scrollTo(1)
    await row(count / 2 + 1).waitFor()
    await page.getByLabel(/^Only /).click()
  })
})

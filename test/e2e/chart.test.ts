import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chooseKind, noRedis, openPanel, type OpenPanel, submitButton } from './open-panel.ts'

/** The chart, the book and the trades, as a person has them in the browser on a practice exchange. */

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let panel: OpenPanel
let page: Page

beforeAll(async () => {
  panel = await openPanel({ redisUrl: noRedis })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
})

/** Nothing on the console, no policy violation, whatever was done. */
afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const eventually = (read: () => unknown) => expect.poll(read, { timeout: 15_000 })
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const chart = (): Locator => page.locator('section.chart-panel')
const legend = (field: string): Locator => chart().locator(`[data-field="${field}"]`)
const handle = (): Locator => chart().locator('.chart-handle')
const ghost = (): Locator => page.getByTestId('chart-ghost')
const bids = (): Locator => page.locator('.book-row.is-buy')
const dialog = (): Locator => page.getByRole('dialog')
const field = (label: string): Locator => page.locator('section.ticket').getByLabel(label, { exact: true })

const linePrice = (): Promise<string | null> => handle().getAttribute('data-price')

/** What axe-core finds in these parts, of whatever impact, targets that are too small included. */
async function axeIn(...parts: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(await axeSource)
  const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
  const results = await page.evaluate<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
  }>(`axe.run(${JSON.stringify(parts)}, ${JSON.stringify(options)})`)
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

async function inBothThemes(...parts: readonly string[]): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.setAttribute('data-mantine-color-scheme', '${theme}')`)
    expect(await axeIn(...parts), theme).toEqual([])
    const folder = process.env.SCREENSHOTS
    if (folder !== undefined) await page.screenshot({ path: `${folder}/chart-${parts.length}-${theme}.png` })
  }
}

/** Changes the order in the dialog that is open. @returns the new price that it names */
async function confirmChange(from: string): Promise<string> {
  const changed = dialog().locator('.changed')
  await changed.waitFor()
  const [before, after] = ((await changed.textContent()) ?? '').split(' → ').map((text) => text.replaceAll(',', ''))
  expect(before).toBe(from)
  await dialog().getByRole('button', { name: 'Change the order: BTC/USDT' }).click()
  await dialog().waitFor({ state: 'detached' })
  return after ?? ''
}

describe('the chart', () => {
  it('has candles, and others for another time frame', async () => {
    await eventually(() => legend('close').textContent()).toMatch(/^[\d,]+\.\d\d$/)
    await eventually(() => legend('volume').textContent()).not.toBe('')
    expect(await button('15m').getAttribute('aria-pressed')).toBe('true')
    const volume = await legend('volume').textContent()
    await button('4h').click()
    await eventually(() => legend('volume').textContent()).not.toBe(volume)
    expect(await button('4h').getAttribute('aria-pressed')).toBe('true')
  })

  it('keeps its live end moving', async () => {
    const close = await legend('close').textContent()
    await eventually(() => legend('close').textContent()).not.toBe(close)
  })

  it('draws an order that is placed, at a price that comes from the book', async () => {
    await chooseKind(page, 'limit')
    await bids().nth(1).click()
    const price = await field('Limit price').inputValue()
    expect(Number(price)).toBeGreaterThan(0)
    // Far enough below to stay there.
    await field('Limit price').fill(`${Math.floor(Number(price) * 0.985)}`)
    await field('Amount (BTC)').fill('0.01')
    await submitButton(page).click()
    await page.getByRole('button', { name: /^Execute: / }).click()
    await eventually(() => handle().textContent()).toBe('Buy · Limit · 0.01')
    await eventually(() => chart().locator('.chart-levels > button').textContent()).toBe('Orders on the chart: 1')
    await inBothThemes('.chart-panel', '.book-panel', '.tape-panel')
  })

  it('sends nothing while a line is dragged, and puts it back at Escape', async () => {
    const before = await linePrice()
    await drag(-12)
    await ghost().getByText('from the market').waitFor()
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await ghost().count()).toBe(0)
    expect(await dialog().count()).toBe(0)
    expect(await linePrice()).toBe(before)
  })

  it('asks for the last look when a line is let go, and moves it then', async () => {
    const before = (await linePrice()) ?? ''
    // Away from the market, which nobody has to be warned of.
    await drag(12)
    await page.mouse.up()
    const after = await confirmChange(before)
    expect(Number(after)).toBeLessThan(Number(before))
    await eventually(async () => Number(await linePrice())).toBe(Number(after))
    expect(await ghost().count()).toBe(0)
  })

  it('has its lines moved by keys alone', async () => {
    const before = (await linePrice()) ?? ''
    await button('Orders on the chart: 1').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('spinbutton')
    await page.keyboard.press('PageDown')
    await page.keyboard.press('ArrowDown')
    await ghost().waitFor()
    await inBothThemes('.chart-panel')
    await page.keyboard.press('Enter')
    const after = await confirmChange(before)
    expect(after).toBe(String((Math.round(Number(before) * 100) - 101) / 100))
    await eventually(async () => Number(await linePrice())).toBe(Number(after))
  })
})

describe('the book and the trades', () => {
  it('give their price to the order by keys alone', async () => {
    await chooseKind(page, 'limit')
    await page.getByRole('listbox', { name: 'Order book of BTC/USDT' }).focus()
    await page.keyboard.press('Enter')
    expect(Number(await field('Limit price').inputValue())).toBeGreaterThan(0)
  })

  it('tell trades as they happen', async () => {
    await eventually(() => page.locator('section.tape-panel tbody tr').count()).toBeGreaterThan(1)
  })
})

/** Takes the only line and pulls it by so many pixels, without letting go. */
async function drag(by: number): Promise<void> {
  const box = await handle().boundingBox()
  if (box === null) throw new Error('the line is out of sight')
  const [x, y] = [box.x + 20, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + by / 2)
  await page.mouse.move(x, y + by)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { chooseAccount, chooseKind, noRedis, setLook, submitButton } from './open-panel.ts'
import { type RunningProduct, startProduct } from './product.ts'

let folder: string
let product: RunningProduct
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agw-e2e-'))
  product = await startProduct(join(folder, 'data'), noRedis)
  browser = await openBrowser()
  page = browser.page
  page.setDefaultTimeout(15_000)
  await page.goto(product.url)
  await setLook(page, { language: 'en' })
  await page.getByTestId('last-price').waitFor()
})

afterAll(async () => {
  await browser.close()
  await product.stop()
  await rm(folder, { recursive: true, force: true })
})

const chosenIn = (of: Page): Promise<string | null> => of.getByTestId('account').textContent()

it('each tab keeps its own account, over a reload and beside the choice of another', async () => {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('button', { name: 'Practice accounts for all exchanges' }).click()
  await page.getByRole('cell', { name: 'Kraken', exact: true }).waitFor()
  const first = await chosenIn(page)
  const other = await browser.context.newPage()
  await other.goto(new URL('/', product.url).href)
  await other.getByTestId('last-price').waitFor()
  await chooseAccount(other, 'Practice Kraken')
  const label = await chosenIn(other)
  await page.reload()
  await page.getByRole('link', { name: 'Trade', exact: true }).click()
  await page.getByTestId('last-price').waitFor()
  expect(await chosenIn(page)).toBe(first)
  await other.reload()
  await other.getByTestId('last-price').waitFor()
  expect(await chosenIn(other)).toBe(label)
  await other.close()
})

it('without its gateway the window knows nothing and does nothing', async () => {
  await page.getByRole('link', { name: 'Journal', exact: true }).click()
  await page.getByRole('table', { name: 'Journal' }).waitFor()
  await page.getByRole('link', { name: 'Trade', exact: true }).click()
  const ticket = page.locator('section.ticket')
  await chooseKind(page, 'limit')
  await ticket.getByLabel('Limit price', { exact: true }).fill('50,000')
  await ticket.getByLabel('Amount (BTC)', { exact: true }).fill('0.01')
  await submitButton(page).click()
  await page.getByRole('button', { name: /^Execute: / }).click()
  const cancel = page.getByRole('button', { name: /^Cancel order/ })
  await cancel.waitFor()
  expect(await cancel.isEnabled()).toBe(true)
  expect(browser.takeComplaints()).toEqual([])
  await product.stop()
  await page.getByText('The window lost the gateway; reconnecting…').first().waitFor()
  await page.getByText('Redis: unknown').waitFor()
  await page.locator('.kill-switch[data-state="unknown"]').waitFor()
  expect(await cancel.isDisabled()).toBe(true)
  expect(await page.getByTestId('connection').textContent()).toBe('Gateway lost')
  expect(await page.getByRole('button', { name: 'Cancel all…' }).isDisabled()).toBe(true)
  expect(await submitButton(page).isDisabled()).toBe(true)
})

const screens = [
  { name: 'Accounts', shows: () => page.getByRole('cell', { name: 'Practice Binance' }) },
  { name: 'Journal', shows: () => page.getByRole('table', { name: 'Journal' }) },
  { name: 'Gateway', shows: () => page.getByText('127.0.0.1:1') },
] as const

it('every screen says that it shows what was said before, and lets nothing be changed', async () => {
  for (const { name, shows } of screens) {
    await page.getByRole('link', { name, exact: true }).click()
    await shows().first().waitFor()
    await page.getByText('this is the last it said').first().waitFor()
    const controls = page.locator('main').locator('button, input, select, textarea')
    expect([name, await controls.count()]).not.toEqual([name, 0])
    for (const control of await controls.all())
      expect([name, await control.getAttribute('aria-label'), await control.isDisabled()]).toEqual([
        name,
        await control.getAttribute('aria-label'),
        true,
      ])
  }
})

it('a dialog that was open when the gateway went can only be closed', async () => {
  product = await startProduct(join(folder, 'data'), noRedis)
  await page.goto(product.url)
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page
    .getByRole('button', { name: /limits.*Practice Binance/i })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  const controls = dialog.locator('fieldset').locator('button, input, select')
  expect(await controls.first().isEnabled()).toBe(true)
  await product.stop()
  await dialog.getByText('this is the last it said').waitFor()
  for (const control of await controls.all()) expect(await control.isDisabled()).toBe(true)
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
})

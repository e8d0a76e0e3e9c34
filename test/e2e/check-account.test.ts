import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { look, lookAround, noRedis, openPanel, type OpenPanel } from './open-panel.ts'

let panel: OpenPanel
let page: Page

beforeAll(async () => {
  panel = await openPanel({ redisUrl: noRedis, size: { width: 1280, height: 900 } })
  page = panel.page
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
})

afterAll(() => panel.close())

afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const dialog = (): Locator => page.getByRole('dialog')
const openCheck = (): Promise<void> =>
  page
    .getByRole('button', { name: /^Check .* against the exchange$/ })
    .first()
    .click()
/** Reading and placing takes as long as the exchange's limits want it to. */
const ended = (text: RegExp): Promise<void> => dialog().getByText(text).waitFor({ timeout: 60_000 })

describe('checking an account in the window', () => {
  it('reads only, and shows what agrees with the exchange’s own words', async () => {
    await openCheck()
    await dialog().getByRole('button', { name: 'Check', exact: true }).click()
    await ended(/^Check of .*: everything observed is as expected\.$/)
    await dialog()
      .getByText(/^not observed \d+$/)
      .waitFor()
    await dialog().getByText('In its own words').first().click()
    await dialog().locator('pre.answer').first().waitFor()
    await look(page, 'check-read')
    await lookAround(page, 'check-read')
  })

  it('with orders: places, changes and cancels the smallest, and leaves nothing', async () => {
    await dialog().getByLabel('With very small orders').check()
    await dialog()
      .getByText(/^At current prices, at most [\d.]+ USDT would be at risk, on BTC\/USDT\.$/)
      .waitFor()
    await look(page, 'check-orders')
    await dialog().getByRole('button', { name: 'Check with orders' }).click()
    await dialog().getByText('The check is running.').waitFor()
    await ended(/^Check of .*: everything observed is as expected\.$/)
    await dialog()
      .getByText(/^Maximum at risk: /)
      .waitFor()
    await lookAround(page, 'check-traded')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Trade', exact: true }).click()
    await page.getByText('No open orders.').waitFor()
    await page.getByRole('button', { name: 'Nothing needs your attention.' }).waitFor()
  })
})

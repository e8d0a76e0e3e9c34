import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AccountRegistry } from '../../src-main/accounts/registry.ts'
import { look, noRedis, openPanel, type OpenPanel, setKillSwitch, submitButton } from './open-panel.ts'

let panel: OpenPanel
let page: Page

beforeAll(async () => {
  panel = await openPanel({
    redisUrl: noRedis,
    size: { width: 1280, height: 800 },
    prepare: async (folder) => {
      await writeFile(join(folder, 'journal.sqlite'), 'no database, but somebody’s orders'.repeat(200))
      // In a folder that was in use nobody makes up an account.
      const registry = await AccountRegistry.open({ folder })
      await registry.add({
        name: 'Practice Binance',
        exchange: 'binance',
        brokerId: 1,
        userId: 1,
        environment: { kind: 'practice', url: null, accountKind: null },
        redisPermission: 'trade',
        withdrawalAccepted: false,
        rightsRead: true,
      })
    },
  })
  page = panel.page
})

afterAll(() => panel.close())

const dialog = (): Locator => page.getByRole('dialog')
const result = (): Locator => page.getByTestId('place-result')

async function buy(): Promise<void> {
  await page.getByRole('link', { name: 'Trade', exact: true }).click()
  await page.locator('section.ticket').getByLabel('Amount (BTC)', { exact: true }).fill('0.01')
  await submitButton(page).click()
  await page.getByRole('button', { name: /^Execute: / }).click()
}

it('a damaged journal is said on every screen; no order is sent until a person starts a new one', async () => {
  await page.getByText('The journal is damaged or missing: no order can be sent.').waitFor()
  await page.locator('section.ticket').getByLabel('Amount (BTC)', { exact: true }).fill('0.01')
  await page.getByText('Held back: no order can be sent without an intact journal.').waitFor()
  expect(await submitButton(page).isDisabled()).toBe(true)
  await look(page, 'journal-damaged-order')
  await page.getByRole('link', { name: 'What to do' }).click()
  await page.getByRole('button', { name: 'Start a new journal' }).click()
  await dialog()
    .getByText(/The damaged one is kept beside it/)
    .waitFor()
  await look(page, 'journal-renew')
  await dialog().getByRole('button', { name: 'Start a new journal' }).click()
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(() => page.getByText('The journal is damaged or missing').count(), { timeout: 15_000 }).toBe(0)
  expect((await readdir(panel.dataFolder)).some((name) => name.startsWith('journal.sqlite.damaged-'))).toBe(true)

  // What the old one said of the kill switch cannot be read: it stands halted until a person lifts it.
  await page.locator('.kill-switch[data-state="halted"]').waitFor()
  await setKillSwitch(page, 'Active')
  await dialog().getByRole('textbox').fill('ACTIVE')
  await dialog().getByRole('button').last().click()
  await page.locator('.kill-switch[data-state="active"]').waitFor()
  await buy()
  await result().getByText('Order accepted').waitFor()
  expect(panel.takeComplaints()).toEqual([])
})

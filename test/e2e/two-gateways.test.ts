import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { openBrowser, seriousAxeViolations, type TestBrowser } from './browser.ts'
import { setLook } from './open-panel.ts'
import { type RunningProduct, startProduct } from './product.ts'

let data: string
let redis: Awaited<ReturnType<typeof startOwnRedis>>
let first: RunningProduct
let second: RunningProduct
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'aristobot-e2e-'))
  redis = await startOwnRedis()
  const url = `redis://127.0.0.1:${redis.port}/0`
  first = await startProduct(join(data, 'first'), url)
  second = await startProduct(join(data, 'second'), url)
  browser = await openBrowser({ width: 1280, height: 900 })
  page = browser.page
  page.setDefaultTimeout(15_000)
  await page.goto(second.url)
  await setLook(page, { language: 'en' })
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
})

afterAll(async () => {
  await browser.close()
  await second.stop()
  await first.stop()
  await redis.close()
  await rm(data, { recursive: true, force: true })
})

/** Looks at both themes; the pictures are kept where SCREENSHOTS names a folder. */
async function look(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.setAttribute('data-mantine-color-scheme', '${theme}')`)
    expect(await seriousAxeViolations(page)).toEqual([])
    if (folder === undefined) continue
    await mkdir(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
  }
}

it('a second gateway says that it stands by and for whom, in both languages', async () => {
  await page.getByText('Redis: standing by').waitFor()
  await page.getByText(/This gateway is standing by: the one on .+ \(process \d+\) is taking the requests/).waitFor()
  const row = page.getByRole('region', { name: 'Other gateways on this Redis' }).getByRole('row').nth(1)
  expect(await row.innerText()).toMatch(/alone\s+taking requests/)
  await look('second-gateway-stands-by')
  await setLook(page, { language: 'fr' })
  await page.getByText(/Cette passerelle est en attente : celle de .+ prend les requêtes/).waitFor()
  await page.getByText('Redis : en attente').waitFor()
  await look('second-gateway-stands-by-fr')
  await setLook(page, { language: 'en' })
})

it('a person takes over after a question, and the other one stands by', async () => {
  await page.getByRole('button', { name: 'Take over…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/the other one stands by/).waitFor()
  await look('take-over-question')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Redis: standing by').waitFor()
  await page.getByRole('button', { name: 'Take over…' }).click()
  await dialog.getByRole('button', { name: 'Take over', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Redis connected').waitFor()
  await page.getByText('standing by', { exact: true }).waitFor()
  await look('took-over')
})

it('both take once both share', async () => {
  await page.getByRole('switch', { name: 'Share the requests with other gateways' }).click()
  const other = await page.context().newPage()
  other.setDefaultTimeout(15_000)
  await other.goto(first.url)
  await setLook(other, { language: 'en' })
  await other.getByRole('link', { name: 'Gateway', exact: true }).click()
  await other.getByText('Redis: standing by').waitFor()
  await other.getByRole('switch', { name: 'Share the requests with other gateways' }).click()
  await other.getByText('Redis connected').waitFor()
  await page.getByText('Redis connected').waitFor()
  await page.getByText('taking requests', { exact: true }).waitFor()
  await look('both-share')
  await other.close()
})

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/own-server.ts'
import { openBrowser, seriousAxeViolations, type TestBrowser } from './browser.ts'
import { type RunningProduct, startProduct } from './product.ts'

const password = 'correct horse'
let data: string
/** Where Django connects, and another one behind a password. */
let plain: Awaited<ReturnType<typeof startOwnRedis>>
let locked: Awaited<ReturnType<typeof startOwnRedis>>
let product: RunningProduct
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'aristobot-e2e-'))
  plain = await startOwnRedis()
  locked = await startOwnRedis()
  const client = new Redis(locked.port, '127.0.0.1')
  await client.config('SET', 'requirepass', password)
  await client.quit()
  product = await startProduct(join(data, 'data'), `redis://127.0.0.1:${plain.port}/0`)
  browser = await openBrowser({ width: 1280, height: 900 })
  page = browser.page
  page.setDefaultTimeout(15_000)
  await page.goto(product.url)
  await page.getByLabel(/^(Language|Langue)$/).selectOption('en')
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
})

afterAll(async () => {
  await browser.close()
  await product.stop()
  await plain.close()
  await locked.close()
  await rm(data, { recursive: true, force: true })
})

const dialog = (): Locator => page.getByRole('dialog')
const field = (label: string): Locator => dialog().getByLabel(label, { exact: true })

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

it('another Redis is tried, chosen and served from the Gateway screen; its password never comes back to the window', async () => {
  await look('redis-plain')
  await page.getByRole('button', { name: 'Change the connection…' }).click()
  await field('Kind of connection').selectOption({ label: 'one server' })
  await field('Host').fill('127.0.0.1')
  await field('Port').fill(String(locked.port))
  await field('Password').fill('wrong')
  await dialog().getByRole('button', { name: 'Test the connection' }).click()
  await dialog()
    .getByText(/password/i)
    .last()
    .waitFor()
  await look('redis-wrong-password')
  await field('Password').fill(password)
  await dialog().getByRole('button', { name: 'Test the connection' }).click()
  await dialog()
    .getByText(/lets the gateway do what it needs/)
    .waitFor()
  await dialog().getByLabel('Keep the password for this run only').check()
  await look('redis-form')
  await dialog().getByRole('button', { name: 'Save and connect' }).click()
  await dialog().waitFor({ state: 'detached' })
  const client = new Redis(locked.port, '127.0.0.1', { password })
  const request = { request_id: 'r1', action: 'get_ticker', params: { broker_id: 1, symbol: 'BTC/USDT' } }
  await client.rpush(
    'exchange_requests',
    JSON.stringify({ ...request, user_id: 1, trace_id: null, timestamp: 0 }),
  )
  await expect.poll(() => client.get('exchange_response_r1'), { timeout: 15_000 }).toContain('"success":true')
  await client.quit()
  await page.getByText('for this run only').first().waitFor()
  expect(await page.content()).not.toContain(password)
  await look('redis-saved')
  expect(browser.takeComplaints()).toEqual([])
})

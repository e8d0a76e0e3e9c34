import { Redis } from 'ioredis'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { look, openPanel, type OpenPanel } from './open-panel.ts'

const password = 'correct horse'
/** Where Django connects, and another one behind a password. */
let plain: Awaited<ReturnType<typeof startOwnRedis>>
let locked: Awaited<ReturnType<typeof startOwnRedis>>
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  plain = await startOwnRedis()
  locked = await startOwnRedis()
  const client = new Redis(locked.port, '127.0.0.1')
  await client.config('SET', 'requirepass', password)
  await client.quit()
  panel = await openPanel({
    redisUrl: `redis://127.0.0.1:${plain.port}/0`,
    size: { width: 1280, height: 900 },
  })
  page = panel.page
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
})

afterAll(async () => {
  await panel.close()
  await plain.close()
  await locked.close()
})

const dialog = (): Locator => page.getByRole('dialog')
const field = (label: string): Locator => dialog().getByLabel(label, { exact: true })

it('another Redis is tried, chosen and served from the Gateway screen; its password never comes back to the window', async () => {
  await look(page, 'redis-plain')
  await page.getByRole('button', { name: 'Change the connection…' }).click()
  await field('Connection type').selectOption({ label: 'one server' })
  await field('Host').fill('127.0.0.1')
  await field('Port').fill(String(locked.port))
  await field('Password').fill('wrong')
  await dialog().getByRole('button', { name: 'Test the connection' }).click()
  await dialog()
    .getByText(/password/i)
    .last()
    .waitFor()
  await look(page, 'redis-wrong-password')
  await field('Password').fill(password)
  await dialog().getByRole('button', { name: 'Test the connection' }).click()
  await dialog()
    .getByText(/allows everything the gateway needs/)
    .waitFor()
  await dialog().getByLabel('Keep the password for this run only').check()
  await look(page, 'redis-form')
  await dialog().getByRole('button', { name: 'Save and connect' }).click()
  await dialog().waitFor({ state: 'detached' })
  const client = new Redis(locked.port, '127.0.0.1', { password })
  const request = { request_id: 'r1', action: 'get_ticker', params: { broker_id: 1, symbol: 'BTC/USDT' } }
  await client.rpush('exchange_requests', JSON.stringify({ ...request, user_id: 1, trace_id: null, timestamp: 0 }))
  await expect.poll(() => client.get('exchange_response_r1'), { timeout: 15_000 }).toContain('"success":true')
  await client.quit()
  await page.getByText('for this run only').first().waitFor()
  expect(await page.content()).not.toContain(password)
  await look(page, 'redis-saved')
  expect(panel.takeComplaints()).toEqual([])
})

import { randomUUID } from 'node:crypto'
import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { Redis } from 'ioredis'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { callFromPage, look, openPanel, type OpenPanel, setLook } from './open-panel.ts'

let redis: Awaited<ReturnType<typeof startOwnRedis>>
let client: Redis
/** In another process's place, so that it can be kept from answering. */
let elsewhere: PracticeExchanges
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  redis = await startOwnRedis()
  client = new Redis(redis.port, '127.0.0.1')
  elsewhere = await startPracticeExchanges({ seed: 'queue' })
  panel = await openPanel({
    redisUrl: `redis://127.0.0.1:${redis.port}/0`,
    size: { width: 1280, height: 1000 },
  })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
  await client.quit()
  await elsewhere.close()
  await redis.close()
})

const queue = (): Locator => page.getByRole('region', { name: 'Queue' })

async function push(action: string, brokerId: number): Promise<string> {
  const id = randomUUID()
  const params = { broker_id: brokerId, symbol: 'BTC/USDT', order_id: '1' }
  const envelope = { request_id: id, action, params, user_id: 1, trace_id: null, timestamp: 0 }
  await client.rpush('exchange_requests', JSON.stringify(envelope))
  return id
}

async function control(method: 'POST' | 'DELETE', body: object): Promise<void> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  expect((await fetch(`${elsewhere.controlUrl}/faults`, init)).status).toBe(200)
}

it('says how many requests wait for an exchange that does not answer, and serves the others', async () => {
  const key = { apiKey: 'queue-key', secret: 'queue-secret' }
  const opened = await fetch(`${elsewhere.controlUrl}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exchange: 'binance', ...key }),
  })
  expect(opened.status).toBe(200)
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  const added: unknown = JSON.parse(
    await callFromPage(page, 'accounts.add', {
      name: 'Slow',
      exchange: 'binance',
      brokerId: 9,
      userId: 1,
      environment: { kind: 'practice', url: elsewhere.baseUrls.binance, accountKind: null },
      redisPermission: 'read',
      credentials: { ...key, passphrase: null },
      thisRunOnly: true,
      acceptWithdrawals: false,
    }),
  )
  expect(added).toMatchObject({ ok: true })
  await control('POST', {
    match: { exchange: 'binance', method: 'GET', path: '/api/v3/order' },
    fault: 'hang_before',
    count: 1_000,
  })
  // Not what the gateway may know by itself, without asking.
  const waiting = []
  for (let n = 0; n < 60; n += 1) waiting.push(await push('get_order_info', 9))
  const served = await push('get_balance', 1)
  await expect.poll(() => client.exists(`exchange_response_${served}`), { timeout: 15_000 }).toBe(1)

  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
  const row = queue().getByRole('row', { name: /Slow \(Binance\)/ })
  await row.waitFor()
  await queue().getByText('The gateway is falling behind').waitFor()
  const cells = await row.getByRole('cell').allTextContents()
  expect(cells.slice(1, 3)).toEqual(['28', '32'])
  expect(await client.exists(...waiting.map((id) => `exchange_response_${id}`))).toBe(0)
  await look(page, 'queue-pressure')
  await setLook(page, { language: 'fr' })
  await page.getByText('La passerelle ne suit pas').waitFor()
  await look(page, 'queue-pressure-fr')
  await setLook(page, { language: 'en' })
  expect(panel.takeComplaints()).toEqual([])
})

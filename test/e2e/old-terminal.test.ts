import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { OldTerminalStandIn } from '../redis/support/old-terminal.ts'
import { openBrowser, seriousAxeViolations, type TestBrowser } from './browser.ts'
import { setLook } from './open-panel.ts'
import { type RunningProduct, startProduct } from './product.ts'

let data: string
let redis: Awaited<ReturnType<typeof startOwnRedis>>
let old: OldTerminalStandIn
let product: RunningProduct
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'aristobot-e2e-'))
  redis = await startOwnRedis()
  old = await new OldTerminalStandIn(redis.port).waits()
  product = await startProduct(data, `redis://127.0.0.1:${redis.port}/0`)
  browser = await openBrowser({ width: 1280, height: 900 })
  page = browser.page
  page.setDefaultTimeout(15_000)
  await page.goto(product.url)
  await setLook(page, { language: 'fr' })
  await page.getByRole('link', { name: 'Passerelle', exact: true }).click()
})

afterAll(async () => {
  await browser.close()
  await product.stop()
  await old[Symbol.asyncDispose]()
  await redis.close()
  await rm(data, { recursive: true, force: true })
})

/** Looks at the screen; the picture is kept where SCREENSHOTS names a folder. */
async function look(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  expect(await seriousAxeViolations(page)).toEqual([])
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

it('a person sees that an old Terminal 5 listens, from where and what to do, and may take requests anyway', async () => {
  await page.getByText('Redis : en attente').waitFor()
  await page
    .getByText(/^Un ancien Terminal 5 prend les requêtes de ce Redis, depuis 127\.0\.0\.1:\d+\..*Arrêtez l’ancien/)
    .waitFor()
  await page.getByText(/^Cette passerelle ne prend aucune requête tant qu’un ancien Terminal 5 écoute/).waitFor()
  await look('old-terminal-fr')
  await setLook(page, { language: 'en' })
  await page
    .getByText(/^An old Terminal 5 takes the requests of this Redis, from 127\.0\.0\.1:\d+\..*Stop the old one/)
    .waitFor()
  await page.getByRole('button', { name: 'Take requests anyway…' }).click()
  await look('old-terminal-question')
  await page.getByRole('dialog').getByRole('button', { name: 'Take requests', exact: true }).click()
  await page.getByText('Redis connected').waitFor()
  await page
    .getByText(/^An old Terminal 5 takes requests on this Redis, too, from .*: each goes to one of the two/)
    .waitFor()
  await look('old-terminal-beside')
})

it('once the old one is stopped nothing is said of it any more', async () => {
  await old[Symbol.asyncDispose]()
  await page.getByText(/^An old Terminal 5/).waitFor({ state: 'detached', timeout: 45_000 })
  await page.getByText('Redis connected').waitFor()
})

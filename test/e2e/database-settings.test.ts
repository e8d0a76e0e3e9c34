import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Postgres } from '../django/postgres.ts'
import { djangoTables } from '../django/tables.ts'
import { callFromPage, look, noRedis, openPanel, type OpenPanel } from './open-panel.ts'

const password = 'CANARY-of-the-database'
let postgres: Postgres
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables, `CREATE ROLE gateway LOGIN PASSWORD '${password}'`)
  panel = await openPanel({ redisUrl: noRedis, size: { width: 1280, height: 900 } })
  page = panel.page
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
})

afterAll(async () => {
  await panel.close()
  await postgres.close()
})

const card = (): Locator => page.getByRole('region', { name: 'Django’s database' })
const dialog = (): Locator => page.getByRole('dialog')
const field = (label: string): Locator => dialog().getByLabel(label, { exact: true })

it('Django’s database is tried, kept and left from the Gateway screen; its password never comes back to the window', async () => {
  await card().getByText('not used').waitFor()
  await card().getByRole('button', { name: 'Connect…' }).click()
  await field('Address').pressSequentially('postgresql://typed@typed.example:5433/name')
  expect(await field('User').inputValue()).toBe('')
  await field('User').focus()
  expect(await field('Database').inputValue()).toBe('name')
  await field('Address').fill(`postgresql://gateway:wrong@127.0.0.1:${postgres.port}/postgres`)
  expect(await field('User').inputValue()).toBe('gateway')
  expect(await field('Address').inputValue()).toBe('')
  await dialog().getByLabel('Keep the password for this run only').check()
  await dialog().getByRole('button', { name: 'Save and connect' }).click()
  await dialog().getByText('PostgreSQL does not accept this user and password.').waitFor()
  await look(page, 'database-wrong-password')

  await field('Password').fill(password)
  await dialog().getByRole('button', { name: 'Test the connection' }).click()
  await dialog()
    .getByText(/but this user cannot do all of this yet/)
    .waitFor()
  await dialog().getByText('Statements that grant what is lacking').click()
  const statements = (await dialog().locator('details pre').first().innerText()).split('\n')
  expect(statements).toHaveLength(4)
  await look(page, 'database-lacking')
  await postgres.run(...statements)
  await dialog().getByRole('button', { name: 'Save and connect' }).click()
  await dialog().waitFor({ state: 'detached' })
  await card().getByText('connected', { exact: true }).waitFor()
  await card().getByText('Symbols ✓').waitFor()
  await card()
    .getByText(/Binance: \d+ symbols written at/)
    .waitFor()
  expect(await postgres.run(`SELECT symbol FROM exchange_symbols WHERE symbol = 'BTC/USDT' AND active`)).toHaveLength(1)
  expect(await page.content()).not.toContain(password)
  await card().getByText('Trades ✓').waitFor()
  await look(page, 'database-connected')
  await card().getByLabel('Trades of Django’s page').selectOption('later')
  await card().getByText('A trade is sent even while the database is away.').waitFor()
  await card().getByLabel('Rows for orders of this window, too').click()
  await expect.poll(() => card().getByLabel('Rows for orders of this window, too').isChecked()).toBe(true)
  await callFromPage(page, 'settings.set', { language: 'fr' })
  await page.getByLabel('Trades de la page de Django').waitFor()
  await look(page, 'database-trades-fr')
  await callFromPage(page, 'settings.set', { language: 'en' })
  await card().getByLabel('Trades of Django’s page').waitFor()

  await postgres.down()
  await card().getByText('lost', { exact: true }).waitFor({ timeout: 90_000 })
  await look(page, 'database-lost')
  await postgres.up()
  await card().getByText('connected', { exact: true }).waitFor()

  await card().getByRole('button', { name: 'Stop using it' }).click()
  await card().getByText('not used').waitFor()
  expect(
    await card()
      .getByText(/symbols written at/)
      .count(),
  ).toBe(0)
  expect(panel.takeComplaints()).toEqual([])
})

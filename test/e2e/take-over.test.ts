import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encrypted, putBroker, secretKey } from '../django/brokers.ts'
import { Postgres } from '../django/postgres.ts'
import { djangoTables } from '../django/tables.ts'
import { allText } from '../support/temporary-folder.ts'
import { callFromPage, look, lookAround, noRedis, openPanel, type OpenPanel } from './open-panel.ts'

const password = 'CANARY-of-the-login'
const key = { apiKey: 'CANARY-key-of-the-exchange', secret: 'CANARY-secret-of-the-exchange' }
let postgres: Postgres
let practice: PracticeExchanges
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  practice = await startPracticeExchanges({ seed: 'take-over' })
  practice.openAccount('binance', key)
  postgres = await Postgres.start()
  await postgres.run(...djangoTables, `CREATE ROLE gateway LOGIN PASSWORD '${password}'`)
  await putBroker(postgres, { id: 5, name: 'Trading', apiKey: encrypted(key.apiKey), secret: encrypted(key.secret) })
  await putBroker(postgres, {
    id: 6,
    exchange: 'kraken',
    name: 'Marked as testnet',
    isTestnet: true,
    apiKey: encrypted('k'),
    secret: encrypted('s'),
  })
  await putBroker(postgres, { id: 7, exchange: 'okx', name: 'Elsewhere' })
  panel = await openPanel({ redisUrl: noRedis, size: { width: 1280, height: 900 } })
  page = panel.page
  await connect()
})

afterAll(async () => {
  await panel.close()
  await postgres.close()
  await practice.close()
})

async function connect(): Promise<void> {
  const answer = await callFromPage(page, 'database.save', {
    options: postgres.options('gateway'),
    password: { kind: 'set', text: password },
    thisRunOnly: true,
  })
  expect(JSON.parse(answer)).toMatchObject({ ok: true })
}

const dialog = (): Locator => page.getByRole('dialog')
const row = (name: string): Locator => dialog().getByRole('row', { name })

it('accounts are taken over from Django, whose keys never come to the window', async () => {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('button', { name: 'Take over accounts from Django…' }).click()
  const statement = await dialog().locator('details pre').innerText()
  await look(page, 'take-over-lacking')
  await postgres.run(statement)
  await dialog().getByRole('button', { name: 'Look again' }).click()

  await row('Trading').getByText('Its key is encrypted').waitFor()
  const secretField = dialog().getByLabel('Django’s SECRET_KEY')
  await secretField.fill('wrong')
  await secretField.press('Enter')
  await dialog().getByText('None of the keys can be decrypted').waitFor()
  await secretField.fill(secretKey)
  await dialog().getByRole('button', { name: 'Read the keys' }).click()
  await dialog().getByText('The keys can be decrypted').waitFor()
  await row('Marked as testnet').getByText('has no test network').waitFor()
  await row('Elsewhere').getByText('There is no client for the exchange okx').waitFor()
  await look(page, 'take-over')
  await lookAround(page, 'take-over')

  // No exchange of anybody’s is asked in a test.
  await dialog().getByLabel('They trade').selectOption('practice')
  const { origin } = new URL(practice.controlUrl)
  await dialog()
    .getByLabel(/^Address of a practice exchange/)
    .fill(origin)
  await row('Marked as testnet').getByRole('checkbox').uncheck()
  await dialog().getByLabel('Keep the key for this run only').check()
  await dialog().getByRole('button', { name: 'Take over (1)' }).click()
  await row('Trading').getByText('taken over as Trading').waitFor()
  await look(page, 'take-over-done')
  await dialog().getByRole('button', { name: 'Close' }).last().click()
  const taken = page.getByRole('row', { name: /Trading/ })
  expect(await taken.innerText()).toMatch(/Binance\s+Practice\s+5\s+7/)

  await putBroker(postgres, { id: 8, name: 'Second', apiKey: encrypted('k'), secret: encrypted('s') })
  await callFromPage(page, 'database.save', { options: null, password: { kind: 'none' }, thisRunOnly: true })
  await connect()
  await page.getByRole('link', { name: 'Gateway', exact: true }).click()
  const notice = page.locator('.note', { hasText: 'Second (binance, 8)' })
  await notice.waitFor()
  await look(page, 'take-over-notice')
  await notice.getByRole('button', { name: 'Take over accounts from Django…' }).click()
  await row('Second').waitFor()
  await page.keyboard.press('Escape')
  await notice.waitFor({ state: 'detached' })

  expect(await page.content()).not.toMatch(/CANARY|gAAAA/)
  expect(allText(panel.dataFolder)).not.toMatch(/CANARY|gAAAA/)
  expect(panel.takeComplaints()).toEqual([])
})

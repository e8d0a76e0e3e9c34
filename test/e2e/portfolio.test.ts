import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { exchangeNames } from '../../src-shared/account.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import {
  callFromPage,
  chooseKind,
  look,
  lookAround,
  noRedis,
  openPanel,
  type OpenPanel,
  submitButton,
} from './open-panel.ts'

let panel: OpenPanel
let page: Page
/** Practice exchanges that go away. */
let elsewhere: PracticeExchanges

beforeAll(async () => {
  elsewhere = await startPracticeExchanges({ seed: 'elsewhere' })
  panel = await openPanel({ redisUrl: noRedis })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
  await elsewhere.close()
})

/** Nothing on the console, no policy violation, whatever was done. */
afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

/** Assertions on what becomes true, however slow the machine. */
const eventually = (read: () => unknown) => expect.poll(read, { timeout: 20_000 })

const open = (screen: 'Trade' | 'Portfolio' | 'Accounts'): Promise<void> =>
  page.getByRole('link', { name: screen, exact: true }).click()
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const value = (): Locator => page.getByTestId('portfolio-value')
const cell = (asset: string, column: number): Locator => page.locator(`tr[data-asset="${asset}"] td`).nth(column)
const averageCost = 4

describe('the portfolio', () => {
  it('tells what the accounts of several exchanges are worth together', async () => {
    await open('Accounts')
    await button('Practice accounts for all exchanges').click()
    for (const exchange of exchangeNames)
      await page.getByRole('cell', { name: `Practice ${exchangeProfiles[exchange].label}`, exact: true }).waitFor()
    await open('Portfolio')
    await eventually(() => value().textContent()).toMatch(/^[1-9][\d,]*\.\d\d USDT$/)
    await button('BTC by account').click()
    await eventually(() => page.locator('tr.of-account').count()).toBeGreaterThan(1)
    await look(page, 'portfolio')
    await lookAround(page, 'portfolio')
    await button('BTC by account').click()
  })

  it('knows the cost of what is bought, and what a sale of it brought', async () => {
    expect(await cell('BTC', averageCost).textContent()).toBe('not known')
    await open('Trade')
    const ticket = page.locator('section.ticket')
    await ticket.getByText('BTC/USDT', { exact: true }).waitFor()
    for (const side of ['Buy', 'Sell']) {
      await ticket.getByText(side, { exact: true }).click()
      await chooseKind(page, 'market')
      await ticket.getByLabel('Amount (BTC)', { exact: true }).fill(side === 'Buy' ? '0.02' : '0.01')
      await submitButton(page).click()
      await button(/^Execute: /).click()
      await page.getByTestId('place-result').getByText('Order accepted').waitFor()
      await page.getByTestId('place-result').getByRole('button', { name: 'Dismiss' }).click()
    }
    await open('Portfolio')
    await eventually(() => cell('BTC', averageCost).textContent()).toMatch(/^\d\d,\d{3}\.\d\d/)
    const results = page.getByRole('table', { name: 'Realised results' })
    await eventually(() => results.locator('tbody tr td').nth(1).textContent()).toBe('1')
    await eventually(() => results.locator('tbody tr td').nth(2).textContent()).toMatch(/^[+−]?\d+\.\d\d$/)
  })

  it('is told in another currency, and remembers it', async () => {
    await page.getByLabel('Currency', { exact: true }).selectOption('EUR')
    await eventually(() => value().textContent()).toMatch(/^[1-9][\d,]*\.\d\d EUR$/)
    await page.getByLabel('Cost of what is sold').selectOption('Average cost')
    await page.reload()
    await eventually(() => value().textContent()).toMatch(/EUR$/)
    expect(await page.getByLabel('Cost of what is sold').locator('option:checked').textContent()).toBe('Average cost')
  })

  it('draws what was kept over time', async () => {
    await eventually(async () =>
      (
        await callFromPage(page, 'portfolio.history', {
          currency: 'EUR',
          accounts: null,
          from: 0,
          until: 8_640_000_000_000,
          step: 'hour',
        })
      ).includes('"value"'),
    ).toBe(true)
    const chart = page.getByRole('slider', { name: 'Value over time' })
    await chart.focus()
    await page.keyboard.press('Home')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/: [\d,]+\.\d\d EUR$/)
    await look(page, 'portfolio-chart')
  })

  it('goes on without an account that cannot be reached', async () => {
    const key = { apiKey: 'elsewhere-key', secret: 'elsewhere-secret' }
    const opened = await fetch(`${elsewhere.controlUrl}/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(key),
    })
    expect(opened.status).toBe(200)
    await open('Accounts')
    await button('Add an account').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Elsewhere')
    await dialog.getByLabel('Broker id').fill('77')
    await dialog.getByLabel('Address of a practice exchange').fill(elsewhere.baseUrls.binance)
    await dialog.getByLabel('API key').fill(key.apiKey)
    await dialog.getByLabel('Secret or private key (PEM)').fill(key.secret)
    await dialog.getByLabel('Keep the key for this run only').check()
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await dialog.waitFor({ state: 'detached' })
    await elsewhere.close()
    await open('Portfolio')
    await page.getByText('Elsewhere could not be read and is in none of these figures.').waitFor()
    expect(await value().textContent()).toMatch(/^[1-9][\d,]*\.\d\d EUR$/)
    await look(page, 'portfolio-unreachable')
  })
})

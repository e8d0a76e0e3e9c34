import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Money } from '../../src-shared/money.ts'
import { seriousAxeViolations } from './browser.ts'
import { addAccountElsewhere, keyOf } from './elsewhere.ts'
import { chooseKind, lookAround, noRedis, openPanel, type OpenPanel, submitButton } from './open-panel.ts'

/**
 * Brackets, orders in need and cancelling many, as a person has them in the browser. Pictures are kept where
 * SCREENSHOTS names a folder.
 */

const applicationHolds = 'this application, while it runs'

let panel: OpenPanel
let page: Page
/** In another process's place, so that its prices and faults are ours to order. */
let elsewhere: PracticeExchanges

beforeAll(async () => {
  elsewhere = await startPracticeExchanges({ seed: 'brackets' })
  panel = await openPanel({ redisUrl: noRedis, size: { width: 1280, height: 900 } })
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

const eventually = (read: () => unknown, timeout = 15_000) => expect.poll(read, { timeout })
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const dialog = (): Locator => page.getByRole('dialog')
const ticket = (): Locator => page.locator('section.ticket')
const field = (label: string): Locator => ticket().getByLabel(label, { exact: true })
const result = (): Locator => page.getByTestId('place-result')
const tab = (name: RegExp): Locator => page.getByRole('tab', { name })
const bracket = (): Locator => page.locator('tr[data-bracket]').first()
const leg = (role: 'take_profit' | 'stop_loss'): Locator => bracket().locator(`[data-leg="${role}"]`)

async function control(method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<void> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(elsewhere.controlUrl + path, init)
  expect(await response.text().then((text) => [response.status, text])).toEqual([200, expect.anything()])
}

const addAccount = (name: string, exchange: 'binance' | 'kraken' | 'kucoin', brokerId: number): Promise<void> =>
  addAccountElsewhere(page, elsewhere, { name, exchange, brokerId })

async function placeLimit(price: string): Promise<void> {
  await chooseKind(page, 'limit')
  await field('Limit price').fill(price)
  await field('Amount (BTC)').fill('0.01')
  await submitButton(page).click()
  await button(/^Execute: /).click()
}

describe('a bracket on an exchange that takes no exits with the entry', () => {
  it('is asked for in the form, which says who will hold each exit, and where a price is wrong', async () => {
    elsewhere.openAccount('kucoin', keyOf)
    elsewhere.setPrice('kucoin', 'BTC/USDT', Money.parse('60000'))
    await addAccount('KuCoin elsewhere', 'kucoin', 91)
    await chooseKind(page, 'market')
    await field('Amount (BTC)').fill('0.01')
    const exits = ticket().locator('fieldset.exits')
    await exits.getByLabel('Take profit', { exact: true }).check()
    await exits.getByLabel('Stop loss', { exact: true }).check()
    await eventually(() => exits.getByText('exchange', { exact: true }).count()).toBe(2)
    await exits.getByText('this application cancels one when the other executes').waitFor()
    await field('Take-profit trigger price').fill('66000')
    await field('Stop-loss trigger price').fill('61000')
    const wrong = exits.getByText('Stop-loss', { exact: false }).filter({ hasText: /61/ })
    await wrong.first().waitFor()
    await field('Stop-loss trigger price').fill('57000')
    await eventually(() => submitButton(page).isEnabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'ticket')
    await submitButton(page).click()
    await dialog().getByText('Take profit held by').waitFor()
    await eventually(() => dialog().getByText('exchange', { exact: true }).count()).toBe(2)
    await lookAround(page, 'confirm')
    await button(/^Execute: /).click()
    await result().getByText('Order accepted').waitFor()
    await result()
      .getByText(/two orders at KuCoin that this application links/)
      .waitFor()
  })

  it('shows what is protected and by whom', async () => {
    await tab(/^Brackets/).click()
    await bracket().getByText('protected', { exact: true }).waitFor()
    await leg('stop_loss').getByText('57,000').waitFor()
    await leg('stop_loss').getByText('exchange', { exact: true }).waitFor()
    await leg('take_profit').getByText('66,000').waitFor()
    await leg('take_profit').getByText('exchange', { exact: true }).waitFor()
    expect(await tab(/^Brackets/).textContent()).toBe('Brackets1')
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'brackets')
  })

  it('has its stop moved by keyboard, but not to the wrong side', async () => {
    await bracket().getByRole('button', { name: 'Move the exits of BTC/USDT' }).focus()
    await page.keyboard.press('Enter')
    const stop = dialog().getByLabel('Stop-loss trigger price')
    const look = dialog().getByRole('button', { name: 'Review…' })
    await stop.fill('67000')
    await dialog().getByText('Take-profit trigger must be above 67,000.').waitFor()
    await dialog().getByText('Stop-loss trigger must be below 60,000.').waitFor()
    await stop.fill('58000.123456')
    await dialog()
      .getByText(/more decimals than the step/)
      .waitFor()
    expect(await look.isDisabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'move')
    await stop.fill('58000')
    await stop.press('Enter')
    await dialog()
      .getByText(/^57,000 → 58,000$/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Move the exits' }).click()
    await dialog().waitFor({ state: 'detached' })
    await leg('stop_loss').getByText('58,000').waitFor()
    await bracket().getByText('protected', { exact: true }).waitFor()
    await leg('stop_loss').getByText('exchange', { exact: true }).waitFor()
  })

  it('is over when the price reaches one exit, and the other is cancelled', async () => {
    elsewhere.setPrice('kucoin', 'BTC/USDT', Money.parse('66500'))
    await eventually(() => bracket().textContent(), 40_000).toContain('exited')
    await tab(/^Open orders/).click()
    await page.getByText('No open orders.').waitFor()
  })
})

describe('a bracket on an exchange that holds one of two exits', () => {
  it('says in the form and before sending that the other is with the application', async () => {
    elsewhere.openAccount('kraken', keyOf)
    elsewhere.setPrice('kraken', 'BTC/USDT', Money.parse('60000'))
    await addAccount('Kraken elsewhere', 'kraken', 93)
    await chooseKind(page, 'limit')
    await field('Limit price').fill('50000')
    await field('Amount (BTC)').fill('0.01')
    const exits = ticket().locator('fieldset.exits')
    await exits.getByLabel('Take profit', { exact: true }).check()
    await exits.getByText('exchange', { exact: true }).waitFor()
    await exits.getByLabel('Stop loss', { exact: true }).check()
    await exits.getByText(applicationHolds, { exact: true }).waitFor()
    await field('Take-profit trigger price').fill('66000')
    await field('Stop-loss trigger price').fill('45000')
    await eventually(() => submitButton(page).isEnabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'ticket-kraken')
    await submitButton(page).click()
    await dialog().getByText(applicationHolds, { exact: true }).waitFor()
    await dialog().getByRole('button', { name: 'Go back' }).click()
    await dialog().waitFor({ state: 'detached' })
  })
})

describe('an order whose outcome nobody can find out', () => {
  it('is shown with its evidence, asked about again, and then known', async () => {
    elsewhere.openAccount('binance', keyOf)
    await addAccount('Binance elsewhere', 'binance', 92)
    // The exchange has the order, says that it knows its id already, and then shows it nowhere.
    const reply = (path: string, method: string, status: number, body: unknown, when: string) =>
      control('POST', '/faults', {
        match: { exchange: 'binance', method, path },
        count: method === 'POST' ? 1 : 1000,
        fault: { status, body: JSON.stringify(body), when },
      })
    await reply('/api/v3/order', 'POST', 400, { code: -2010, msg: 'Duplicate order sent.' }, 'after')
    await reply('/api/v3/order', 'GET', 400, { code: -2013, msg: 'Order does not exist.' }, 'before')
    await reply('/api/v3/openOrders', 'GET', 200, [], 'before')
    await reply('/api/v3/allOrders', 'GET', 200, [], 'before')
    await placeLimit('40000')
    await result().getByText('Outcome unknown: do not send this order again').waitFor()
    const badge = page.getByTestId('attention')
    await page.getByRole('button', { name: 'Needs attention: 1' }).waitFor({ timeout: 60_000 })
    await badge.click()
    await page.getByRole('button', { name: 'Orders and brackets to look at: 1' }).click()
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'attention')
    await dialog().getByRole('button', { name: 'Look at it' }).click()
    await dialog().getByRole('cell', { name: 'left to a person' }).waitFor()
    await dialog().getByText('Request as received').click()
    await dialog().getByText('40000').first().waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'attention-order')
    await dialog().getByRole('button', { name: 'Settle by hand…' }).click()
    const settle = dialog().getByRole('button', { name: 'Settle it this way' })
    await dialog().getByLabel('Nothing was placed').check()
    expect(await settle.isDisabled()).toBe(true)
    await dialog().getByLabel('Type SETTLE to confirm').fill('settle')
    expect(await settle.isDisabled()).toBe(true)
    await dialog().getByLabel('Type SETTLE to confirm').fill('SETTLE')
    expect(await settle.isEnabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'settle')
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await control('DELETE', '/faults')
    await dialog().getByRole('button', { name: 'Ask the exchange again' }).click()
    await dialog()
      .getByText(/^Settled: /)
      .waitFor({ timeout: 30_000 })
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Nothing needs your attention.' }).waitFor()
    // The form has followed it to its end.
    await result().getByText('Order accepted').waitFor()
  })
})

describe('cancelling many', () => {
  it('says which orders it means, cancels them and tells what came of each', async () => {
    await placeLimit('41000')
    await result().getByText('Order accepted').waitFor()
    await button('Cancel all…').click()
    const meant = dialog().getByRole('table', { name: 'Orders that would be cancelled' }).locator('tbody tr')
    await eventually(() => meant.count()).toBe(2)
    await dialog().getByLabel('Whose orders').selectOption('bots')
    await dialog().getByText('No such orders are open.').waitFor()
    await dialog().getByLabel('Whose orders').selectOption('everything')
    await eventually(() => meant.count()).toBe(2)
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'cancel-all')
    await dialog().getByRole('button', { name: 'Cancel them (2)' }).click()
    await dialog().getByText('Cancelled: 2').waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, 'cancel-all-result')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.getByText('No open orders.').waitFor()
  })
})

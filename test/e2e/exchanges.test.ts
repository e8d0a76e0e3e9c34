import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { seriousAxeViolations } from './browser.ts'
import { chooseAccount, chooseKind, look, noRedis, openPanel, type OpenPanel, submitButton } from './open-panel.ts'

let panel: OpenPanel
let page: Page
/** Practice exchanges in another process's place: an account there needs a key of its own. */
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

const open = (screen: 'Trade' | 'Accounts'): Promise<void> =>
  page.getByRole('link', { name: screen, exact: true }).click()
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const dialog = (): Locator => page.getByRole('dialog')
const row = (name: string): Locator => page.getByRole('row').filter({ hasText: name })
const ticket = (): Locator => page.locator('section.ticket')
const field = (label: string): Locator => ticket().getByLabel(label, { exact: true })
const result = (): Locator => page.getByTestId('place-result')
const openOrders = (): Locator => page.getByRole('tabpanel').locator('tbody tr')
const accountOf = (exchange: ExchangeName): string => `Practice ${exchangeProfiles[exchange].label}`

/** Opens an account with a key of ours at the practice exchange elsewhere, or changes what that key may do. */
async function openElsewhere(key: object, rights: object): Promise<void> {
  const response = await fetch(`${elsewhere.controlUrl}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...key, ...rights }),
  })
  expect(response.status).toBe(200)
}

/** The form for an account at that exchange, all filled in. */
async function fillIn(
  name: string,
  brokerId: number,
  key: { readonly apiKey: string; readonly secret: string },
): Promise<void> {
  await button('Add an account').click()
  await dialog().getByLabel('Name').fill(name)
  await dialog().getByLabel('Broker id').fill(String(brokerId))
  await dialog().getByLabel('Address of a practice exchange').fill(elsewhere.baseUrls.binance)
  await dialog().getByLabel('API key').fill(key.apiKey)
  await dialog().getByLabel('Secret or private key (PEM)').fill(key.secret)
  await dialog().getByLabel('Keep the key for this run only').check()
}

async function execute(): Promise<void> {
  await submitButton(page).click()
  await button(/^Execute: /).click()
  await result().getByText('Order accepted').waitFor()
  await result().getByRole('button', { name: 'Dismiss' }).click()
}

describe('accounts on every exchange', () => {
  it('are there for practice with two clicks', async () => {
    await open('Accounts')
    await button('Practice accounts for all exchanges').click()
    for (const exchange of exchangeNames)
      await page.getByRole('cell', { name: accountOf(exchange), exact: true }).waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
  })

  it('ask for what each exchange’s keys have', async () => {
    await button('Add an account').click()
    const options = (label: string): Promise<readonly string[]> =>
      dialog().getByLabel(label, { exact: true }).locator('option').allTextContents()
    await dialog().getByLabel('Exchange', { exact: true }).selectOption('Bitget')
    expect(await options('Environment')).toEqual(['Practice', 'Production', 'Demo'])
    expect(await options('Account type')).toEqual(['classic', 'unified'])
    await dialog().getByLabel('Environment', { exact: true }).selectOption('Demo')
    expect(await dialog().getByLabel('Passphrase', { exact: true }).count()).toBe(1)
    expect(await dialog().getByLabel('Account type', { exact: true }).count()).toBe(0)
    expect(await seriousAxeViolations(page)).toEqual([])
    await dialog().getByLabel('Exchange', { exact: true }).selectOption('Kraken')
    expect(await options('Environment')).toEqual(['Practice', 'Production'])
    await dialog().getByLabel('Environment', { exact: true }).selectOption('Production')
    expect(await dialog().getByLabel('Passphrase', { exact: true }).count()).toBe(0)
    expect(await dialog().getByLabel('Secret', { exact: true }).count()).toBe(1)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().waitFor({ state: 'detached' })
  })

  it('take no key that can withdraw until the person accepts it', async () => {
    const key = { apiKey: 'withdrawing-key', secret: 'withdrawing-secret' }
    await openElsewhere(key, { canWithdraw: true })
    await fillIn('Elsewhere', 77, { ...key, secret: 'wrong' })
    const add = dialog().getByRole('button', { name: 'Add an account' })
    await add.click()
    await dialog().getByRole('alert').getByText('Binance refused the API key').waitFor()
    const accept = dialog().getByLabel('I accept the risk')
    expect(await accept.count()).toBe(0)
    await dialog().getByLabel('Secret or private key (PEM)').fill(key.secret)
    await add.click()
    await dialog().getByText('This Binance key can withdraw funds.').waitFor()
    await accept.check()
    expect(await seriousAxeViolations(page)).toEqual([])
    await add.click()
    await dialog().waitFor({ state: 'detached' })
    await row('Elsewhere').getByText('can withdraw (accepted)').waitFor()
    await row('Elsewhere').getByText('any IP address').waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await look(page, 'accounts')
  })

  it('stop using a key that turns out to be able to withdraw, until that is accepted', async () => {
    const key = { apiKey: 'changing-key', secret: 'changing-secret' }
    await openElsewhere(key, {})
    await fillIn('Changing', 78, key)
    await dialog().getByRole('button', { name: 'Add an account' }).click()
    await dialog().waitFor({ state: 'detached' })
    await row('Changing').getByText('can trade', { exact: true }).waitFor()
    await openElsewhere(key, { canWithdraw: true })
    await button('Test Changing').click()
    await dialog().getByText('This key can withdraw funds.').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await row('Changing').getByText('not used', { exact: true }).waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await chooseAccount(page, 'Changing')
    await open('Trade')
    await page.getByText('This Binance key can withdraw funds.').first().waitFor()
    await open('Accounts')
    await button('Use it anyway: the key of Changing').click()
    await row('Changing').getByText('can withdraw (accepted)').waitFor()
    expect(await row('Changing').getByText('not used', { exact: true }).count()).toBe(0)
    await open('Trade')
    await ticket().getByText('BTC/USDT', { exact: true }).waitFor()
  })
})

describe.each(exchangeNames)('on %s', (exchange) => {
  it('places a market and a limit order from the form, and cancels the limit one', async () => {
    await open('Trade')
    await chooseAccount(page, accountOf(exchange))
    await ticket().getByText('BTC/USDT', { exact: true }).waitFor()
    await page.getByTestId('last-price').waitFor()
    await chooseKind(page, 'market')
    const inBase = field('Amount (BTC)')
    if (await inBase.isEnabled()) await inBase.fill('0.01')
    else await field('Total (USDT)').fill('600')
    await execute()
    await chooseKind(page, 'limit')
    await field('Limit price').fill('50000')
    await field('Amount (BTC)').fill('0.01')
    const dryRun = ticket().getByRole('button', { name: 'Dry run at the exchange' })
    if ((await dryRun.count()) > 0) {
      await dryRun.click()
      await ticket().getByText('The exchange would take this order.').waitFor()
    }
    await execute()
    await openOrders().first().getByText('50,000').waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await look(page, `trade-${exchange}`)
    await openOrders()
      .first()
      .getByRole('button', { name: /^Cancel order/ })
      .click()
    await dialog().getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByText('No open orders.').waitFor()
  })
})

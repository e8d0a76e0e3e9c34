import type { PracticeExchanges } from '@aristobot/practice'
import type { Page } from 'playwright-core'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { chooseAccount } from './open-panel.ts'

export const keyOf = { apiKey: 'e2e-key', secret: 'ZTJlLXNlY3JldA==', passphrase: 'e2e-passphrase' }

interface Wanted {
  readonly name: string
  readonly exchange: 'binance' | 'bitget' | 'kraken' | 'kucoin'
  readonly brokerId: number
}

/** Adds an account at a practice exchange whose prices and faults are the test's to order, and chooses it. */
export async function addAccountElsewhere(
  page: Page,
  elsewhere: PracticeExchanges,
  { name, exchange, brokerId }: Wanted,
): Promise<void> {
  const dialog = page.getByRole('dialog')
  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByRole('button', { name: 'Add an account' }).click()
  await dialog.getByLabel('Exchange', { exact: true }).selectOption(exchangeProfiles[exchange].label)
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Broker id').fill(String(brokerId))
  await dialog.getByLabel('Address of a practice exchange').fill(elsewhere.baseUrls[exchange])
  await dialog.getByLabel('API key').fill(keyOf.apiKey)
  await dialog.getByLabel(/^Secret/).fill(keyOf.secret)
  const passphrase = dialog.getByLabel('Passphrase', { exact: true })
  if ((await passphrase.count()) > 0) await passphrase.fill(keyOf.passphrase)
  await dialog.getByLabel('Keep the key for this run only').check()
  await dialog.getByRole('button', { name: 'Add an account' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Trade', exact: true }).click()
  await chooseAccount(page, name)
  await page.locator('section.ticket .panel-head').getByText('BTC/USDT', { exact: true }).waitFor()
  await page.getByTestId('last-price').waitFor()
}

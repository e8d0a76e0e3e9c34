import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Money } from '../../src-shared/money.ts'
import { seriousAxeViolations } from './browser.ts'
import { addAccountElsewhere, keyOf } from './elsewhere.ts'
import {
  callFromPage,
  chooseAccount,
  chooseKind,
  look,
  lookAround,
  noRedis,
  openPanel,
  type OpenPanel,
  submitButton,
} from './open-panel.ts'

/** What a person is told of orders that fill and exits that fire, as they have it in the browser. */

const exchanges = ['binance', 'bitget', 'kucoin', 'kraken'] as const

let panel: OpenPanel
let page: Page
let elsewhere: PracticeExchanges

beforeAll(async () => {
  elsewhere = await startPracticeExchanges({ seed: 'alerts' })
  panel = await openPanel({ redisUrl: noRedis, size: { width: 1280, height: 900 } })
  page = panel.page
  for (const [index, exchange] of exchanges.entries()) {
    elsewhere.openAccount(exchange, keyOf)
    elsewhere.setPrice(exchange, 'BTC/USDT', Money.parse('60000'))
    await addAccountElsewhere(page, elsewhere, { name: `Here ${exchange}`, exchange, brokerId: 90 + index })
  }
})

afterAll(async () => {
  await panel.close()
  await elsewhere.close()
})

/** Nothing on the console, no policy violation, whatever was done. */
afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const toasts = (): Locator => page.locator('.toast')
const ticket = (): Locator => page.locator('section.ticket')
const field = (label: string): Locator => ticket().getByLabel(label, { exact: true })
const eventually = (read: () => unknown, timeout = 20_000) => expect.poll(read, { timeout })

async function buy(price: string, exits: boolean): Promise<void> {
  await chooseKind(page, 'limit')
  await field('Limit price').fill(price)
  await field('Amount (BTC)').fill('0.01')
  if (exits) {
    await field('Stop loss').check()
    await field('Stop-loss trigger price').fill('50000')
  }
  await submitButton(page).click()
  await page.getByRole('button', { name: /^Execute: / }).click()
  await eventually(() => page.getByRole('tabpanel').locator('tbody tr').count()).toBeGreaterThan(0)
}

async function dismissAll(): Promise<void> {
  for (let left = await toasts().count(); left > 0; left = await toasts().count()) {
    await toasts().first().getByRole('button').click()
    await eventually(() => toasts().count()).toBeLessThan(left)
  }
}

describe('alerts', () => {
  it.each(exchanges)(
    'tell of an order on %s that fills, and of its stop-loss with the result, each once',
    async (exchange) => {
      await dismissAll()
      elsewhere.setPrice(exchange, 'BTC/USDT', Money.parse('60000'))
      await chooseAccount(page, `Here ${exchange}`)
      await buy('58000', true)
      // Another account is looked at meanwhile.
      await chooseAccount(page, 'Practice Binance')
      elsewhere.setPrice(exchange, 'BTC/USDT', Money.parse('57900'))
      await eventually(() => toasts().allTextContents()).toEqual([expect.stringContaining(`(Here ${exchange}`)])
      expect(await toasts().first().textContent()).toMatch(
        /^Order filledBTC\/USDT \(Here \w+\): bought 0\.01 BTC at 5[78],\d{3}(\.\d+)? USDT\.$/,
      )
      expect(await toasts().first().getAttribute('role')).toBe('status')
      if (exchange === 'binance') await lookAround(page, 'toast-fill')
      await dismissAll()
      elsewhere.setPrice(exchange, 'BTC/USDT', Money.parse('49900'))
      await eventually(() => toasts().allTextContents(), 40_000).toEqual([expect.stringContaining('Stop-loss filled')])
      // On a busy machine the bracket's end comes after its order's, and changes what the toast says.
      await eventually(() => toasts().first().textContent()).toMatch(
        /^Stop-loss filledStop-loss of BTC\/USDT \(Here \w+\) sold 0\.0\d+ BTC at 49,[89]\d\d(\.\d+)? USDT: bracket exited\.$/,
      )
      if (exchange === 'kucoin') {
        await look(page, 'toast-exit')
        await lookAround(page, 'toast-exit')
      }
      // An order that the exit has become at the exchange is no news of its own: the next exchange would see its toast.
      expect(await toasts().count()).toBe(1)
      await dismissAll()
    },
  )

  it('are not told twice when the page is loaded anew', async () => {
    const asked = page.waitForResponse((response) => response.url().includes('news.list'))
    await page.reload()
    await (await asked).finished()
    await page.getByTestId('last-price').waitFor()
    expect(await toasts().count()).toBe(0)
  })

  it('are chosen in the settings, by keyboard', async () => {
    await page.getByRole('link', { name: 'Settings' }).press('Enter')
    const card = page.getByRole('region', { name: 'Alerts' })
    await card.getByRole('switch', { name: 'Sound' }).press('Space')
    await eventually(() => card.getByRole('switch', { name: 'Sound' }).isChecked()).toBe(true)
    await card.getByRole('switch', { name: 'Filled orders' }).press('Space')
    await eventually(() => card.getByRole('switch', { name: 'Filled orders' }).isChecked()).toBe(false)
    await look(page, 'settings')
    await lookAround(page, 'settings')
    const { value } = JSON.parse(await callFromPage(page, 'app.info', {})) as { value: { alerts: object } }
    expect(value.alerts).toEqual({ fills: false, exits: true, sound: true, desktop: false })
    expect(await seriousAxeViolations(page)).toEqual([])
  })
})

describe('the connections of every account', () => {
  const popover = (): Locator => page.getByRole('dialog', { name: 'Connections' })
  const part = (name: string, which: 'account' | 'market'): Locator =>
    popover().locator(`[data-connections="${name}"] [data-part="${which}"]`)

  it('are shown by the badge in the header, as they are', async () => {
    // A market is followed as long as somebody looks at it.
    await page.getByRole('link', { name: 'Trade', exact: true }).click()
    await chooseAccount(page, 'Here kraken')
    await page.getByTestId('last-price').waitFor()
    await page.getByTestId('connection').click()
    for (const exchange of exchanges)
      await part(`Here ${exchange}`, 'account')
        .getByText(/^last heard \d+ s ago$/)
        .waitFor()
    await part('Here kraken', 'market').getByText('Live', { exact: true }).waitFor()
    await look(page, 'connections')
    await lookAround(page, 'connections')
  })

  it('say what is done about one that is lost', async () => {
    await elsewhere.close()
    await part('Here kraken', 'account')
      .getByText(/^(reconnecting in \d+ s|connecting…)$/)
      .waitFor()
    await part('Here kraken', 'account').getByText('Not live', { exact: true }).waitFor()
    await part('Practice Binance', 'account').getByText('Live', { exact: true }).waitFor()
    await lookAround(page, 'connections-lost')
    await page.keyboard.press('Escape')
    await popover().waitFor({ state: 'detached' })
    panel.takeComplaints()
  })
})

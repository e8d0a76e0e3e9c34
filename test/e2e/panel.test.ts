import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { seriousAxeViolations } from './browser.ts'
import {
  chooseAccount,
  chooseKind,
  documentPicture,
  openPanel,
  type OpenPanel,
  openTab,
  setLook,
  submitButton,
} from './open-panel.ts'

const accountName = 'Paper two'
const brokerId = 42
const userId = 7

let redis: Awaited<ReturnType<typeof startOwnRedis>>
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  redis = await startOwnRedis()
  panel = await openPanel({ redisUrl: `redis://127.0.0.1:${redis.port}/0` })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
  await redis.close()
})

/** Nothing on the console, no policy violation, whatever was done. */
afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const open = (screen: 'Trade' | 'Accounts' | 'Gateway'): Promise<void> =>
  page.getByRole('link', { name: screen, exact: true }).click()
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const ticket = (): Locator => page.locator('section.ticket')
const field = (label: string): Locator => ticket().getByLabel(label, { exact: true })
const result = (): Locator => page.getByTestId('place-result')
const openOrders = (): Locator => page.getByRole('tabpanel').locator('tbody tr')
const balance = (asset: string): Locator => page.locator(`tr[data-asset="${asset}"] td`)

/** Assertions on what becomes true, however slow the machine. */
const eventually = (read: () => unknown) => expect.poll(read, { timeout: 15_000 })

/** The sentence beside an input: what its error element says. */
async function sentenceOf(label: string): Promise<string> {
  const ids = await field(label).getAttribute('aria-describedby')
  const id = ids?.split(' ').find((each) => each.endsWith('-error'))
  return id === undefined ? '' : ((await page.locator(`[id="${id}"]`).textContent()) ?? '')
}

async function execute(): Promise<void> {
  await submitButton(page).click()
  await button(/^Execute: /).click()
}

describe('the panel in a browser', () => {
  it('opens with the one-time address, on a practice account marked as such', async () => {
    await eventually(() => page.title()).toBe('Practice Binance · Trade · Aristobot Exchange Gateway')
    await eventually(() => page.getByTestId('environment-mark').textContent()).toBe('Practice')
    await page.getByText('Redis connected').waitFor()
    await page.getByTestId('last-price').waitFor()
    await openTab(page, 'Balances')
    await balance('USDT').first().waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
  })

  it('lets nobody slip a script or a style into the page', async () => {
    await page.evaluate(`for (const tag of ['script', 'style']) {
      const element = document.createElement(tag)
      element.textContent = tag === 'script' ? 'window.slipped = true' : 'body { display: none }'
      document.body.append(element)
    }`)
    expect(await page.evaluate('[typeof window.slipped, getComputedStyle(document.body).display]')).toEqual([
      'undefined',
      'block',
    ])
    const seen: string[] = []
    await eventually(() => seen.push(...panel.takeComplaints()) && seen.join('\n')).toMatch(
      /CSP script-src[^]*CSP style-src/,
    )
  })

  it('adds an account and tests it', async () => {
    await open('Accounts')
    await button('Add an account').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(accountName)
    await dialog.getByLabel('Broker id').fill('0')
    await dialog.getByLabel('User id').fill(String(userId))
    await dialog.getByText('Broker id must be a whole number greater than 0.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Add an account' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Broker id').fill(String(brokerId))
    await dialog.getByLabel('Redis may').selectOption('trade')
    expect(await seriousAxeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('cell', { name: accountName, exact: true }).waitFor()
    await button(`Test ${accountName}`).click()
    await page.getByText('The exchange accepts this key.').waitFor()
    await page.getByRole('dialog').getByRole('cell', { name: 'USDT' }).waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    // Nothing but a person's choice moves the orders to another account.
    expect(await page.getByTestId('account').textContent()).toContain('Practice Binance')
    await chooseAccount(page, accountName)
    expect(await seriousAxeViolations(page)).toEqual([])
  })

  it('refuses a broker id that is taken, beside its field', async () => {
    await button('Add an account').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Another')
    await dialog.getByLabel('Broker id').fill(String(brokerId))
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await dialog.getByText(`The broker id ${brokerId} already belongs to the account ${accountName}.`).waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  it('finds a symbol with the keyboard alone', async () => {
    await open('Trade')
    const picker = page.getByTestId('market-picker')
    for (const [typed, symbol] of [
      ['eth', 'ETH/USDT'],
      ['btcusdt', 'BTC/USDT'],
    ] as const) {
      await picker.press('Enter')
      await eventually(() => page.evaluate('document.activeElement.placeholder')).toBe('Search…')
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await ticket().getByText(symbol).waitFor()
      await eventually(() => page.evaluate('document.activeElement.dataset.testid')).toBe('market-picker')
    }
  })

  it('buys at market after a confirmation that says everything; the balance changes', async () => {
    await openTab(page, 'Balances')
    const before = await balance('BTC').last().textContent()
    await field('Amount (BTC)').fill('0,05')
    await field('Amount (BTC)').blur()
    expect(await field('Amount (BTC)').inputValue()).toBe('0.05')
    await submitButton(page).click()
    const dialog = page.getByRole('dialog')
    const said = (await dialog.textContent()) ?? ''
    for (const part of [
      accountName,
      'Practice',
      'Buy',
      'BTC/USDT',
      'Market',
      '0.05 BTC',
      'market price',
      'Estimated cost',
    ]) {
      expect(said).toContain(part)
    }
    await eventually(() => page.evaluate('document.activeElement.textContent')).toBe('Go back')
    expect(await seriousAxeViolations(page)).toEqual([])
    await button(/^Execute: /).click()
    await result().getByText('Order accepted').waitFor()
    await result().getByText('Filled', { exact: true }).first().waitFor()
    await eventually(() => balance('BTC').last().textContent()).not.toBe(before)
    await openTab(page, 'Open orders')
    expect(await field('Amount (BTC)').inputValue()).toBe('')
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('buys for an amount in quote', async () => {
    await field('Total (USDT)').fill('60')
    await execute()
    await result().getByText('Order accepted').waitFor()
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('attaches a take-profit and a stop-loss, and cancels both', async () => {
    await field('Amount (BTC)').fill('0.01')
    await field('Take profit').check()
    await field('Take-profit trigger price').fill('1')
    await eventually(() => sentenceOf('Take-profit trigger price')).toMatch(
      /^The field Take-profit trigger is 1; it must be above /,
    )
    await field('Take-profit trigger price').fill('90000')
    await field('Stop loss').check()
    await field('Stop-loss trigger price').fill('40000')
    await ticket()
      .getByText(/^−[\d,.]+ USDT \(−[\d.]+ %\)$/)
      .waitFor()
    await execute()
    await result().getByText('Order accepted').waitFor()
    // The exits sell what arrived: the entry less its fee.
    const exitRow = (text: RegExp): Promise<void> => openOrders().filter({ hasText: text }).waitFor()
    await exitRow(/Take profit.*TP.*Sell.*0\.00999.*90,000/)
    await exitRow(/Stop loss.*SL.*Sell.*0\.00999.*40,000/)
    expect(await seriousAxeViolations(page)).toEqual([])
    await documentPicture(page, 'screenshot')
    await openOrders()
      .first()
      .getByRole('button', { name: /^Cancel order/ })
      .click()
    await page.getByText('the other orders of the list are cancelled with it').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByText('No open orders.').waitFor()
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('protects what is held with an OCO', async () => {
    await ticket().getByText('Sell', { exact: true }).click()
    await chooseKind(page, 'oco')
    await field('Amount (BTC)').fill('0.01')
    await field('Take-profit trigger price').fill('90000')
    await field('Stop-loss trigger price').fill('40000')
    await field('Stop-loss limit price').fill('39900,5')
    await execute()
    await result().getByText('Order accepted').waitFor()
    await openOrders().nth(1).waitFor()
    const rows = (await openOrders().allTextContents()).join('\n')
    expect(rows).toMatch(/TP.*Sell.*0\.01.*90,000/)
    expect(rows).toMatch(/Stop limit.*SL.*Sell.*0\.01.*39,900\.5.*40,000/)
    await openOrders()
      .first()
      .getByRole('button', { name: /^Cancel order/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByText('No open orders.').waitFor()
    await result().getByRole('button', { name: 'Dismiss' }).click()
    await ticket().getByText('Buy', { exact: true }).click()
  })

  it('edits an open order and cancels it', async () => {
    await chooseKind(page, 'limit')
    await field('Limit price').fill('50000')
    await field('Amount (BTC)').fill('0.01')
    await execute()
    await openOrders().first().getByText('50,000').waitFor()
    await openOrders()
      .getByRole('button', { name: /^Edit order/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('New limit price (USDT)').fill('0')
    await dialog.getByText('Limit price must be greater than 0.').waitFor()
    await dialog.getByLabel('New limit price (USDT)').fill('51000')
    await dialog.getByLabel('New limit price (USDT)').press('Enter')
    await dialog.getByText(/^50,000 → 51,000$/).waitFor()
    // Enter pressed twice goes back and sends nothing.
    await eventually(() => page.evaluate('document.activeElement.textContent')).toBe('Go back')
    expect(await seriousAxeViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Change the order: BTC/USDT' }).click()
    await openOrders().first().getByText('51,000').waitFor()
    await openOrders()
      .getByRole('button', { name: /^Cancel order/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByText('No open orders.').waitFor()
    await page.getByRole('tab', { name: 'History' }).click()
    await openOrders().getByText('Cancelled', { exact: true }).first().waitFor()
    await openOrders().getByText('Cancelled here').first().waitFor()
    await page.getByRole('tab', { name: /^Open orders/ }).click()
  })

  it.each([
    ['', 'Amount is required.'],
    ['0', 'Amount must be greater than 0.'],
    ['-1', 'Amount must be greater than 0.'],
    ['NaN', 'Amount must be a decimal number, not “NaN”.'],
    ['1.000.50', 'Amount must be a decimal number, not “1.000.50”.'],
    ['1,0005', 'This could be 10,005 or 1.0005: choose one.'],
    ['1', 'This needs 50,000 USDT'],
    ['1e-30', 'has more decimals than the step 0.00001 of BTC/USDT allows.'],
    ['0.0000001', 'Amount 0.0000001 has more decimals than the step 0.00001 of BTC/USDT allows.'],
    ['0.00001', 'below the minimum of 5 USDT on BTC/USDT'],
    ['99999999', 'above the maximum of'],
  ])('refuses the amount %j beside its field', async (typed, sentence) => {
    await chooseKind(page, 'limit')
    await field('Limit price').fill('50000')
    await field('Amount (BTC)').fill('1')
    await field('Amount (BTC)').fill(typed)
    await eventually(() => sentenceOf('Amount (BTC)')).toContain(sentence)
    expect(await submitButton(page).isDisabled()).toBe(true)
  })

  it('locks the form after an unknown outcome, until the person starts anew', async () => {
    const sent: string[] = []
    const error = {
      class: 'unknown-outcome',
      text: { key: 'order.outcome.unknown', params: { clientOrderId: 'xgptest' } },
      field: null,
      exchange: null,
    }
    await page.route('**/call/orders.place', (route) => {
      sent.push(route.request().postData() ?? '')
      return route.fulfill({
        json: { ok: true, value: { outcome: 'unknown', clientOrderId: 'xgptest', error } },
      })
    })
    await chooseKind(page, 'market')
    await field('Amount (BTC)').fill('0.01')
    await execute()
    await result().getByText('Outcome unknown: do not send this order again').waitFor()
    expect(await submitButton(page).isDisabled()).toBe(true)
    await open('Gateway')
    await open('Trade')
    await result().getByText('Outcome unknown').waitFor()
    expect(await submitButton(page).isDisabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await button('I have checked: start a new order').click()
    await field('Amount (BTC)').fill('0.01')
    await execute()
    await result().getByText('Outcome unknown').waitFor()
    const ids = sent.map((body) => (JSON.parse(body) as { formId: string }).formId)
    expect(new Set(ids).size).toBe(2)
    await page.unroute('**/call/orders.place')
    await button('I have checked: start a new order').click()
  })

  it('follows an unknown outcome until it is known', async () => {
    const error = {
      class: 'unknown-outcome',
      text: { key: 'order.outcome.unknown', params: { clientOrderId: 'x' } },
    }
    await page.route('**/call/orders.place', async (route) => {
      await route.fetch()
      const value = {
        outcome: 'unknown',
        clientOrderId: 'x',
        error: { ...error, field: null, exchange: null },
      }
      await route.fulfill({ json: { ok: true, value } })
    })
    await chooseKind(page, 'market')
    await field('Amount (BTC)').fill('0.01')
    await execute()
    await result().getByText('Order accepted').waitFor()
    await page.unroute('**/call/orders.place')
    expect(await field('Amount (BTC)').inputValue()).toBe('')
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('asks once more about what is out of the ordinary', async () => {
    await chooseKind(page, 'limit')
    await field('Limit price').fill('90,000')
    await field('Amount (BTC)').fill('0.0100')
    await ticket()
      .getByText(/^It may trade at 90,000, /)
      .waitFor()
    await submitButton(page).click()
    expect(await button(/^Execute: /).isDisabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await page.getByRole('dialog').getByRole('checkbox').check()
    expect(await button(/^Execute: /).isEnabled()).toBe(true)
    await button('Go back').click()
    await button('Clear the form').click()
  })

  it('sends no market order on an old price', async () => {
    // As of an exchange that pushes nothing: prices are asked for.
    let pushes = false
    await page.routeWebSocket(/\/events$/, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => {
        const { watch } = JSON.parse(message.toString()) as { readonly watch?: number }
        const refused = { watch, told: { kind: 'state', state: { kind: 'refused', why: 'a test' } } }
        socket.send(pushes || watch === undefined ? message : JSON.stringify(refused))
      })
    })
    await page.reload()
    await page.getByTestId('last-price').waitFor()
    await chooseKind(page, 'market')
    await field('Amount (BTC)').fill('0.01')
    await eventually(() => submitButton(page).isEnabled()).toBe(true)
    // An answer that does not come; taking the route away lets it come.
    await page.route('**/call/market.ticker', () => undefined)
    await ticket().getByText('The price is out of date: no market order until it is current again.').waitFor()
    await page.getByText(/^price \d+ s old$/).waitFor()
    expect(await submitButton(page).isDisabled()).toBe(true)
    expect(await seriousAxeViolations(page)).toEqual([])
    await page.unroute('**/call/market.ticker')
    await eventually(() => submitButton(page).isEnabled()).toBe(true)
    await button('Clear the form').click()
    pushes = true
    await page.reload()
    await page.getByTestId('last-price').waitFor()
  })

  it('speaks French and English, and remembers which', async () => {
    await setLook(page, { language: 'fr' })
    await page.getByRole('tab', { name: 'Soldes' }).waitFor()
    await page.reload()
    await page.getByRole('tab', { name: 'Soldes' }).waitFor()
    await field('Montant (BTC)').fill('0')
    await eventually(() => sentenceOf('Montant (BTC)')).toBe('Montant doit être supérieur à 0.')
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    expect(await seriousAxeViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Réglages' }).click()
    await page.getByLabel('Langue').selectOption('en')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await open('Trade')
  })

  it('is light or dark, and remembers which', async () => {
    const scheme = (): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme')
    await setLook(page, { theme: 'light' })
    await eventually(scheme).toBe('light')
    await page.reload()
    await page.getByTestId('last-price').waitFor()
    expect(await scheme()).toBe('light')
    expect(await seriousAxeViolations(page)).toEqual([])
    await open('Accounts')
    await page.getByRole('cell', { name: accountName, exact: true }).waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await setLook(page, { theme: 'dark' })
    await eventually(scheme).toBe('dark')
  })

  it('shows on the Gateway screen what came over Redis', async () => {
    await open('Gateway')
    await page.getByText('No requests over Redis since the start.').waitFor()
    const client = new Redis(redis.port, '127.0.0.1')
    await client.rpush('exchange_requests', envelope('get_balance', { broker_id: brokerId }))
    await client.rpush('exchange_requests', envelope('no_such_action', { broker_id: brokerId }))
    const row = (action: string): Locator => page.getByRole('row').filter({ hasText: action })
    await row('get_balance').getByText('success').waitFor()
    await row('no_such_action').getByText('The action no_such_action is unknown.').waitFor()
    await client.quit()
    expect(await row('get_balance').textContent()).toContain(accountName)
    expect(await seriousAxeViolations(page)).toEqual([])
    await setLook(page, { theme: 'light' })
    expect(await seriousAxeViolations(page)).toEqual([])
    await setLook(page, { theme: 'dark' })
  })

  it('names a broker that Django asks for in vain, and offers to add it', async () => {
    const client = new Redis(redis.port, '127.0.0.1')
    await client.rpush('exchange_requests', envelope('get_balance', { broker_id: 4711 }))
    await client.quit()
    await page.getByText(/^Django asks for the broker 4711 of the user \d+, which no account here has/).waitFor()
    await button('Add an account for broker 4711').click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Broker id').inputValue()).toBe('4711')
    expect(await dialog.getByLabel('User id').inputValue()).toBe(String(userId))
    await dialog.getByLabel('Name', { exact: true }).fill('From Django')
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await page.getByText('Account From Django added.').waitFor()
    await page.getByText(/^Django asks for the broker 4711/).waitFor({ state: 'detached' })
  })

  it('fits a narrow window', async () => {
    await open('Trade')
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.getByTestId('last-price').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1024)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('removes an account', async () => {
    await open('Accounts')
    await button(`Remove ${accountName}`).click()
    await button('Remove the account').click()
    // Brackets of earlier tests still live: the person is told, and has to say so once more.
    await page.getByText(/live brackets \(\d+\)/).waitFor()
    await page.getByRole('checkbox', { name: /Remove it anyway/ }).check()
    await button('Remove the account').click()
    await page.getByRole('cell', { name: accountName, exact: true }).waitFor({ state: 'detached' })
  })

  it('says what to do in a browser that is not signed in', async () => {
    // Before the cookies go: the page may notice at once, and has no links any more then.
    await open('Gateway')
    await page.context().clearCookies()
    await page.getByRole('heading', { name: 'This page is not signed in' }).waitFor()
    await page.getByText('Open the address printed by the gateway again.').waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    // The browser itself reports the refused requests.
    for (const complaint of panel.takeComplaints()) expect(complaint).toMatch(/401|WebSocket/)
  })
})

/** A request as Django's exchange client writes it. */
function envelope(action: string, params: object): string {
  return JSON.stringify({
    request_id: randomUUID(),
    action,
    params,
    user_id: userId,
    trace_id: null,
    timestamp: process.hrtime()[0],
  })
}

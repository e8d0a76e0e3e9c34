import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Redis } from 'ioredis'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { runCli } from '../cli/spawn-cli.ts'
import { look, openPanel, type OpenPanel, setKillSwitch, setLook, submitButton } from './open-panel.ts'

let redis: Awaited<ReturnType<typeof startOwnRedis>>
let client: Redis
let panel: OpenPanel
let page: Page

beforeAll(async () => {
  redis = await startOwnRedis()
  client = new Redis(redis.port, '127.0.0.1')
  panel = await openPanel({
    redisUrl: `redis://127.0.0.1:${redis.port}/0`,
    size: { width: 1280, height: 800 },
  })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
  await client.quit()
  await redis.close()
})

afterEach(() => {
  expect(panel.takeComplaints()).toEqual([])
})

const open = (screen: 'Trade' | 'Accounts' | 'Journal'): Promise<void> =>
  page.getByRole('link', { name: screen, exact: true }).click()
const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const dialog = (): Locator => page.getByRole('dialog')
const gone = (): Promise<void> => dialog().waitFor({ state: 'detached' })
const ticket = (): Locator => page.locator('section.ticket')
const result = (): Locator => page.getByTestId('place-result')
/** What waits for a person, and in it the orders to approve. */
async function openApprovals(): Promise<void> {
  await page.getByRole('button', { name: 'Needs attention: 1' }).click()
  await button('To approve: 1').click()
}
const standsAt = (state: string): Promise<void> => page.locator(`.kill-switch[data-state="${state}"]`).waitFor()

async function buy(): Promise<void> {
  await open('Trade')
  await ticket().getByLabel('Amount (BTC)', { exact: true }).fill('0.01')
  await submitButton(page).click()
  await button(/^Execute: /).click()
}

/** A bot's purchase for 60 USDT at market, asked for so many seconds ago; resolves to a look at its answer. */
const botBuys = (secondsAgo = 0): Promise<() => Promise<string>> =>
  botPlaces({ side: 'buy', amount: 60 }, null, secondsAgo)

async function botPlaces(order: object, traceId: string | null, secondsAgo = 0): Promise<() => Promise<string>> {
  const id = randomUUID()
  await client.rpush(
    'exchange_requests',
    JSON.stringify({
      request_id: id,
      action: 'place_order',
      params: { broker_id: 1, symbol: 'BTC/USDT', type: 'market', ...order },
      user_id: 1,
      trace_id: traceId,
      timestamp: process.hrtime()[0] - secondsAgo,
    }),
  )
  return async () => (await client.get(`exchange_response_${id}`)) ?? ''
}

describe('the guard in the window', () => {
  it('halts from the header; the form says so and sends nothing', async () => {
    await standsAt('active')
    await setKillSwitch(page, 'Halted')
    await dialog().getByText('Halted: only cancellations go through.').waitFor()
    await look(page, 'halt')
    await dialog().getByRole('button', { name: 'Halt trading' }).click()
    await gone()
    await standsAt('halted')
    await page.getByText('Kill switch: trading is halted, only cancellations go through.').waitFor()
    await open('Trade')
    await ticket().getByLabel('Amount (BTC)', { exact: true }).fill('0.01')
    await ticket().getByText('Held back: the kill switch is halted.').waitFor()
    expect(await submitButton(page).isDisabled()).toBe(true)
    await look(page, 'halted')
  })

  it('lets more through only by the word', async () => {
    await setKillSwitch(page, 'Active')
    const confirm = dialog().getByRole('button', { name: 'Let orders through' })
    for (const wrong of ['', 'active', 'HALTED']) {
      await dialog().getByLabel('Type the word ACTIVE to let more through').fill(wrong)
      expect(await confirm.isDisabled()).toBe(true)
    }
    await look(page, 'loosen')
    await dialog().getByLabel('Type the word ACTIVE to let more through').fill('ACTIVE')
    await confirm.click()
    await gone()
    await standsAt('active')
    await buy()
    await result().getByText('Order accepted').waitFor()
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('shows at once what a terminal sets', async () => {
    const set = (words: readonly string[]): ReturnType<typeof runCli> =>
      runCli(['guard', ...words, '--data', panel.dataFolder], { input: null })
    expect(await set(['reduce'])).toMatchObject({ code: 0 })
    await standsAt('reducing')
    expect(await set(['activate', '--word', 'ACTIVE'])).toMatchObject({ code: 0 })
    await standsAt('active')
  })

  it('sets an account’s limits, and says beside each field what is wrong', async () => {
    await open('Accounts')
    await button(/^Limits of /)
      .first()
      .click()
    await dialog().getByLabel('Largest order').fill('x')
    await dialog().getByText('“x” is not a decimal number.').waitFor()
    await dialog().getByLabel('Largest order').fill('0')
    await dialog().getByText('It must be greater than 0.').waitFor()
    await dialog().getByLabel('Largest order').fill('500')
    await dialog().getByLabel('Orders per minute').fill('0')
    await dialog().getByText('It must be a whole number from 1 to 100,000.').waitFor()
    await dialog().getByLabel('Orders per minute').fill('')
    await dialog().getByLabel('Allowed symbols').fill('btc/usdt, NO/SUCH')
    await dialog().getByText('NO/SUCH is not a symbol of this account.').waitFor()
    expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await look(page, 'limits')
    await dialog().getByLabel('Allowed symbols').fill('btc/usdt')
    await dialog().getByLabel('Ask me above').fill('20')
    await dialog().getByText('Binance has no such feature for this type of account.').waitFor()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await gone()
    await buy()
    await result()
      .getByText(/allows at most 500 USD an order\. Nothing was sent\./)
      .waitFor()
    await result().getByRole('button', { name: 'Dismiss' }).click()
  })

  it('shows a bot’s order above the threshold, and sends it when a person approves', async () => {
    const answer = await botBuys()
    await openApprovals()
    const card = dialog().getByRole('region', { name: /Buy BTC\/USDT/ })
    await card.getByText(/\d+ s left/).waitFor()
    const said = (await card.textContent()) ?? ''
    for (const part of ['60 USDT', '60.00 USD', 'Redis · place_order · 1']) expect(said).toContain(part)
    await look(page, 'approval')
    await card.getByRole('button', { name: 'Approve' }).click()
    expect(await answer()).toBe('')
    await card.getByRole('button', { name: 'Send: Buy BTC/USDT' }).click()
    await dialog().getByText('No orders are waiting.').waitFor()
    await expect.poll(answer, { timeout: 15_000 }).toContain('"success":true')
    await page.keyboard.press('Escape')
    await gone()
  })

  it('refuses one when a person says so', async () => {
    const answer = await botBuys()
    await openApprovals()
    await dialog().getByRole('button', { name: 'Refuse' }).click()
    await dialog().getByText('No orders are waiting.').waitFor()
    await expect.poll(answer, { timeout: 15_000 }).toMatch(/was refused by a person|a été refusé par une personne/)
    await page.keyboard.press('Escape')
    await gone()
    await button('Nothing needs your attention.').waitFor()
  })

  it('takes one away whose sender has stopped waiting, and never sends it', async () => {
    const answer = await botBuys(112)
    await openApprovals()
    await dialog()
      .getByText(/^\d s left$/)
      .waitFor()
    await dialog().getByText('No orders are waiting.').waitFor()
    await expect
      .poll(answer, { timeout: 15_000 })
      .toContain('waited for approval in the panel until its request expired. Nothing was sent.')
    expect(await answer()).toContain('"success":false')
    await page.keyboard.press('Escape')
    await gone()
    await button('Nothing needs your attention.').waitFor()
  })

  it('asks what Terminal 3 means by an amount, and asks no more once the person has said', async () => {
    const answer = await botPlaces({ side: 'sell', amount: 0.005 }, randomUUID())
    await openApprovals()
    const card = dialog().getByRole('region', { name: /Sell BTC\/USDT/ })
    await card.getByText(/may be coins or a value in USDT/).waitFor()
    await look(page, 'which-amount')
    await card.getByRole('button', { name: /^0\.005 BTC \(about/ }).click()
    await card.getByRole('button', { name: 'Send: Sell 0.005 BTC' }).click()
    // It is worth more than the account lets through, too.
    await card.getByRole('button', { name: 'Approve' }).click()
    await card.getByRole('button', { name: 'Send: Sell BTC/USDT' }).click()
    await expect.poll(answer, { timeout: 15_000 }).toContain('"success":true')
    await dialog().getByText('No orders are waiting.').waitFor()
    await page.keyboard.press('Escape')
    await gone()
    const next = await botPlaces({ side: 'sell', amount: 0.0002 }, 'a webhook')
    await expect.poll(next, { timeout: 15_000 }).toContain('"success":true')
    await open('Accounts')
    await button(/^Limits of /)
      .first()
      .click()
    expect(await dialog().getByLabel('Terminal 3 amounts').inputValue()).toBe('coins')
    await page.keyboard.press('Escape')
    await gone()
  })

  it('turns a dead-man timer on only when the person has agreed to what it takes along', async () => {
    await open('Accounts')
    await button('Practice accounts for all exchanges').click()
    await button(/^Limits of .*Kraken/).click()
    await dialog().getByLabel('Cancel orders when this application falls silent').check()
    await dialog()
      .getByText(/Kraken cancels protective stops along with everything else/)
      .waitFor()
    const turnOn = dialog().getByRole('button', { name: 'Turn the timer on' })
    expect(await turnOn.isDisabled()).toBe(true)
    await dialog().getByLabel('I understand that protective orders may be cancelled too').check()
    await dialog().getByLabel('Seconds of silence').fill('0')
    await dialog()
      .getByText(/It must be a whole number from \d+ to \d+\./)
      .waitFor()
    expect(await turnOn.isDisabled()).toBe(true)
    await dialog().getByLabel('Seconds of silence').fill('90')
    await look(page, 'dead-man')
    await turnOn.click()
    await page.getByText(/The dead-man timer of .* is on\./).waitFor()
    await dialog().getByLabel('Cancel orders when this application falls silent').uncheck()
    await dialog().getByRole('button', { name: 'Turn the timer off' }).click()
    await page.getByText(/The dead-man timer of .* is off\./).waitFor()
    await page.keyboard.press('Escape')
    await gone()
  })

  const rows = (): Locator => page.getByRole('table', { name: 'Journal' }).locator('tbody tr')

  it('searches the journal and shows the exchange’s own answer beside ours', async () => {
    await open('Journal')
    await rows().first().waitFor()
    await look(page, 'journal')
    await page.getByLabel('What', { exact: true }).selectOption('guard')
    // Halted and lifted in the window, reduced and lifted from a terminal.
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(4)
    await button('Clear').click()
    await page.getByLabel('What', { exact: true }).selectOption('place')
    await page.getByLabel('Outcome', { exact: true }).selectOption('filled')
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(4)
    await page.getByLabel('Origin', { exact: true }).selectOption('redis')
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(3)
    await rows().getByRole('button', { name: /^View/ }).first().click()
    const raw = dialog().getByRole('region', { name: 'The exchange’s own answer' })
    await raw.getByText('"executedQty"').waitFor()
    await dialog().getByRole('region', { name: 'The outcome in our words' }).getByText('"filled"').first().waitFor()
    await look(page, 'journal-detail')
    await page.keyboard.press('Escape')
    await gone()
    await button('Clear').click()
    await page.getByLabel('Text', { exact: true }).fill('no such thing')
    await page.getByText('No journal entry matches.').waitFor()
    await button('Clear').click()
    await rows().nth(3).waitFor()
  })

  it.each([
    ['Export CSV', 'csv', 'time,updated,line,kind'],
    ['Export JSON lines', 'jsonl', '{"time":"'],
  ])('saves it as a file: %s', async (name, extension, beginning) => {
    const download = page.waitForEvent('download')
    await button(name).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(new RegExp(`^journal-\\d{4}-\\d\\d-\\d\\d\\.${extension}$`))
    expect((await readFile(await file.path(), 'utf8')).startsWith(beginning)).toBe(true)
  })

  it('fits a narrow window, in French', async () => {
    await setLook(page, { language: 'fr' })
    await page.setViewportSize({ width: 800, height: 700 })
    await page.getByRole('heading', { name: 'Journal' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(800)
    await look(page, 'journal-fr-narrow')
    await setKillSwitch(page, 'Arrêté')
    await look(page, 'halt-fr-narrow')
    await page.keyboard.press('Escape')
    await gone()
    await page.getByRole('link', { name: 'Comptes', exact: true }).click()
    await page.getByRole('button', { name: /^Limites de .*Kraken/ }).click()
    await dialog().getByLabel('Annuler les ordres quand cette application se tait').waitFor()
    await look(page, 'limits-fr-narrow')
    await page.keyboard.press('Escape')
    await gone()
  })
})

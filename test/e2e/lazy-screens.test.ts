import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { seriousAxeViolations } from './browser.ts'
import { callFromPage, lookAround, noRedis, openPanel, type OpenPanel } from './open-panel.ts'

let panel: OpenPanel
let page: Page

beforeAll(async () => {
  panel = await openPanel({ redisUrl: noRedis })
  page = panel.page
  await page.addInitScript(`if (sessionStorage.getItem('busy') !== null) window.requestIdleCallback = () => 0`)
})

afterAll(async () => {
  await panel.close()
})

afterEach(async () => {
  await page.unrouteAll()
})

/** The page anew, with scripts that do not come, and never so idle that it would ask for them by itself. */
async function reloadWithout(scripts: string): Promise<void> {
  await page.evaluate(`sessionStorage.setItem('busy', 'yes')`)
  await page.route(scripts, (route) => route.abort())
  await page.reload()
}

describe.each([
  {
    language: 'en',
    link: 'Accounts',
    failed: 'This screen could not be loaded.',
    again: 'Try again',
    heading: 'Accounts',
  },
  {
    language: 'fr',
    link: 'Comptes',
    failed: 'Cet écran n’a pas pu être chargé.',
    again: 'Réessayer',
    heading: 'Comptes',
  },
])('a screen whose script does not come ($language)', ({ language, link, failed, again, heading }) => {
  it('says so, leaves the others alone, and comes once it can', async () => {
    await page.evaluate(`location.hash = '#/trade'`)
    await callFromPage(page, 'settings.set', { language })
    await reloadWithout('**/accounts-screen-*.js')
    await page.getByTestId('last-price').waitFor()
    await page.getByRole('link', { name: link, exact: true }).click()
    await page.getByRole('alert').filter({ hasText: failed }).waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await lookAround(page, `screen-missing-${language}`)
    await callFromPage(page, 'settings.set', { language })

    await page.evaluate(`location.hash = '#/trade'`)
    await page.getByTestId('last-price').waitFor()
    await page.evaluate(`location.hash = '#/accounts'`)
    await page.getByRole('alert').filter({ hasText: failed }).waitFor()

    await page.unrouteAll()
    await page.getByRole('button', { name: again }).click()
    await page.getByRole('region', { name: heading, exact: true }).getByRole('table').waitFor()
    expect(await page.getByRole('alert').filter({ hasText: failed }).count()).toBe(0)
    panel.takeComplaints()
  })

  it('is asked for anew with the page, too', async () => {
    await reloadWithout('**/accounts-screen-*.js')
    await page.getByRole('alert').filter({ hasText: failed }).waitFor()
    await page.unrouteAll()
    await page.getByRole('button', { name: language === 'en' ? 'Reload the page' : 'Recharger la page' }).click()
    await page.getByRole('region', { name: heading, exact: true }).getByRole('table').waitFor()
    panel.takeComplaints()
  })
})

it('the other language comes as soon as its texts can', async () => {
  await callFromPage(page, 'settings.set', { language: 'en' })
  await reloadWithout('**/assets/fr-*.js')
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  await callFromPage(page, 'settings.set', { language: 'fr' })
  await page
    .getByText('The texts of the language that you chose cannot be loaded yet; the window keeps trying.')
    .waitFor()
  await page.unrouteAll()
  await page.getByRole('heading', { name: 'Comptes' }).waitFor()
  await callFromPage(page, 'settings.set', { language: 'en' })
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  panel.takeComplaints()
})

it.each(['**/assets/index-*.js', '**/assets/en-*.js', '**/assets/index-*'])(
  'a page that lacks %s says so in both languages',
  async (scripts) => {
    await reloadWithout(scripts)
    await page.getByText('The panel has not loaded.').waitFor()
    await page.getByText('Le panneau ne s’est pas chargé.').waitFor()
    expect(await seriousAxeViolations(page)).toEqual([])
    await page.unrouteAll()
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.getByTestId('last-price').waitFor()
    panel.takeComplaints()
  },
)

it('once a screen was idle, every other one opens without the gateway’s files', async () => {
  await page.evaluate(`sessionStorage.removeItem('busy')`)
  const loaded: string[] = []
  page.on('requestfinished', (request) => loaded.push(request.url()))
  await page.reload()
  await expect
    .poll(() => loaded.join(' '), { timeout: 15_000 })
    .toMatch(/^(?=.*accounts-screen-)(?=.*journal-screen-)(?=.*gateway-screen-)(?=.*\/fr-)/)
  await page.route('**/assets/*', (route) => route.abort())
  for (const [screen, region] of [
    ['accounts', 'Accounts'],
    ['journal', 'Journal'],
    ['gateway', 'Connection to Redis'],
  ] as const) {
    await page.evaluate(`location.hash = '#/${screen}'`)
    await page.getByRole('region', { name: region, exact: true }).waitFor()
  }
  await callFromPage(page, 'settings.set', { language: 'fr' })
  await page.getByRole('link', { name: 'Comptes', exact: true }).waitFor()
  expect(panel.takeComplaints()).toEqual([])
})

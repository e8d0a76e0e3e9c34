import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { pageSecret } from '../../src-shared/panel-page.ts'
import { colourRules, openBrowser, seriousAxeViolations, type TestBrowser } from './browser.ts'
import { startProduct } from './product.ts'

/** The real product in a real browser, in English and dark, with a data folder of its own. */
export interface OpenPanel extends Pick<TestBrowser, 'takeComplaints'> {
  readonly page: Page
  readonly dataFolder: string
  close(): Promise<void>
}

interface Options {
  readonly redisUrl: string
  readonly size?: { readonly width: number; readonly height: number }
  /** What is in the data folder before the product starts. */
  readonly prepare?: (dataFolder: string) => Promise<void>
}

/** An address where no Redis answers. */
export const noRedis = 'redis://127.0.0.1:1/0'

export async function openPanel({ redisUrl, size, prepare }: Options): Promise<OpenPanel> {
  const folder = await mkdtemp(join(tmpdir(), 'agw-e2e-'))
  const dataFolder = join(folder, 'data')
  if (prepare !== undefined) {
    await mkdir(dataFolder, { mode: 0o700 })
    await prepare(dataFolder)
  }
  const product = await startProduct(dataFolder, redisUrl)
  const browser = await openBrowser(size)
  const close = async (): Promise<void> => {
    await browser.close()
    await product.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const { page } = browser
  page.setDefaultTimeout(15_000)
  try {
    await page.goto(product.url)
    await setLook(page, { theme: 'dark', language: 'en' })
  } catch (error) {
    // Nobody else will end what never came to be a panel.
    await close()
    throw error
  }
  return { page, dataFolder, takeComplaints: () => browser.takeComplaints(), close }
}

/** Nothing serious for axe in either theme; pictures are kept where SCREENSHOTS names a folder. */
export async function look(page: Page, name: string): Promise<void> {
  for (const [theme, rules] of [
    ['light', null],
    ['dark', colourRules],
  ] as const) {
    await page.evaluate(`document.documentElement.setAttribute('data-mantine-color-scheme', '${theme}')`)
    expect(await seriousAxeViolations(page, rules)).toEqual([])
    await picture(page, process.env.SCREENSHOTS, `${name}-${theme}`)
  }
}

/** Looks at a screen in both themes and languages, at a wide and a narrow window, where SCREENSHOTS names a folder. */
export async function lookAround(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return
  const size = page.viewportSize()
  for (const [theme, language, width] of [
    ['dark', 'en', 1280],
    ['light', 'fr', 1280],
    ['light', 'en', 1024],
    ['dark', 'fr', 1024],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await setLook(page, { theme, language })
    await picture(page, process.env.SCREENSHOTS, `${name}-${theme}-${language}-${width}`)
  }
  await setLook(page, { theme: 'dark', language: 'en' })
  if (size !== null) await page.setViewportSize(size)
}

/** Language and theme, as the settings screen sets them. */
export async function setLook(
  page: Page,
  look: { readonly theme?: 'dark' | 'light'; readonly language?: 'en' | 'fr' },
): Promise<void> {
  // The page keeps its secret once it has loaded.
  await page.locator('.shell').waitFor()
  await callFromPage(page, 'settings.set', look)
  const shown = { lang: look.language, 'data-mantine-color-scheme': look.theme }
  for (const [attribute, value] of Object.entries(shown))
    if (value !== undefined) await page.locator(`html[${attribute}="${value}"]`).waitFor({ state: 'attached' })
}

/** Chooses the account that orders go to, by its name. */
export async function chooseAccount(page: Page, name: string): Promise<void> {
  await page.getByTestId('account').click()
  await page.getByRole('menuitemradio').filter({ hasText: name }).click()
  await page.getByTestId('account').filter({ hasText: name }).waitFor()
}

/** Chooses a state of the kill switch, by its name in the menu; a dialog asks. */
export async function setKillSwitch(page: Page, name: string): Promise<void> {
  await page.getByTestId('kill-switch').click()
  await page.getByRole('menuitemradio').filter({ hasText: name }).click()
}

const kindTabs = { market: 'Market', limit: 'Limit', oco: 'More' } as const

/** Chooses a kind of order in the ticket. */
export async function chooseKind(page: Page, kind: keyof typeof kindTabs): Promise<void> {
  const ticket = page.locator('section.ticket')
  await ticket.getByText(kindTabs[kind], { exact: true }).click()
  if (kind === 'oco') await ticket.getByRole('combobox', { name: 'Type' }).selectOption(kind)
}

/** The button that leads to the last look at an order. */
export const submitButton = (page: Page): Locator => page.locator('section.ticket button[type="submit"]')

/** Opens a tab of the strip below: its panel. */
export async function openTab(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name }).click()
  return page.getByRole('tabpanel', { name })
}

/** A call as the page itself makes it, with the secret that it keeps. @returns the answer's JSON text */
export async function callFromPage(page: Page, name: string, input: object): Promise<string> {
  const { header, storageKey } = pageSecret
  const body = JSON.stringify(JSON.stringify(input))
  return page.evaluate<string>(`fetch('/call/${name}', {
    method: 'POST',
    headers: { 'content-type': 'application/json', '${header}': localStorage.getItem('${storageKey}') },
    body: ${body},
  }).then((response) => response.text())`)
}

/** A picture of the documentation: made anew where UPDATE_SCREENSHOT is set. */
export async function documentPicture(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOT === undefined) return
  await picture(page, join(import.meta.dirname, '../../docs'), name)
}

async function picture(page: Page, folder: string | undefined, name: string): Promise<void> {
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

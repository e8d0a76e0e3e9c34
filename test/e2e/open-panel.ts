import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
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
    await page.getByLabel(/^(Language|Langue)$/).selectOption('en')
    await page.getByLabel(/^(Theme|Thème)$/).selectOption('dark')
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
    await choose(page, theme, language)
    await picture(page, process.env.SCREENSHOTS, `${name}-${theme}-${language}-${width}`)
  }
  await choose(page, 'dark', 'en')
  if (size !== null) await page.setViewportSize(size)
}

/** As the header's selects do, which a dialog covers. */
async function choose(page: Page, theme: 'dark' | 'light', language: 'en' | 'fr'): Promise<void> {
  await callFromPage(page, 'settings.set', { theme, language })
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' })
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' })
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

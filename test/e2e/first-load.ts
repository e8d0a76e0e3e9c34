import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'

export interface FirstLoad {
  readonly responses: readonly Response[]
  /** The scripts among them: path, and bytes as small as gzip gets them, whatever form they came in. */
  readonly scripts: readonly { readonly path: string; readonly gzipBytes: number }[]
  /** From the navigation until an amount can be typed, ms. */
  readonly usableMs: number
}

/**
 * Opens the trade screen anew, with nothing in the browser's cache, in English: what it loads until an order can be
 * typed, and not what comes afterwards while nothing is to do.
 */
export async function firstLoad(page: Page): Promise<FirstLoad> {
  const { origin } = new URL(page.url())
  const debug = await page.context().newCDPSession(page)
  await debug.send('Network.enable')
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.addInitScript('window.requestIdleCallback = () => 0')
  // Nothing that the page before still asks for is counted.
  await page.goto('about:blank')
  const responses: Response[] = []
  const keep = (response: Response): void => void responses.push(response)
  page.on('response', keep)
  const begun = performance.now()
  await page.goto(origin, { waitUntil: 'commit' })
  await page
    .locator('section.ticket')
    .getByLabel(/^Amount \(/)
    .waitFor()
  const usableMs = performance.now() - begun
  page.off('response', keep)
  const scripts = await Promise.all(
    responses
      .filter((each) => each.url().endsWith('.js'))
      .map(async (response) => ({
        path: new URL(response.url()).pathname,
        gzipBytes: gzipSync(await response.body(), { level: 9 }).length,
      })),
  )
  await debug.detach()
  return { responses, scripts, usableMs }
}

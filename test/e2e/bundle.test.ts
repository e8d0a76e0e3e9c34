import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FirstLoad, firstLoad } from './first-load.ts'
import { noRedis, openPanel, type OpenPanel } from './open-panel.ts'
import { outFolder } from './product.ts'

const assets = join(outFolder, 'renderer/assets')
const mantineStyles = join(import.meta.dirname, '../../node_modules/@mantine/core/styles')
/** What a browser loads before an order can be typed, of scripts, gzip as small as it gets. */
const mostScriptBytes = 330_000

let panel: OpenPanel
let page: Page

beforeAll(async () => {
  panel = await openPanel({ redisUrl: noRedis })
  page = panel.page
})

afterAll(async () => {
  await panel.close()
})

describe('the first load of the trade screen', () => {
  let loaded: FirstLoad

  beforeAll(async () => {
    loaded = await firstLoad(page)
  })

  it(`has at most ${mostScriptBytes} bytes of script, gzip`, () => {
    const total = loaded.scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)
    const each = loaded.scripts.map(({ path, gzipBytes }) => `${path} ${gzipBytes}`).join('\n')
    expect(total, each).toBeLessThanOrEqual(mostScriptBytes)
    expect(total, each).toBeGreaterThan(100_000)
  })

  it('comes compressed, and is kept by the name of its content', async () => {
    expect(loaded.scripts.length).toBeGreaterThan(2)
    for (const response of loaded.responses.filter((each) => /\.(?:js|css)$/.test(each.url()))) {
      const size = (await response.body()).length
      const headers = await response.allHeaders()
      expect(headers).toMatchObject({
        vary: 'Accept-Encoding',
        'cache-control': 'private, max-age=31536000, immutable',
      })
      expect(headers['content-encoding'], response.url()).toBe(size < 1024 ? undefined : 'br')
    }
  })

  it('has none of what only charts, other screens and the other language need', () => {
    const names = loaded.scripts.map(({ path }) => path).join(' ')
    expect(names).toMatch(/\/en-/)
    expect(names).not.toMatch(/\/fr-|chart-|accounts-screen|journal-screen|gateway-screen/)
  })
})

describe('the built files', () => {
  it.each([
    ['.br', brotliDecompressSync],
    ['.gz', gunzipSync],
  ] as const)('in their form %s are the files themselves', async (suffix, unpack) => {
    const names = (await readdir(assets)).filter((name) => name.endsWith(suffix))
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      const plain = await readFile(join(assets, name.slice(0, -suffix.length)))
      expect(unpack(await readFile(join(assets, name))).equals(plain), name).toBe(true)
    }
  })

  it('have the styles of each part of Mantine that they draw', async () => {
    const names = await readdir(assets)
    const text = async (extension: string): Promise<string> =>
      (
        await Promise.all(
          names.filter((name) => name.endsWith(extension)).map((name) => readFile(join(assets, name), 'utf8')),
        )
      ).join('\n')
    const [script, styles] = [await text('.js'), await text('.css')]
    const missing = new Set(
      [...script.matchAll(/\bm_[0-9a-f]{6,8}\b/g)].map(([name]) => name).filter((name) => !styles.includes(name)),
    )
    const lacking: string[] = []
    for (const file of (await readdir(mantineStyles)).filter((name) => name.endsWith('.layer.css'))) {
      const own = await readFile(join(mantineStyles, file), 'utf8')
      if ([...missing].some((name) => own.includes(`.${name}`))) lacking.push(file.replace('.layer.css', ''))
    }
    // `Checkbox.Card` and `Radio.Card`, which come with Checkbox and Radio and are drawn nowhere.
    expect(lacking.sort()).toEqual(['CheckboxCard', 'RadioCard'])
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { openBrowser } from './browser.ts'

const root = join(import.meta.dirname, '..', '..')

/** The sources, to be changed. */
async function copyOfTheProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'agw-dev-'))
  onTestFinished(() => rm(copy, { recursive: true, force: true }))
  for (const name of ['package.json', 'src-main', 'src-shared', 'src-renderer', 'scripts'])
    await cp(join(root, name), join(copy, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

async function replaceIn(path: string, old: string, next: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  expect(text).toContain(old)
  await writeFile(path, text.replace(old, next))
}

test('npm run dev brings a change into the open page, and a change of the gateway behind it', async () => {
  const copy = await copyOfTheProject()
  const dev = spawn(process.execPath, [join(copy, 'scripts/dev/main.ts'), '--browser', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(dev, 'exit')
  onTestFinished(async () => {
    dev.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: dev.stdout }).on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  const printed = (pattern: RegExp, times = 1): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = lines.filter((line) => pattern.test(line))
        if (found.length >= times) resolve(found.at(-1) ?? '')
      }
      waiting.add(look)
      look()
    })

  const address = await printed(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/)
  await printed(/The gateway serves/)
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const { page } = browser
  await page.goto(address)
  await page.locator('a[href="#/gateway"]').click()
  await page.getByText('version 0.1.0', { exact: true }).waitFor()
  // Stays as long as the page is not loaded anew.
  await page.evaluate('window.samePage = true')

  await replaceIn(
    join(copy, 'src-renderer/shell/shell.tsx'),
    '<div className="shell"',
    '<div id="changed" className="shell"',
  )
  await page.locator('#changed').waitFor()
  expect(lines.filter((line) => line.includes('The gateway serves'))).toHaveLength(1)

  await replaceIn(join(copy, 'package.json'), '"version": "0.1.0"', '"version": "0.1.1"')
  await printed(/The gateway serves/, 2)
  await page.getByText('version 0.1.1', { exact: true }).waitFor()
  expect(await page.evaluate('window.samePage')).toBe(true)
})

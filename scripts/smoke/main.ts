// The smoke run's own entry: the product's entry as it is, and an eye on the window that it opens. Never part of the
// product.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { app, type Menu, Tray, type WebContents } from 'electron'

const folder = process.env.SMOKE_OUTPUT ?? '.'
const violations: string[] = []

/** What the tray's menu last said. */
let trayLabels: readonly string[] = []
const setContextMenu: (menu: Menu | null) => void = Reflect.get(Tray.prototype, 'setContextMenu')
Tray.prototype.setContextMenu = function (menu) {
  trayLabels = menu?.items.map(({ label }) => label) ?? []
  setContextMenu.call(this, menu)
}

app.on('web-contents-created', (_event, contents) => {
  // The message's place in the arguments changed between Electron's versions; both forms are looked through.
  contents.on('console-message', (...details: readonly unknown[]) => {
    const text = details.map((each) => (typeof each === 'string' ? each : '')).join(' ')
    const { message } = (details[0] ?? {}) as { readonly message?: unknown }
    violations.push(typeof message === 'string' ? message : text)
  })
  contents.once('did-finish-load', () => void look(contents))
})

/** What is asked in the page; each answer is JSON. */
const questions = {
  url: 'location.href',
  exposed: 'Object.keys(window.aristobot).sort()',
  noNode: '[typeof require, typeof process, typeof module]',
  info: `window.aristobot.call('app.info', {})`,
  accounts: `window.aristobot.call('accounts.list', {})`,
  unknown: `window.aristobot.call('no.such.call', {})`,
  badInput: `window.aristobot.call('accounts.test', { accountId: 5 })`,
  uncloneable: `window.aristobot.call('app.info', { f: () => 1 })`,
  fetchOutside: `fetch('https://example.com/').then(() => 'reached', () => 'refused')`,
  popup: `String(window.open('https://example.com/'))`,
  event: `new Promise((resolve) => { window.aristobot.subscribe((event) => resolve(event.type)); void window.aristobot.call('settings.set', { theme: 'dark' }) })`,
  text: `new Promise((resolve) => { const look = () => document.body.innerText.length > 200 ? resolve(document.body.innerText) : requestAnimationFrame(look); look() })`,
}

/** A question that is never answered must not keep the others from being asked. */
const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), 10_000))

async function look(contents: WebContents): Promise<void> {
  const answers: Record<string, unknown> = {}
  for (const [name, question] of Object.entries(questions)) {
    try {
      answers[name] = await Promise.race([contents.executeJavaScript(question), tooLate()])
    } catch (error) {
      answers[name] = { thrown: String(error) }
    }
  }
  // A navigation away must be refused: the address is the same afterwards.
  await contents.executeJavaScript(`location.href = 'https://example.com/'`).catch(() => undefined)
  await contents.executeJavaScript('new Promise((resolve) => setTimeout(resolve, 1500))').catch(() => undefined)
  const image = await contents.capturePage()
  writeFileSync(join(folder, 'window.png'), image.toPNG())
  const report = {
    ...answers,
    urlAfterNavigation: contents.getURL(),
    console: violations,
    tray: trayLabels,
    electron: process.versions.electron,
  }
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report, null, 2))
  app.quit()
}

// The sandbox cannot be on for root and in most containers, where --no-sandbox is given: it would fight this for it.
if (app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox = () => undefined

// Last, and a file of its own that no bundler moves up, so that nothing of the product runs before this file looks.
createRequire(import.meta.url)('./product.js')

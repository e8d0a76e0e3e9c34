import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** How long the file that redirects stays: as long as a slow machine takes to start its browser. */
const fileStaysMs = 60_000

/** Whether a browser could show itself: somebody sits here. */
export function mayOpenBrowser(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (environment.CI) return false
  return platform !== 'linux' || Boolean(environment.DISPLAY ?? environment.WAYLAND_DISPLAY)
}

/**
 * Opens an address in the person's browser. Other users of this machine see what programs are started with, and a
 * one-time address works for whoever comes first: so the browser is given a file that only this user can read, which
 * leads there. Where that fails, the printed address is still there.
 * @returns how to take the file away before its time is over
 */
export function openBrowser(
  url: string,
  dataFolder: string,
  start: (address: string) => unknown = startOpener,
): () => void {
  const path = join(dataFolder, 'open-panel.html')
  const remove = (): void => rmSync(path, { force: true })
  try {
    // A file that is there keeps its rights: this is a new one.
    remove()
    writeFileSync(path, pageThatLeadsTo(url), { mode: 0o600, flag: 'wx' })
  } catch {
    return remove
  }
  start(pathToFileURL(path).href)
  const timer = setTimeout(remove, fileStaysMs)
  timer.unref()
  return () => {
    clearTimeout(timer)
    remove()
  }
}

/** @param url ours: nothing in it that HTML would read otherwise */
const pageThatLeadsTo = (url: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
  `<meta http-equiv="refresh" content="0;url=${url}"><title>Aristobot Exchange Gateway</title><a href="${url}">Aristobot Exchange Gateway</a>`

function startOpener(address: string): void {
  const [program, ...prefix] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...prefix, address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type FileLock, tryLock } from '../infra/file-lock.ts'

const downloadLimitMs = 10 * 60_000
const reachLimitMs = 5000
/** How long the installer may still take when the download server does not answer: the archive may be in its cache. */
const cacheGraceMs = 8000

/** Why Electron's window cannot open here whatever is installed, or null. The end of a sentence. */
export function windowProblem(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  userId: number | null,
): string | null {
  if (platform !== 'linux') return null
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY)
    return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  // Chromium refuses root with its sandbox on, and its sandbox stays on.
  if (userId === 0) return 'Electron keeps its sandbox on and therefore does not run as root'
  return null
}

/**
 * Path of Electron's executable, or null where the runtime is not installed: the npm package brings only a launcher.
 */
export function installedElectron(): string | null {
  const folder = packageFolder()
  if (folder === null) return null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const name = read(join(folder, 'path.txt'))
  if (override !== undefined && override !== '') return existing(join(override, name ?? 'electron'))
  const version = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
  // The installer writes these two last: without them, the folder holds half a runtime.
  if (name === null || read(join(folder, 'dist', 'version'))?.replace(/^v/, '') !== version) return null
  return existing(join(folder, 'dist', name))
}

/**
 * Downloads the runtime with Electron's own installer (checksums verified). Gives up soon where the download server
 * cannot be reached, and after ten minutes in any case. @returns the executable, or null.
 */
export async function downloadElectron(say: (line: string) => void): Promise<string | null> {
  const folder = packageFolder()
  if (folder === null) return null
  const lock = installingLock(folder)
  if (lock === null) return null
  try {
    const installer = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
    const ended = new Promise<boolean>((resolve) => {
      installer.once('error', () => resolve(false))
      installer.once('exit', (code) => resolve(code === 0))
    })
    const bounds = new AbortController()
    void bound(installer, bounds.signal, say)
    const installed = await ended
    bounds.abort()
    return installed ? installedElectron() : null
  } catch {
    return null
  } finally {
    lock.release()
  }
}

/** null: somebody else installs it, or it is not ours to install. */
function installingLock(folder: string): FileLock | null {
  try {
    return tryLock(join(folder, '.installing.lock'))
  } catch {
    return null
  }
}

async function bound(installer: ChildProcess, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const reachable = await isReachable()
  if (signal.aborted) return
  if (reachable) say('Downloading Electron’s runtime, once (about 110 MB)…')
  const limit = setTimeout(() => installer.kill('SIGKILL'), reachable ? downloadLimitMs : cacheGraceMs)
  signal.addEventListener('abort', () => clearTimeout(limit))
}

/** Whether the place that runtimes come from answers at all. */
async function isReachable(): Promise<boolean> {
  const mirror = process.env.npm_config_electron_mirror ?? process.env.ELECTRON_MIRROR
  // Node's fetch does not know proxies unless told: then only the installer can find out.
  if (process.env.ELECTRON_GET_USE_PROXY || process.env.NODE_USE_ENV_PROXY) return true
  try {
    const address = mirror ?? 'https://github.com/electron/electron/releases/'
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(reachLimitMs) })
    return true
  } catch {
    return false
  }
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

const existing = (path: string): string | null => (existsSync(path) ? path : null)

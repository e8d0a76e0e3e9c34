import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allText } from '../support/temporary-folder.ts'

/**
 * A real gnome-keyring in a D-Bus session of its own, in a home of its own: nothing of this machine's user is touched.
 */

const run = promisify(execFile)
const script = join(import.meta.dirname, 'vault-session.ts')
const secret = `canary-${randomBytes(12).toString('hex')}`
const service = `Aristobot test ${randomUUID()}`
let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'agw-keychain-'))
  for (const name of ['run', 'data', 'config', 'cache']) mkdirSync(join(home, name), { mode: 0o700 })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  }
}

async function report(command: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(command, args, { env: environment(), timeout: 50_000 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
}

/** Runs a step inside a new D-Bus session with the home's keyring unlocked; the session and its daemon end with it. */
function inSession(step: string): Promise<Record<string, unknown>> {
  const shell = `printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    exec "$@"`
  const node = [process.execPath, script, step, service, secret]
  return report('dbus-run-session', ['--', 'bash', '-c', shell, 'bash', ...node])
}

describe('vault on gnome-keyring', () => {
  test('a key outlives the session in the keyring, encrypted, and is gone once removed', async () => {
    const stored = await inSession('store')
    expect(stored).toMatchObject({ availability: { available: true, reason: null }, state: 'keychain' })
    expect(JSON.parse(String(stored.inSecretService))).toEqual({
      apiKey: 'key-1',
      secret,
      passphrase: 'words',
    })
    expect(allText(home)).not.toContain(secret)

    // Another session, another daemon: kernel keys of the first would be gone or found below.
    const read = await inSession('read')
    expect(read).toMatchObject({
      failures: [],
      state: 'keychain',
      other: 'missing',
      key: { apiKey: 'key-1', kind: 'hmac', secret, passphrase: 'words' },
    })
    expect(String(read.inKernel)).not.toContain(secret)

    expect(await inSession('remove')).toEqual({ state: 'missing', inSecretService: null })
    expect(await inSession('read')).toMatchObject({ state: 'missing', failures: [] })
  })

  test('another secret text, as Redis’s passwords, outlives the session too, and goes when it is taken back', async () => {
    expect(await inSession('store-text')).toEqual({ state: 'keychain' })
    expect(allText(home)).not.toContain(secret)
    const told = { unreadable: null, state: 'keychain', text: secret, after: 'missing' }
    expect(await inSession('read-text')).toEqual(told)
    expect(await inSession('read-text')).toEqual({ ...told, state: 'missing', text: null })
  })

  test('without D-Bus the vault says so at once, refuses to keep a key, and leaves nothing on disk or in the kernel', async () => {
    const without = await report(process.execPath, [script, 'without', service, secret])
    expect(without).toMatchObject({
      availability: { available: false, reason: '@keychain.no_session_bus' },
      refused: 'keychain.unavailable',
      state: 'this_run_only',
    })
    expect(without.openedInMs).toBeLessThan(2000)
    expect(String(without.inKernel)).not.toContain(secret)
    expect(allText(home)).not.toContain(secret)
  })

  test('a keychain that nobody unlocks does not hold the gateway up', async () => {
    const node = [process.execPath, script, 'without', service, secret]
    const locked = await report('dbus-run-session', ['--', ...node])
    expect(locked).toMatchObject({ availability: { available: false }, refused: 'keychain.unavailable' })
    expect(locked.openedInMs).toBeLessThan(10_000)
    expect(allText(home)).not.toContain(secret)
  })
})

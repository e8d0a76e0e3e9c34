import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A real gnome-keyring on a D-Bus of its own, in a home of its own: nothing of this machine's user is touched. */
export interface Keyring {
  /** What a process needs to find it. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** Lives until standard input ends. */
const session = `printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
  echo "$DBUS_SESSION_BUS_ADDRESS"
  exec cat >/dev/null`

export async function startKeyring(): Promise<Keyring> {
  const home = await mkdtemp(join(tmpdir(), 'agw-faults-home-'))
  const names = {
    XDG_RUNTIME_DIR: 'run',
    XDG_CONFIG_HOME: 'config',
    XDG_CACHE_HOME: 'cache',
    XDG_DATA_HOME: 'data',
  }
  const folders = Object.fromEntries(Object.entries(names).map(([name, folder]) => [name, join(home, folder)]))
  for (const folder of Object.values(folders)) await mkdir(folder, { mode: 0o700 })
  const homes = { HOME: home, ...folders }
  const child = spawn('dbus-run-session', ['--', 'bash', '-c', session], {
    env: { PATH: process.env.PATH, ...homes },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = once(child, 'close')
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  child.once('error', reject)
  child.once('close', () => reject(new Error('no D-Bus session or no gnome-keyring could be started')))
  createInterface({ input: child.stdout }).once('line', resolve)
  return {
    env: { ...homes, DBUS_SESSION_BUS_ADDRESS: await promise },
    async close() {
      child.stdin.end()
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

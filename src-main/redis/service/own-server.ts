import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const host = '127.0.0.1'
const readyTimeoutMs = 10_000
const pollMs = 25
const stopTimeoutMs = 5_000

/**
 * Keeps redis-server ($@) alive no longer than its parent: standard input is a pipe from the gateway, which the system
 * closes when the gateway ends, however it ends. Prints the server's process id first, ends with the server and takes
 * its folder along.
 */
const keeper = `"$@" </dev/null >&2 &
pid=$!
echo "$pid"
exec 3<&0
( cat <&3 >/dev/null; kill "$pid" 2>/dev/null ) >/dev/null 2>&1 &
wait "$pid"
cd / && rm -rf -- "\${REDIS_FOLDER:?}"
`

/** The machine's own redis-server while the gateway runs. */
export interface OwnRedisServer {
  readonly host: string
  readonly port: number
  /** The process id of redis-server itself. */
  readonly pid: number
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Stops the server and removes its folder. */
  close(): Promise<void>
}

/** Where the machine's redis-server is; null when it has none in its PATH. */
export function findRedisServer(path: string = process.env.PATH ?? ''): string | null {
  const folders = [...path.split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
  for (const folder of folders) {
    const file = join(folder, 'redis-server')
    try {
      if (folder !== '') accessSync(file, constants.X_OK)
      else continue
      return file
    } catch {
      continue
    }
  }
  return null
}

/** Whether a Redis answers there within `timeoutMs`, be it with a demand for a password. */
export async function probeRedis(atHost: string, port: number, timeoutMs: number): Promise<boolean> {
  const reply = await ask(atHost, port, 'PING\r\n', timeoutMs)
  return reply !== null && /^(?:\+PONG|-NOAUTH|-NOPERM|-LOADING|-DENIED|-MASTERDOWN)/.test(reply)
}

/**
 * Starts redis-server on loopback with nothing kept on disk, in a private temporary folder. It dies with this process,
 * even when that is killed. @throws Error with the server's own words when there is none, or it does not come up
 */
export async function startOwnRedis(
  options: { readonly port?: number; readonly executable?: string } = {},
): Promise<OwnRedisServer> {
  const executable = options.executable ?? findRedisServer()
  if (executable === null) throw new Error('redis-server is not installed')
  const port = options.port ?? (await freePort())
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-redis-'))
  const settings = ['--bind', host, '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no']
  const child = spawn('/bin/sh', ['-c', keeper, 'redis-keeper', executable, ...settings, '--daemonize', 'no'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    cwd: folder,
    env: { ...process.env, REDIS_FOLDER: folder },
  })
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close').then(() => undefined)
  const words = lastWords(child)
  const close = async (): Promise<void> => {
    child.stdin.end()
    const killer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, stopTimeoutMs)
    await ended
    clearTimeout(killer)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const pid = await firstLine(child, ended)
    await ready(port, pid, ended)
    return { host, port, pid, ended, close }
  } catch (error) {
    await close()
    throw new Error(`redis-server did not start: ${words()}`, { cause: error })
  }
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Waits until the server that answers at the port is the one we started. */
async function ready(port: number, pid: number, ended: Promise<void>): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs
  while (Date.now() < deadline) {
    const reply = await ask(host, port, 'INFO server\r\n', readyTimeoutMs)
    if (reply !== null && new RegExp(`^process_id:${pid}\\r?$`, 'm').test(reply)) return
    const gone = await Promise.race([ended.then(() => true), delay(pollMs).then(() => false)])
    if (gone) throw new Error('redis-server ended')
  }
  throw new Error('redis-server does not answer')
}

async function firstLine(child: ChildProcess, ended: Promise<void>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
    if (text.includes('\n')) resolve(Number.parseInt(text, 10))
  })
  const failed = ended.then(() => {
    throw new Error('ended at once')
  })
  return Promise.race([promise, failed])
}

/** The last lines that the server printed. */
function lastWords(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-2_000)
  })
  child.on('error', (error) => {
    text += error.message
  })
  return () => text.trim().split('\n').slice(-3).join(' ').trim() || 'no message'
}

/** Sends one inline command. @returns the beginning of the reply, or null when none came in time */
function ask(atHost: string, port: number, command: string, timeoutMs: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const socket = connect({ host: atHost, port })
  const timer = setTimeout(() => socket.destroy(), timeoutMs)
  socket.once('connect', () => socket.write(command))
  socket.once('data', (chunk: Buffer) => {
    resolve(chunk.toString('utf8'))
    socket.destroy()
  })
  socket.on('error', () => undefined)
  socket.once('close', () => {
    clearTimeout(timer)
    resolve(null)
  })
  return promise
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

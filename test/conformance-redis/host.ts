import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Column } from './columns.ts'
import { userId } from './columns.ts'

/**
 * The built command line: the gateway is only ever met as a process. PRODUCT_OUT lets a copy be tested, as in test/e2e.
 */
const cli = join(resolve(process.env.PRODUCT_OUT ?? join(import.meta.dirname, '../../out')), 'main/cli.js')

/** A Redis, and a gateway on it with an account on each column's practice exchange. */
export interface Host {
  readonly redisPort: number
  /** Whether the gateway publishes what happens in its accounts. */
  readonly tellsEvents: boolean
  /** Moves a price of a practice exchange. */
  setPrice(exchange: string, symbol: string, price: number): Promise<void>
  close(): Promise<void>
}

export async function startHost(columns: readonly Column[], tellsEvents: boolean): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-conformance-'))
  const redisPort = await freePort()
  const words = ['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const redis = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const children: ChildProcess[] = [redis]
  const close = async (): Promise<void> => {
    for (const child of children.toReversed()) await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await line(redis, /Ready to accept connections/)
    const data = join(folder, 'data')
    for (const column of columns) await addAccount(column, data)
    if (tellsEvents) await writeFile(join(data, 'settings.json'), JSON.stringify({ exchangeEvents: 10_000 }))
    const gateway = node(['gateway', '--data', data, '--redis', `redis://127.0.0.1:${redisPort}`])
    children.push(gateway)
    const ready = JSON.parse(await line(gateway, /"ready":true/)) as {
      readonly practiceUrls: Readonly<Record<string, string>>
    }
    const [url] = Object.values(ready.practiceUrls)
    if (url === undefined) throw new Error('the gateway runs no practice exchange')
    const control = new URL('/control/price', url)
    return {
      redisPort,
      tellsEvents,
      async setPrice(exchange, symbol, price) {
        const body = JSON.stringify({ exchange, symbol, price: String(price) })
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(control, { method: 'POST', headers, body })
        if (!response.ok) throw new Error(`the price was not moved: ${await response.text()}`)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** No keychain, no screen, no Redis but ours: what is needed is said on the command line. */
function node(words: readonly string[]): ChildProcess {
  const { REDIS_HOST: _host, REDIS_PORT: _port, ...env } = process.env
  return spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function addAccount({ id, exchange, kind, brokerId }: Column, data: string): Promise<void> {
  const words = ['account', 'add', '--data', data, '--exchange', exchange, '--name', id, '--practice']
  words.push('--broker-id', String(brokerId), '--user-id', String(userId))
  if (kind !== null) words.push('--practice-kind', kind)
  const child = node(words)
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the account ${id} was not added: ${said}`)
}

/** The first line of a process that fits. @throws when it ends before */
function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.once('error', reject)
  child.once('close', (code) => reject(new Error(`ended with ${String(code)}: ${errors}`)))
  if (child.stdout === null) throw new Error('no standard output')
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (pattern.test(text)) resolve(text)
  })
  return promise
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await closed
  clearTimeout(killer)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { freePort } from '../../../src-main/redis/service/own-server.ts'
import { until } from '../../support/until.ts'

const run = promisify(execFile)

/** What README.md asks of a login. */
export const documentedRights = [
  '~exchange_requests*',
  '~exchange_response_*',
  '~exchange_events*',
  '~terminal_heartbeat:*',
  '~asgi*',
  '~kraken_*',
  '+@read',
  '+@write',
  '+@connection',
  '+@transaction',
  '+eval',
  '+role',
  '+info',
]

/** A redis-server with whatever options, in a folder of its own. */
export interface Server extends AsyncDisposable {
  readonly port: number
  /** As `kill -9`. */
  kill(): Promise<void>
}

interface Launch {
  readonly port: number
  readonly words: readonly string[]
  /** Lines of a configuration file, which Sentinel insists on. */
  readonly file?: readonly string[]
}

async function startServer({ port, words, file }: Launch): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-variant-'))
  if (file !== undefined) await writeFile(join(folder, 'redis.conf'), file.join('\n'))
  const all = [...(file === undefined ? [] : [join(folder, 'redis.conf')]), '--bind', '127.0.0.1']
  all.push('--dir', folder, ...words)
  const child = spawn('redis-server', all, { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await closed
    await rm(folder, { recursive: true, force: true })
  }
  const { promise: ready, resolve, reject } = Promise.withResolvers<undefined>()
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line)
    if (/Ready to accept connections|Sentinel ID is|monitor master/.test(line)) resolve(undefined)
  })
  void closed.then(() => reject(new Error(`redis-server ended: ${said.slice(-5).join('\n')}`)))
  await ready
  return { port, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') }
}

/** A plain server with options of its own. */
export async function startPlain(...words: string[]): Promise<Server> {
  const port = await freePort()
  return startServer({ port, words: ['--port', String(port), '--save', '', ...words] })
}

/** A master, its replica and a sentinel with a password of its own, which fails over within about a second. */
export async function startSentinel(): Promise<{
  readonly master: Server
  readonly replica: Server
  readonly sentinel: Server
  readonly name: string
  readonly password: string
  readonly sentinelPassword: string
  [Symbol.asyncDispose](): Promise<void>
}> {
  const password = 'data-password'
  const sentinelPassword = 'sentinel-password'
  const login = ['--requirepass', password, '--masterauth', password, '--repl-diskless-sync-delay', '0']
  const master = await startPlain(...login)
  const replica = await startPlain(...login, '--replicaof', '127.0.0.1', String(master.port))
  const port = await freePort()
  const sentinel = await startServer({
    port,
    words: ['--port', String(port), '--sentinel'],
    file: [
      `requirepass ${sentinelPassword}`,
      `sentinel monitor trading 127.0.0.1 ${master.port} 1`,
      `sentinel auth-pass trading ${password}`,
      'sentinel down-after-milliseconds trading 300',
      'sentinel failover-timeout trading 3000',
    ],
  })
  const asking = new Redis({ port, host: '127.0.0.1', password: sentinelPassword, enableReadyCheck: false })
  await until(async () => {
    const replicas = await asking.call('SENTINEL', 'REPLICAS', 'trading')
    return Array.isArray(replicas) && JSON.stringify(replicas).includes('"master-link-status","ok"')
  }, 20_000)
  asking.disconnect()
  return {
    master,
    replica,
    sentinel,
    name: 'trading',
    password,
    sentinelPassword,
    async [Symbol.asyncDispose]() {
      for (const server of [sentinel, replica, master]) await server[Symbol.asyncDispose]()
    },
  }
}

/** Three masters with all slots among them. */
export async function startCluster(): Promise<{
  readonly nodes: readonly Server[]
  [Symbol.asyncDispose](): Promise<void>
}> {
  const nodes: (Server & { readonly bus: number })[] = []
  for (let index = 0; index < 3; index += 1) {
    const bus = await freePort()
    const server = await startPlain('--cluster-enabled', 'yes', '--cluster-port', String(bus))
    nodes.push(Object.assign(server, { bus }))
  }
  const clients = nodes.map(({ port }) => new Redis({ port, host: '127.0.0.1' }))
  const ranges = ['0 5460', '5461 10922', '10923 16383']
  for (const [index, client] of clients.entries()) {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', ...(ranges[index] ?? '').split(' '))
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  }
  for (const { port, bus } of nodes.slice(1)) await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port, bus)
  for (const client of clients)
    await until(async () => {
      const info = await client.cluster('INFO')
      return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
    }, 20_000)
  for (const client of clients) client.disconnect()
  return {
    nodes,
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await node[Symbol.asyncDispose]()
    },
  }
}

/** A CA of our own, a certificate for 127.0.0.1, one for another host and one for a client; PEM files. */
export async function makeCertificates(): Promise<{
  readonly file: (name: 'ca' | 'server' | 'elsewhere' | 'client', kind: 'crt' | 'key') => string
  [Symbol.asyncDispose](): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-certificates-'))
  const at = (name: string): string => join(folder, name)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const make = (name: string, ...words: string[]): Promise<unknown> =>
    run('openssl', [
      ...['req', '-x509', ...key, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`)],
      ...['-out', at(`${name}.crt`), ...words],
    ])
  await make('ca')
  const signed = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-addext', 'basicConstraints=critical,CA:FALSE']
  await make('server', ...signed, '-addext', 'subjectAltName=IP:127.0.0.1')
  await make('elsewhere', ...signed, '-addext', 'subjectAltName=DNS:elsewhere.example')
  await make('client', ...signed)
  return {
    file: (name, kind) => at(`${name}.${kind}`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

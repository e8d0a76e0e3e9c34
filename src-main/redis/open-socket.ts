import { readFile } from 'node:fs/promises'
import type { ConnectionOptions } from 'node:tls'
import { Cluster, Redis, type RedisOptions as ClientOptions } from 'ioredis'
import type { MessageKey } from '../../src-shared/messages/index.ts'
import type { RedisServer, RedisTls } from '../../src-shared/redis-options.ts'
import type { Login, RedisConnection } from './connection.ts'
import { loginOf, reachAgainMs } from './connection.ts'
import { LinkRefusal } from './link-refusal.ts'

interface SocketOptions {
  /** Shown by Redis's CLIENT LIST. */
  readonly name: string
  /** How long connecting may take, and logging in, in ms. */
  readonly patienceMs: number
  /** Without a byte for this long the socket is taken for dead, in ms. */
  readonly silenceMs?: number
  /** How long a command may take, in ms; not for commands that block. */
  readonly commandTimeoutMs?: number
  /** What the server has to be. */
  readonly role: 'master' | 'sentinel' | 'any'
}

/**
 * Opens one socket to one server: connects, logs in, chooses the database and makes sure that it has the wanted role.
 * It never reconnects and never sends anything twice.
 * @throws LinkRefusal, or Error with the server's or the system's own words; never with anything secret
 */
export async function openSocket(server: RedisServer, login: Login, how: SocketOptions): Promise<Redis> {
  const redis = new Redis({
    host: server.host,
    port: server.port,
    ...(login.tls === null ? {} : { tls: await tlsOptions(login.tls) }),
    ...quiet,
    lazyConnect: true,
    retryStrategy: () => null,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // Longer than our own patience, so that ours ends the attempt and says why.
    connectTimeout: 2 * how.patienceMs,
    ...(how.silenceMs === undefined ? {} : { socketTimeout: how.silenceMs }),
    ...(how.commandTimeoutMs === undefined ? {} : { commandTimeout: how.commandTimeoutMs }),
  })
  const reasons: Error[] = []
  redis.on('error', (error: Error) => reasons.push(error))
  try {
    // A server without TLS waits for the end of a line that a TLS greeting does not have.
    const silence = login.tls === null ? 'redis_link.silent' : 'redis_link.tls_silent'
    await within(how.patienceMs, silence, () => redis.connect())
    await within(how.patienceMs, 'redis_link.silent', () => greet(redis, login, how))
    return redis
  } catch (error) {
    redis.disconnect()
    throw error instanceof LinkRefusal ? error : wordsOnly(reasons.at(-1) ?? error)
  }
}

/**
 * A client of the whole cluster: for commands that may run twice, since it follows the slots and sends again by itself.
 */
export async function openCluster(connection: RedisConnection, name: string): Promise<Cluster> {
  const { options } = connection
  if (options.mode !== 'cluster') throw new Error('not a cluster')
  const { username, password, tls } = loginOf(connection)
  const cluster = new Cluster([...options.nodes], {
    lazyConnect: true,
    clusterRetryStrategy: (attempt) => reachAgainMs(attempt),
    // The certificates are made out to names: these are resolved by the socket.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: {
      ...quiet,
      ...(tls === null ? {} : { tls: await tlsOptions(tls) }),
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      connectionName: name,
      connectTimeout: clusterPatienceMs,
      commandTimeout: clusterPatienceMs,
    },
  })
  cluster.on('error', () => undefined)
  try {
    await within(clusterPatienceMs, 'redis_link.silent', () => cluster.connect())
    return cluster
  } catch (error) {
    cluster.disconnect()
    throw wordsOnly(error)
  }
}

const clusterPatienceMs = 5_000

/**
 * The login, the name and the database are told by ourselves: ioredis would warn on the console, and go on in database
 * 0.
 */
const quiet: ClientOptions = { disableClientInfo: true, enableReadyCheck: false }

async function greet(redis: Redis, login: Login, how: SocketOptions): Promise<void> {
  const { username, password, db } = login
  if (username !== null) await redis.auth(username, password ?? '')
  else if (password !== null) await redis.auth(password)
  // A login that may not name itself works, too; only the list of other gateways is the poorer for it.
  await redis.client('SETNAME', how.name).catch(() => undefined)
  if (db !== 0) await redis.select(db)
  // Asking is optional where the login may not; a replica then refuses the first write.
  const role = await redis.role().then(
    ([word]) => String(word),
    (error: unknown) => {
      if (error instanceof Error && error.message.startsWith('NOPERM')) return how.role
      throw error
    },
  )
  if (how.role === 'any' || role === how.role) return
  if (how.role === 'sentinel') throw new LinkRefusal('redis_link.no_sentinel')
  throw new LinkRefusal(role === 'sentinel' ? 'redis_link.is_sentinel' : 'redis_link.not_master')
}

/** @throws LinkRefusal for a file that cannot be read or is no PEM */
export async function tlsOptions(tls: NonNullable<RedisTls>): Promise<ConnectionOptions> {
  const [ca, cert, key] = await Promise.all([pem(tls.caFile), pem(tls.certFile), pem(tls.keyFile)])
  return {
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
    ...(tls.serverName === null ? {} : { servername: tls.serverName }),
    rejectUnauthorized: tls.verify,
  }
}

async function pem(path: string | null): Promise<string | null> {
  if (path === null) return null
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new LinkRefusal('redis_link.file', { path, reason: (error as NodeJS.ErrnoException).code ?? '?' })
  }
  if (!text.includes('-----BEGIN ')) throw new LinkRefusal('redis_link.not_pem', { path })
  return text
}

/** Errors of ioredis hold the command that failed, AUTH with its password among them. */
function wordsOnly(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  const plain = new Error(error.message === '' ? (code ?? error.name) : error.message)
  return code === null ? plain : Object.assign(plain, { code })
}

/** @throws LinkRefusal with the sentence for silence when the work takes longer */
export async function within<T>(ms: number, silence: MessageKey, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LinkRefusal(silence)), ms)
  })
  try {
    const working = work()
    working.catch(() => undefined)
    return await Promise.race([working, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

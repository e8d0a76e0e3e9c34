import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../src-main/redis/service/own-server.ts'
import type { DatabaseOptions } from '../../src-shared/database-options.ts'

/** PostgreSQL does not run as root. */
const someone = process.getuid?.() === 0 ? accountOf('postgres') : null

function accountOf(name: string): { readonly uid: number; readonly gid: number } {
  const numberOf = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: numberOf('-u'), gid: numberOf('-g') }
}

function programs(): string {
  const versions = '/usr/lib/postgresql'
  const found = (existsSync(versions) ? readdirSync(versions) : [])
    .map((version) => join(versions, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'postgres')))
  if (found === undefined) throw new Error('PostgreSQL is not installed (Debian: postgresql)')
  return found
}

const owner = 'django'
const ownerPassword = 'django-s-own'

/** A PostgreSQL of the test's own: its data folder, its port, one superuser, and a database with Django's tables. */
export class Postgres {
  readonly port: number
  readonly folder: string
  readonly #tls: readonly string[]
  #server: ChildProcess | null = null

  private constructor(folder: string, port: number, tls: readonly string[]) {
    this.folder = folder
    this.port = port
    this.#tls = tls
  }

  /** @param tls PEM files of the server's certificate; null: it speaks no TLS. */
  static async start(tls: { readonly cert: string; readonly key: string } | null = null): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'agw-postgres-'))
    give(folder)
    const words = ['-D', folder, '-U', owner, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync', '--pwfile']
    const passwordFile = join(folder, '..', `${folder.split('/').at(-1) ?? ''}.password`)
    writeFileSync(passwordFile, ownerPassword)
    give(passwordFile)
    try {
      execFileSync(join(programs(), 'initdb'), [...words, passwordFile], { ...someone, stdio: 'ignore', cwd: folder })
    } finally {
      rmSync(passwordFile)
    }
    const settings = tls === null ? [] : ['-c', 'ssl=on']
    if (tls !== null) {
      for (const [from, to] of [[tls.cert, 'server.crt'] as const, [tls.key, 'server.key'] as const]) {
        copyFileSync(from, join(folder, to))
        chmodSync(join(folder, to), 0o600)
        give(join(folder, to))
      }
    }
    const postgres = new Postgres(folder, await freePort(), settings)
    await postgres.up()
    return postgres
  }

  /** Starts it, also once more after {@link down}. */
  async up(): Promise<void> {
    const settings = { port: this.port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' }
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(join(programs(), 'postgres'), ['-D', this.folder, ...words, ...this.#tls], {
      ...someone,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#server = server
    let said = ''
    await new Promise<void>((resolve, reject) => {
      server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${String(code)}: ${said}`)))
      server.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (text.includes('ready to accept connections')) resolve()
      })
    })
  }

  /** Ends it at once, with all connections. */
  async down(): Promise<void> {
    if (this.#server === null || this.#server.exitCode !== null) return
    const ended = once(this.#server, 'exit')
    this.#server.kill('SIGINT')
    await ended
    this.#server = null
  }

  async close(): Promise<void> {
    await this.down()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Statements as the database's owner, one after the other. */
  async run(...statements: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new pg.Client(this.#asOwner())
    await client.connect()
    try {
      let rows: readonly Readonly<Record<string, unknown>>[] = []
      for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows
      return rows
    } finally {
      await client.end()
    }
  }

  /** Runs a statement in a transaction that stays open for as long as the server does. */
  hold(statement: string): { readonly begun: Promise<unknown>; readonly ended: Promise<unknown> } {
    const client = new pg.Client({ ...this.#asOwner(), connectionTimeoutMillis: 10_000 })
    // Its end is told as several errors.
    client.on('error', () => undefined)
    const ended = new Promise((resolve) => client.once('end', resolve))
    const begun = client
      .connect()
      .then(() => client.query('BEGIN'))
      .then(() => client.query(statement))
    return { begun, ended }
  }

  /** How many statements wait for a lock. */
  async waiting(): Promise<number> {
    const [row] = await this.run(`SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)
    return Number(row?.n)
  }

  /** How the gateway reaches it. */
  options(user: string): DatabaseOptions {
    return { host: '127.0.0.1', port: this.port, database: 'postgres', user, tls: null }
  }

  #asOwner(): pg.ClientConfig {
    return { host: '127.0.0.1', port: this.port, database: 'postgres', user: owner, password: ownerPassword }
  }

  get owner(): { readonly user: string; readonly password: string } {
    return { user: owner, password: ownerPassword }
  }
}

function give(path: string): void {
  if (someone !== null) chownSync(path, someone.uid, someone.gid)
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startPracticeExchanges } from '@aristobot/practice'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { encrypted, putBroker, secretKey } from '../django/brokers.ts'
import { Postgres } from '../django/postgres.ts'
import { djangoTables } from '../django/tables.ts'
import { allText } from '../support/temporary-folder.ts'

/** The built command line, with a gnome-keyring of its own. */
const entry = join(resolve(process.env.PRODUCT_OUT ?? join(import.meta.dirname, '../../out')), 'main/cli.js')
const password = 'CANARY-of-the-login'

let postgres: Postgres
let home: string
let data: string
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables, `CREATE ROLE gateway LOGIN PASSWORD '${password}'`)
  await putBroker(postgres, { id: 5, apiKey: encrypted('CANARY-key'), secret: encrypted('CANARY-secret') })
  await putBroker(postgres, { id: 6, exchange: 'kraken', name: 'Test', isTestnet: true, apiKey: 'k', secret: 's' })
  await putBroker(postgres, { id: 7, exchange: 'okx', name: 'Elsewhere', apiKey: 'k', secret: 's' })
  await putBroker(postgres, { id: 8, name: 'Idle', apiKey: 'k', secret: 's', isActive: false })
})
afterAll(() => postgres.close())
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'agw-take-over-'))
  for (const name of ['run', 'data', 'config', 'cache']) mkdirSync(join(home, name), { mode: 0o700 })
  data = join(home, 'gateway')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command of `database` in a new session whose keyring is unlocked, with `input` on its standard input. */
async function database(words: readonly string[], input = '', more: Record<string, string> = {}): Promise<Ended> {
  const shell = `printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    exec "$@"`
  const command = [process.execPath, entry, 'database', ...words, '--data', data]
  const child = spawn('dbus-run-session', ['--', 'bash', '-c', shell, 'bash', ...command], {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      ...more,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  for (const text of Object.values(said)) expect(text).not.toMatch(/CANARY/)
  return { code, ...said }
}

test('Django’s brokers are listed and taken over from a terminal', async () => {
  const practice = await startPracticeExchanges({ seed: 'take-over' })
  onTestFinished(() => practice.close())
  practice.openAccount('binance', { apiKey: 'CANARY-key', secret: 'CANARY-secret' })
  expect(await database(['accounts'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/connect it first/) as unknown,
  })
  const url = `postgresql://gateway@127.0.0.1:${postgres.port}/postgres`
  const connected = await database(['connect', '--url', url], `${password}\n`)
  expect(connected).toMatchObject({ code: 0 })
  expect(connected.stdout).toMatch(/Optional, only to take accounts over: .*\n {2}GRANT SELECT \("id", .* ON "brokers"/)

  const lacking = await database(['accounts'])
  expect(lacking.code).toBe(1)
  const [grant = ''] = /GRANT .*;/.exec(lacking.stderr) ?? []
  await postgres.run(grant)

  const listed = await database(['accounts'])
  expect(listed).toMatchObject({ code: 0 })
  expect(listed.stdout.split('\n').slice(0, 5)).toEqual([
    'broker  user  name       exchange  environment  active  here',
    '5       7     Main       Binance   production   yes     no: Its key is encrypted with Django’s SECRET_KEY.',
    expect.stringMatching(/^6 +7 +Test +Kraken +— +yes +no: Django marks it as “testnet”/),
    '7       7     Elsewhere  okx       —            yes     no: There is no client for the exchange okx here.',
    '8       7     Idle       Binance   production   no      no',
  ])
  expect((await database(['accounts'], 'wrong\n')).stdout).toContain('This SECRET_KEY opens none of the keys')
  const json = await database(['accounts', '--json'], '', { DJANGO_SECRET_KEY: secretKey })
  expect(JSON.parse(json.stdout)).toMatchObject({ state: 'read', secret: 'right' })

  expect(await database(['take-over'])).toMatchObject({ code: 2 })
  expect(await database(['take-over', '4'], `${secretKey}\n`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Django has no broker 4') as unknown,
  })
  const taken = await database(
    ['take-over', '--all', '--practice', new URL(practice.controlUrl).origin],
    `${secretKey}\n`,
  )
  expect(taken.stdout).toContain('Took over Main (Binance, broker 5).')
  // Kraken’s practice exchange does not know its key.
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringMatching(/Test \(broker 6\): /) as unknown })
  expect(taken.stdout).toContain('the gateway serves it when it starts')

  const own = await database(['take-over', '6', '--practice'])
  expect(own).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Took over Test (Kraken, broker 6).') as unknown,
  })
  const again = await database(['take-over', '5', '--practice', new URL(practice.controlUrl).origin], `${secretKey}\n`)
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('replace its key on the Accounts screen') as unknown,
  })
  expect(allText(data)).not.toMatch(/CANARY|gAAAA/)
})

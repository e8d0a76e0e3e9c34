import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkAccounts, clockSourcesOf } from '../../src-main/cli/doctor-checks.ts'
import { windowProblem } from '../../src-main/cli/electron-runtime.ts'
import { mayOpenBrowser, openBrowser } from '../../src-main/cli/open-browser.ts'
import { parseKeys } from '../../src-main/cli/read-keys.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'

const { binance, bitget } = exchangeProfiles

describe('an API key as text', () => {
  test('is JSON, with a passphrase where the exchange has one', () => {
    const text = ' {"apiKey": " k ", "secret": "s", "passphrase": "p"}\n'
    expect(parseKeys(text, bitget)).toEqual({ apiKey: 'k', secret: 's', passphrase: 'p' })
    expect(parseKeys(text, binance)).toEqual({ apiKey: 'k', secret: 's', passphrase: null })
  })

  test('is a line each, with either line ending', () => {
    for (const end of ['\n', '\r\n'])
      expect(parseKeys(`k${end}s${end}`, binance)).toEqual({ apiKey: 'k', secret: 's', passphrase: null })
  })

  test('is a line each with the passphrase second, where the exchange has one', () => {
    expect(parseKeys('k\np\ns\n', bitget)).toEqual({ apiKey: 'k', secret: 's', passphrase: 'p' })
  })

  test.each(['k\ns', 'k\n\ns', '{"apiKey": "k", "secret": "s"}', '{"apiKey": "k", "secret": "s", "passphrase": " "}'])(
    'without its passphrase (%j) is refused with a sentence that repeats nothing',
    (text) => {
      expect(() => parseKeys(text, bitget)).toThrow(/^A key of Bitget needs three things/)
    },
  )

  test('has a private key on the lines after the first', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(parseKeys(`k\n${pem}`, binance)).toEqual({ apiKey: 'k', secret: pem.trim(), passphrase: null })
  })
})

describe('Electron’s window', () => {
  test.each([
    ['linux', {}, 1000, /no screen/],
    ['linux', { DISPLAY: ':0' }, 0, /root/],
    ['linux', { DISPLAY: ':0' }, 1000, null],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, null],
    ['darwin', {}, 501, null],
    ['win32', {}, null, null],
  ] as const)('on %s with %j as user %s: %s', (platform, environment, user, problem) => {
    const found = windowProblem(platform, environment, user)
    if (problem === null) expect(found).toBeNull()
    else expect(found).toMatch(problem)
  })
})

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { DISPLAY: ':0', CI: 'true' }, false],
  ['darwin', {}, true],
  ['win32', { CI: '1' }, false],
] as const)('a browser is opened on %s with %j: %s', (platform, environment, expected) => {
  expect(mayOpenBrowser(platform, environment)).toBe(expected)
})

test('a browser is opened with a file that only this user can read, and that goes again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agw-open-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const url = 'http://127.0.0.1:1/?token=one-time'
  const opened: string[] = []
  const takeAway = openBrowser(url, folder, (address) => opened.push(address))
  const [address = ''] = opened
  // What the program is started with tells nobody the token.
  expect(address).not.toContain('one-time')
  const path = fileURLToPath(address)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readFile(path, 'utf8')).toContain(`content="0;url=${url}"`)
  takeAway()
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
})

describe('the doctor', () => {
  const practice = { kind: 'practice', url: null, accountKind: null } as const

  test('measures every exchange’s clock, and where else accounts need one, each once', () => {
    const needed = clockSourcesOf([
      { exchange: 'kraken', environment: { kind: 'production' } },
      { exchange: 'kraken', environment: { kind: 'production' } },
      { exchange: 'bitget', environment: { kind: 'demo' } },
      { exchange: 'kucoin', environment: practice },
    ])
    expect(needed.map(({ exchange, environment }) => `${exchange} ${environment.kind}`)).toEqual([
      'binance production',
      'bitget production',
      'kucoin production',
      'kraken production',
      'bitget demo',
    ])
    expect(clockSourcesOf([])).toHaveLength(4)
  })

  test('counts the accounts by exchange', () => {
    expect(checkAccounts([]).text).toContain('none yet')
    const accounts = [{ exchange: 'kraken' }, { exchange: 'binance' }, { exchange: 'kraken' }] as const
    expect(checkAccounts(accounts).text).toBe('Binance 1, Kraken 2')
  })
})

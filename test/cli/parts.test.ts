import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { windowProblem } from '../../src-main/cli/electron-runtime.ts'
import { mayOpenBrowser } from '../../src-main/cli/open-browser.ts'
import { parseKeys } from '../../src-main/cli/read-keys.ts'

describe('an API key as text', () => {
  test('is JSON, with a passphrase where the exchange has one', () => {
    const text = ' {"apiKey": " k ", "secret": "s", "passphrase": "p"}\n'
    expect(parseKeys(text)).toEqual({ apiKey: 'k', secret: 's', passphrase: 'p' })
  })

  test('is a line each, with either line ending', () => {
    for (const end of ['\n', '\r\n'])
      expect(parseKeys(`k${end}s${end}`)).toEqual({ apiKey: 'k', secret: 's', passphrase: null })
  })

  test('has a private key on the lines after the first', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(parseKeys(`k\n${pem}`)).toEqual({ apiKey: 'k', secret: pem.trim(), passphrase: null })
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

import { delimiter } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  exitCodeOf,
  installEnvironment,
  isDebian,
  isInstalled,
  mayProvideRedis,
  missingPackages,
  npmCommand,
  testTools,
} from '../../scripts/bootstrap/decisions.mjs'

describe('whether the packages are installed', () => {
  const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages })
  const ws = { 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-a' } }

  test('they are when npm’s own account agrees with the lock file', () => {
    expect(isInstalled(lock({ '': { name: 'x' }, ...ws }), lock(ws))).toBe(true)
  })

  test.each([
    ['nothing was installed', null],
    ['the account is damaged', '{'],
    ['the account is something else', '[]'],
    ['a package is missing', lock({})],
    ['a version differs', lock({ 'node_modules/ws': { version: '8.0.1', integrity: 'sha512-a' } })],
    ['the content differs', lock({ 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-b' } })],
    ['a package is left over', lock({ ...ws, 'node_modules/old': { version: '1.0.0' } })],
  ])('they are not when %s', (_why, installed) => {
    expect(isInstalled(lock({ '': {}, ...ws }), installed)).toBe(false)
  })

  test('packages for other systems may be missing', () => {
    const wanted = lock({ ...ws, 'node_modules/fsevents': { version: '2.0.0', optional: true } })
    expect(isInstalled(wanted, lock(ws))).toBe(true)
  })

  test('packages for development may not (npm ci --omit=dev)', () => {
    const wanted = lock({ ...ws, 'node_modules/vite': { version: '8.0.0', dev: true } })
    expect(isInstalled(wanted, lock(ws))).toBe(false)
  })
})

describe('which npm installs', () => {
  test('the one that runs us, under its own Node', () => {
    const environment = { npm_execpath: '/opt/npm/bin/npm-cli.js', npm_node_execpath: '/opt/node' }
    expect(npmCommand(environment)).toEqual(['/opt/node', '/opt/npm/bin/npm-cli.js'])
  })

  test('the one in the PATH where none runs us, or another manager does', () => {
    expect(npmCommand({})).toEqual(['npm'])
    expect(npmCommand({ npm_execpath: '/opt/yarn.js', npm_node_execpath: '/opt/node' })).toEqual(['npm'])
  })

  test('without production settings, and without the Node that it is about to replace', () => {
    const path = ['/project/node_modules/.bin', '/usr/bin'].join(delimiter)
    const given = { NODE_ENV: 'production', npm_config_omit: 'dev', HOME: '/home/x', PATH: path }
    expect(installEnvironment(given, '/project/node_modules/.bin', delimiter)).toEqual({
      HOME: '/home/x',
      PATH: '/usr/bin',
    })
  })
})

describe('the system', () => {
  test.each([
    ['ID=debian\n', true],
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
    ['ID=fedora\nPRETTY_NAME="not debian"\n', false],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', false],
    ['', false],
  ])('%j is Debian or its child: %s', (text, expected) => {
    expect(isDebian(text)).toBe(expected)
  })

  test('what is missing is named by its package', () => {
    expect(missingPackages(testTools, (name) => name !== 'dbus-run-session' && name !== 'Xvfb')).toEqual([
      'dbus',
      'xvfb',
    ])
    expect(missingPackages(testTools, () => true)).toEqual([])
  })
})

describe('a start looks after Redis', () => {
  test('where nobody named one', () => {
    expect(mayProvideRedis({}, ['--browser'])).toBe(true)
  })

  test.each([
    [{ REDIS_HOST: 'db' }, []],
    [{ REDIS_PORT: '6380' }, []],
    [{}, ['--redis', 'redis://db:6379']],
    [{}, ['--redis=redis://db:6379']],
    [{}, ['--help']],
  ])('not with %j %j', (environment, rest) => {
    expect(mayProvideRedis(environment, rest)).toBe(false)
  })
})

test.each([
  [0, null, 0],
  [3, null, 3],
  [null, 'SIGTERM', 143],
  [null, 'SIGINT', 130],
] as const)('a process that ended with %s %s gives %s', (code, signal, expected) => {
  expect(exitCodeOf(code, signal, { SIGTERM: 15, SIGINT: 2 })).toBe(expected)
})

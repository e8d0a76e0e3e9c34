import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { SettingsStore } from '../../src-main/app/settings.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { canLimitFiles, outOfSpace, RunningGateway } from './running.ts'

interface Square {
  readonly what: string
  readonly make: (path: string, whole: string) => void
}

const cannotBeRead: readonly Square[] = [
  { what: 'empty', make: (path) => writeFileSync(path, '') },
  { what: 'half', make: (path, whole) => writeFileSync(path, whole.slice(0, whole.length / 2)) },
  {
    what: 'with a word that nobody knows',
    make: (path, whole) => writeFileSync(path, whole.replace('"alone"', '"telepathic"')),
  },
  {
    what: 'with amounts that make no sense',
    make: (path, whole) => writeFileSync(path, whole.replace('Usdt": true', 'Usdt": "yes"')),
  },
  {
    // A directory in its place cannot be read by root either.
    what: 'unreadable',
    make: (path) => {
      rmSync(path, { force: true })
      mkdirSync(path)
    },
  },
]

/** A folder in which somebody chose something. */
function chosen(): { readonly folder: string; readonly path: string; readonly whole: string } {
  const folder = temporaryFolder()
  const path = join(folder, 'settings.json')
  new SettingsStore(folder).change({
    terminal3AmountsInUsdt: true,
    redisSharing: 'alone',
    startOwnRedis: false,
  })
  return { folder, path, whole: readFileSync(path, 'utf8') }
}

describe('settings.json', () => {
  test('is its owner’s alone', () => {
    const { path } = chosen()
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('missing in a new folder: as nobody chose anything', () => {
    const store = new SettingsStore(temporaryFolder())
    expect(store).toMatchObject({ isKnown: true, problem: null })
    expect(store.get()).toMatchObject({ startOwnRedis: true, terminal3AmountsInUsdt: false, redis: null })
  })

  test('missing where something was chosen: not known, until it is chosen again', () => {
    const { folder, path } = chosen()
    rmSync(path)
    const store = new SettingsStore(folder, true)
    expect(store.isKnown).toBe(false)
    expect(store.problem?.key).toBe('settings.missing')
    store.change({ theme: 'light' })
    expect(store.isKnown).toBe(false)
    store.change({ terminal3AmountsInUsdt: true })
    expect(store).toMatchObject({ isKnown: true, problem: null })
    expect(store.get()).toMatchObject({ theme: 'light', terminal3AmountsInUsdt: true })
  })

  test.each(cannotBeRead)('$what at the start: not known, said, left alone', ({ make }) => {
    const { folder, path, whole } = chosen()
    make(path, whole)
    const before = readdirSync(folder)
    const store = new SettingsStore(folder)
    expect(store.isKnown).toBe(false)
    expect(store.problem?.key).toBe('settings.unreadable')
    expect(() => store.change({ terminal3AmountsInUsdt: true })).toThrow(path)
    expect(readdirSync(folder)).toEqual(before)
    rmSync(path, { recursive: true })
    writeFileSync(path, `\uFEFF${whole}`)
    store.reload()
    expect(store).toMatchObject({ isKnown: true, problem: null })
    expect(store.get().terminal3AmountsInUsdt).toBe(true)
  })

  test.each(cannotBeRead)('$what while running: what was read stays in use, and it is said', ({ make }) => {
    const { folder, path, whole } = chosen()
    const store = new SettingsStore(folder)
    make(path, whole)
    expect(store.get().terminal3AmountsInUsdt).toBe(true)
    store.reload()
    expect(store.get().terminal3AmountsInUsdt).toBe(true)
    expect(store.problem?.key).toBe('settings.spoilt')
    expect(() => store.change({ startOwnRedis: true })).toThrow(path)
  })

  test('deleted while running: stays in use, and the next change writes all of it', () => {
    const { folder, path } = chosen()
    const store = new SettingsStore(folder)
    rmSync(path)
    store.reload()
    expect(store).toMatchObject({ isKnown: true, problem: null })
    store.change({ redisSharing: 'alone' })
    expect(new SettingsStore(folder).get().terminal3AmountsInUsdt).toBe(true)
  })

  test('edited while running: taken over', () => {
    const { folder, path, whole } = chosen()
    const store = new SettingsStore(folder)
    writeFileSync(path, whole.replace('Usdt": true', 'Usdt": false'))
    store.reload()
    expect(store.get().terminal3AmountsInUsdt).toBe(false)
  })

  test('of a later version: what is not known there stays', () => {
    const { folder, path, whole } = chosen()
    writeFileSync(path, whole.replace('{', '{ "hologram": true,'))
    new SettingsStore(folder).change({ language: 'en' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ hologram: true, language: 'en' })
  })

  test('that cannot be written: the change is refused, and nothing changes', () => {
    const { folder, path } = chosen()
    const store = new SettingsStore(folder)
    rmSync(path)
    rmSync(folder, { recursive: true })
    // Neither root nor anybody else can make a file below a file.
    writeFileSync(folder, '')
    chmodSync(folder, 0o400)
    expect(() => store.change({ terminal3AmountsInUsdt: false })).toThrow()
    expect(store.get().terminal3AmountsInUsdt).toBe(true)
  })
})

describe('a gateway', () => {
  test('serves no Redis while its settings cannot be read, and begins to when they are mended', async () => {
    const { folder, path, whole } = chosen()
    writeFileSync(path, '{')
    const gateway = await RunningGateway.start(folder)
    expect(await gateway.notices()).toEqual(['settings.unreadable'])
    expect((await gateway.status()).redis.state).toBe('off')
    expect(await gateway.buy()).toBe('accepted')
    writeFileSync(path, whole)
    await vi.waitFor(async () => expect((await gateway.status()).redis.state).not.toBe('off'), {
      timeout: 15_000,
    })
    expect(await gateway.notices()).toEqual([])
  })

  test('notices that its choices are gone', async () => {
    const folder = temporaryFolder()
    const first = await RunningGateway.start(folder)
    await first.call('settings.set', { terminal3AmountsInUsdt: true })
    await first.stop()
    rmSync(join(folder, 'settings.json'))
    const second = await RunningGateway.start(folder)
    expect(await second.notices()).toEqual(['settings.missing'])
    expect((await second.status()).redis.state).toBe('off')
  })

  test.skipIf(!canLimitFiles)('says that the disk is full when a choice cannot be kept', async () => {
    const gateway = await RunningGateway.start(temporaryFolder())
    gateway.limitFiles(10)
    await expect(gateway.call('settings.set', { terminal3AmountsInUsdt: true })).rejects.toThrow(outOfSpace)
    gateway.limitFiles(null)
  })
})

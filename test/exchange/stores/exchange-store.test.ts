import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KrakenClientIds } from '../../../src-main/exchange/kraken/own/client-ids.ts'
import { NonceSequence } from '../../../src-main/exchange/kraken/own/nonces.ts'
import { ExchangeStore } from '../../../src-main/exchange/stores/exchange-store.ts'

describe('the exchange store', () => {
  let folder = ''
  const stores: ExchangeStore[] = []
  const open = () => {
    const store = ExchangeStore.open({ folder, now: () => 1_800_000_000_000 })
    stores.push(store)
    return store
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'exchange-store-'))
  })
  afterEach(() => {
    for (const store of stores.splice(0)) store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps nonces over restarts, beyond 2^53 too', () => {
    const store = open()
    expect(store.highest('a')).toBeNull()
    store.raise('a', 1_616_492_376_594_123_456n)
    store.raise('b', 7n)
    store.close()
    const again = open()
    expect([again.highest('a'), again.highest('b')]).toEqual([1_616_492_376_594_123_456n, 7n])
  })

  it('never lowers a nonce that another process has raised', () => {
    const [first, second] = [open(), open()]
    first.raise('a', 100n)
    second.raise('a', 50n)
    expect(first.highest('a')).toBe(100n)
  })

  it('has a nonce on disk before it is used: after a crash the sequence goes on above it', () => {
    const before = new NonceSequence(open(), 'k', () => 1_800_000_000_000)
    const used = [before.next(), before.next()].at(-1) ?? 0n
    const after = new NonceSequence(open(), 'k', () => 1_700_000_000_000)
    expect(after.next()).toBeGreaterThan(used)
  })

  it('keeps bans over restarts, the last one of a place', () => {
    const store = open()
    expect(store.bannedUntil('binance a')).toBeNull()
    store.keepBan('binance a', 1_800_000_000_001)
    store.keepBan('binance a', 1_900_000_000_000)
    store.close()
    expect([open().bannedUntil('binance a'), open().bannedUntil('binance b')]).toEqual([1_900_000_000_000, null])
  })

  it('keeps client ids over restarts, both ways', () => {
    const store = open()
    const ids = new KrakenClientIds(store)
    const name = ids.name('xgpours')
    const userref = ids.userref('xgpours')
    store.close()
    const again = new KrakenClientIds(open())
    expect(again.clientOrderIdOf({ cl_ord_id: name })).toBe('xgpours')
    expect(again.clientOrderIdOf({ userref: String(userref) })).toBe('xgpours')
    expect(again.userref('xgpours')).toBe(userref)
  })

  it('gives a name to one id and an id one name, also between processes', () => {
    const [first, second] = [open(), open()]
    expect(first.claim('s', 'n', 'a')).toBe(true)
    expect(second.claim('s', 'n', 'a')).toBe(true)
    expect(second.claim('s', 'n', 'b')).toBe(false)
    expect(second.claim('s', 'm', 'a')).toBe(false)
    expect(second.claim('t', 'n', 'b')).toBe(true)
    expect([first.clientOrderIdOf('s', 'n'), first.nameOf('s', 'a'), first.nameOf('s', 'b')]).toEqual(['a', 'n', null])
    expect(first.clientOrderIdOf('s', 'm')).toBeNull()
  })

  it('is readable for its owner alone', () => {
    expect(statSync(open().file).mode & 0o077).toBe(0)
  })

  it('sets a damaged file aside and starts anew', () => {
    writeFileSync(join(folder, 'exchange.sqlite'), 'this is no database, and long enough to be noticed as such')
    const store = open()
    expect(store.backup).toBe(`${store.file}.damaged-1800000000000`)
    expect(readdirSync(folder)).toContain('exchange.sqlite.damaged-1800000000000')
    store.raise('a', 1n)
    expect(store.highest('a')).toBe(1n)
  })

  it('does not touch a file that a later version has written', () => {
    open().close()
    const database = new DatabaseSync(join(folder, 'exchange.sqlite'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(() => open()).toThrow('version 99')
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  it('closes twice without complaint', () => {
    const store = open()
    store.close()
    expect(() => store.close()).not.toThrow()
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  clOrdIdOf,
  KrakenClientIds,
  userrefSpace,
  wantedUserref,
} from '../../../../src-main/exchange/kraken/own/client-ids.ts'
import { MemoryClientIdStore } from '../../../../src-main/exchange/stores/client-id-store.ts'

const id = 'xgp0123456789bcdfghjklmnpqr'

function setUp(store = new MemoryClientIdStore()) {
  return { store, ids: new KrakenClientIds(store) }
}

describe('cl_ord_id', () => {
  it('is half of the SHA-256, in a form that Kraken takes', () => {
    const hex = createHash('sha256').update(id).digest('hex')
    expect(clOrdIdOf(id)).toBe(hex.slice(0, 32))
    expect(clOrdIdOf(id)).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is translated back to ours, however Kraken writes it', () => {
    const { ids } = setUp()
    const name = ids.name(id)
    const dashed = name.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    for (const cl_ord_id of [name, name.toUpperCase(), dashed]) expect(ids.clientOrderIdOf({ cl_ord_id })).toBe(id)
  })

  it('stays Kraken’s own text when it is not of ours', () => {
    expect(setUp().ids.clientOrderIdOf({ cl_ord_id: 'My-Order-1' })).toBe('My-Order-1')
  })

  it('survives a restart with the same store', () => {
    const { store, ids } = setUp()
    const name = ids.name(id)
    expect(setUp(store).ids.clientOrderIdOf({ cl_ord_id: name })).toBe(id)
    expect(setUp(store).ids.name(id)).toBe(name)
  })
})

describe('userref', () => {
  it('is the first four bytes of the SHA-256 modulo 2147483647', () => {
    const digest = createHash('sha256').update(id).digest()
    expect(wantedUserref(id)).toBe(digest.readUInt32BE(0) % 2_147_483_647)
    expect(setUp().ids.userref(id)).toBe(wantedUserref(id))
  })

  it('is known for every order that was named, both ways', () => {
    const { store, ids } = setUp()
    ids.name(id)
    expect(store.nameOf(userrefSpace, id)).toBe(String(wantedUserref(id)))
    expect(ids.clientOrderIdOf({ userref: String(wantedUserref(id)) })).toBe(id)
  })

  it('moves on past every number that another id owns, and stays where it is then', () => {
    const { store, ids } = setUp()
    const wanted = wantedUserref(id)
    for (const offset of [0, 1, 2]) store.claim(userrefSpace, String(wanted + offset), `other ${offset}`)
    expect(ids.userref(id)).toBe(wanted + 3)
    expect(ids.userref(id)).toBe(wanted + 3)
    expect(ids.clientOrderIdOf({ userref: String(wanted + 3) })).toBe(id)
    expect(ids.clientOrderIdOf({ userref: String(wanted + 1) })).toBe('other 1')
  })

  it('of a stranger, or zero, names nothing', () => {
    const { ids } = setUp()
    ids.name(id)
    for (const userref of ['0', '7', null, undefined]) expect(ids.clientOrderIdOf({ userref })).toBeNull()
  })
})

describe('the store', () => {
  it('gives a name to one id and an id one name', () => {
    const { store } = setUp()
    expect(store.claim('s', 'n', 'a')).toBe(true)
    expect(store.claim('s', 'n', 'a')).toBe(true)
    expect(store.claim('s', 'n', 'b')).toBe(false)
    expect(store.claim('s', 'm', 'a')).toBe(false)
    expect(store.claim('t', 'n', 'b')).toBe(true)
    expect([store.clientOrderIdOf('s', 'n'), store.nameOf('s', 'a'), store.nameOf('s', 'b')]).toEqual(['a', 'n', null])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nonceBlock, nonceJump, NonceSequence } from '../../../../src-main/exchange/kraken/own/nonces.ts'
import { Turns } from '../../../../src-main/exchange/kraken/own/turns.ts'
import { MemoryNonceStore } from '../../../../src-main/exchange/stores/nonce-store.ts'

class CountingStore extends MemoryNonceStore {
  writes = 0

  override raise(key: string, highest: bigint): void {
    this.writes += 1
    super.raise(key, highest)
  }
}

function setUp(store: MemoryNonceStore = new MemoryNonceStore(), at = 1_800_000_000_000) {
  const clock = { at }
  return { clock, store, sequence: new NonceSequence(store, 'k', () => clock.at) }
}

describe('nonces', () => {
  it('are milliseconds, and one more within the same millisecond', () => {
    const { sequence, clock } = setUp()
    expect([sequence.next(), sequence.next()]).toEqual([1_800_000_000_000n, 1_800_000_000_001n])
    clock.at += 500
    expect(sequence.next()).toBe(1_800_000_000_500n)
  })

  it('grow whatever the clock does, over any number of restarts and jumps', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('clock' as const),
        by: fc.integer({ min: -10_000_000, max: 10_000_000 }),
      }),
      fc.record({ kind: fc.constant('restart' as const), by: fc.constant(0) }),
      fc.record({ kind: fc.constant('jump' as const), by: fc.constant(0) }),
      fc.record({ kind: fc.constant('next' as const), by: fc.integer({ min: 1, max: 50 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { store, clock } = setUp()
        let sequence = new NonceSequence(store, 'k', () => clock.at)
        let last = 0n
        for (const { kind, by } of steps) {
          if (kind === 'clock') clock.at += by
          else if (kind === 'restart') sequence = new NonceSequence(store, 'k', () => clock.at)
          else if (kind === 'jump') sequence.jump()
          else {
            for (let index = 0; index < by; index += 1) {
              const nonce = sequence.next()
              if (nonce <= last) return false
              last = nonce
            }
          }
        }
        return true
      }),
    )
  })

  it('are written down before they are used, and seldom', () => {
    const store = new CountingStore()
    const { sequence, clock } = setUp(store)
    for (let index = 0; index < 1_000; index += 1) {
      clock.at += 20
      const nonce = sequence.next()
      expect(store.highest('k') ?? 0n).toBeGreaterThanOrEqual(nonce)
    }
    expect(store.writes).toBe(1)
    clock.at += Number(nonceBlock)
    sequence.next()
    expect(store.writes).toBe(2)
  })

  it('are not given out when they cannot be written down', () => {
    class FullDisk extends MemoryNonceStore {
      override raise(): void {
        throw new Error('disk full')
      }
    }
    expect(() => setUp(new FullDisk()).sequence.next()).toThrow('disk full')
  })

  it('go on above those of another process with the same store', () => {
    const store = new MemoryNonceStore()
    const first = setUp(store).sequence
    const second = setUp(store).sequence
    const used = first.next()
    expect(second.next()).toBeGreaterThan(used + nonceBlock)
  })

  it('belong to one key each', () => {
    const store = new MemoryNonceStore()
    store.raise('other', 9_000_000_000_000n)
    expect(setUp(store).sequence.next()).toBe(1_800_000_000_000n)
  })

  it('jump once past another program’s, and not on and on', () => {
    const { sequence, clock } = setUp()
    sequence.next()
    expect(sequence.jump()).toBe(true)
    expect(sequence.next()).toBe(1_800_000_000_000n + nonceJump + 1n)
    clock.at += 1_000
    expect(sequence.jump()).toBe(false)
    expect(sequence.next()).toBe(1_800_000_000_000n + nonceJump + 2n)
    clock.at += Number(nonceJump)
    expect(sequence.jump()).toBe(true)
  })
})

describe('turns', () => {
  it('let one at a time through: cancels first, then orders, looks, and reads, each in the order of arrival', async () => {
    const turns = new Turns()
    const done: string[] = []
    let running = 0
    let release: () => void = () => undefined
    const held = turns.run(
      'read',
      () =>
        new Promise<void>((resolve) => {
          release = resolve
        }),
    )
    const work = (name: string) => async () => {
      running += 1
      expect(running).toBe(1)
      await Promise.resolve()
      done.push(name)
      running -= 1
    }
    const all = [
      turns.run('read', work('read 1')),
      turns.run('poll', work('poll')),
      turns.run('order', work('order 1')),
      turns.run('read', work('read 2')),
      turns.run('cancel', work('cancel 1')),
      turns.run('order', work('order 2')),
      turns.run('cancel', work('cancel 2')),
    ]
    release()
    await Promise.all([held, ...all])
    expect(done).toEqual(['cancel 1', 'cancel 2', 'order 1', 'order 2', 'poll', 'read 1', 'read 2'])
  })

  it('let the questions about a sent order go before orders that wait, and after cancels', async () => {
    const turns = new Turns()
    const done: string[] = []
    let release: () => void = () => undefined
    const held = turns.run('order', () => new Promise<void>((resolve) => (release = resolve)))
    const work = (name: string) => () => Promise.resolve(void done.push(name))
    const all = [
      turns.run('order', work('order')),
      turns.run('read', work('read')),
      turns.run('follow_up', work('follow-up')),
      turns.run('cancel', work('cancel')),
    ]
    release()
    await Promise.all([held, ...all])
    expect(done).toEqual(['cancel', 'follow-up', 'order', 'read'])
  })

  it('go on after a failure', async () => {
    const turns = new Turns()
    const failing = turns.run('order', () => Promise.reject(new Error('no')))
    const next = turns.run('order', () => Promise.resolve('went'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('went')
    expect(await turns.run('read', () => Promise.resolve('again'))).toBe('again')
  })
})

import { describe, expect, it } from 'vitest'
import { Coalesced } from '../../src-main/panel/coalesced.ts'
import { FakeClock } from '../support/fake-clock.ts'

function stage(tells: 'state' | 'events'): {
  readonly clock: FakeClock
  readonly feed: Coalesced<readonly number[]>
  readonly told: string[]
} {
  const clock = new FakeClock()
  const told: string[] = []
  const feed = new Coalesced<readonly number[]>({
    clock,
    tells,
    told: (each) => void told.push('state' in each ? each.state.kind : each.value.join(' ')),
  })
  return { clock, feed, told }
}

describe('a view of a feed', () => {
  it('is told at once, then at most every twentieth of a second, the latest of a state', async () => {
    const { clock, feed, told } = stage('state')
    feed.value([1])
    await clock.advance(0)
    feed.value([2])
    feed.value([3])
    await clock.advance(49)
    expect(told).toEqual(['1'])
    await clock.advance(1)
    expect(told).toEqual(['1', '3'])
    await clock.advance(1_000)
    feed.value([4])
    await clock.advance(0)
    expect(told).toEqual(['1', '3', '4'])
    expect(clock.waiting).toBe(0)
  })

  it('is told all events, the last two hundred of a burst', async () => {
    const { clock, feed, told } = stage('events')
    feed.value([1])
    feed.value([2, 3])
    await clock.advance(0)
    expect(told).toEqual(['1 2 3'])
    for (let each = 0; each < 300; each += 1) feed.value([each])
    await clock.advance(50)
    expect(told.at(-1)?.split(' ')).toHaveLength(200)
    expect(told.at(-1)?.endsWith(' 299')).toBe(true)
  })

  it('is told how the feed stands first, and nothing that is the past by then', async () => {
    const { clock, feed, told } = stage('state')
    feed.state({ kind: 'waiting' })
    feed.state({ kind: 'live' })
    feed.value([1])
    await clock.advance(0)
    expect(told).toEqual(['live', '1'])
    feed.value([2])
    feed.state({ kind: 'stale', why: 'reset' })
    await clock.advance(50)
    expect(told).toEqual(['live', '1', 'stale'])
  })

  it('is told nothing once it is closed', async () => {
    const { clock, feed, told } = stage('state')
    feed.value([1])
    feed.close()
    await clock.advance(1_000)
    expect(told).toEqual([])
    expect(clock.waiting).toBe(0)
  })
})

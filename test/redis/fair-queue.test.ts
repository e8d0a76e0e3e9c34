import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue, type Lane, type QueueLimits } from '../../src-main/redis/fair-queue.ts'

const roomy: QueueLimits = {
  working: { lane: 2, group: 3, total: 5 },
  waiting: { lane: 6, total: 12 },
  bytes: { lane: 1_000, total: 10_000 },
}

const lanes: readonly Lane[] = [
  { id: 'a1', group: 'a' },
  { id: 'a2', group: 'a' },
  { id: 'a3', group: 'a' },
  { id: 'b1', group: 'b' },
  { id: 'b2', group: 'b' },
  { id: 'c1', group: 'c' },
]
const [a1, a2, , b1] = lanes as [Lane, Lane, Lane, Lane]

/** What may happen to a queue: something comes, a place is given away, something ends. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('offer'), lane: fc.constantFrom(...lanes) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('next'), lane: fc.constantFrom(...lanes) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('done'), lane: fc.constantFrom(...lanes) }) },
)

/** The same queue in slow and plain words: what waits in each lane, and how many work. */
class Model {
  readonly waiting = new Map<string, number[]>(lanes.map(({ id }) => [id, []]))
  readonly working = new Map<string, number>(lanes.map(({ id }) => [id, 0]))

  waits(lane: Lane): number[] {
    return this.waiting.get(lane.id) ?? []
  }
  works(lane: Lane): number {
    return this.working.get(lane.id) ?? 0
  }
  worksInGroup(group: string): number {
    return lanes.filter((each) => each.group === group).reduce((sum, each) => sum + this.works(each), 0)
  }
  worksInAll(): number {
    return lanes.reduce((sum, each) => sum + this.works(each), 0)
  }
  /** Whether a lane has something that could start but for the caps of others. */
  wants(lane: Lane): boolean {
    return this.waits(lane).length > 0 && this.works(lane) < roomy.working.lane
  }
  mayStart(lane: Lane): boolean {
    const { working } = roomy
    return this.wants(lane) && this.worksInGroup(lane.group) < working.group && this.worksInAll() < working.total
  }
}

describe('whatever comes and ends', () => {
  it('order within a lane is kept, caps hold, no place stays empty, and no lane is passed over twice', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200 }), (happenings) => {
        const queue = new FairQueue<number>(roomy)
        const model = new Model()
        /** By waiting lane: who was served before it since it could have been, in its group and anywhere. */
        const passed = new Map<string, string[]>()
        for (const [number, { what, lane }] of happenings.entries()) {
          if (what === 'offer' && queue.offer(lane, number, 1, number)) model.waits(lane).push(number)
          if (what === 'done' && model.works(lane) > 0) {
            queue.done(lane)
            model.working.set(lane.id, model.works(lane) - 1)
          }
          if (what === 'next') {
            const wanted = lanes.filter((each) => model.wants(each))
            const started = queue.next()
            expect(started === null).toBe(!lanes.some((each) => model.mayStart(each)))
            if (started === null) continue
            expect(model.mayStart(started.lane)).toBe(true)
            expect(started.item).toBe(model.waits(started.lane).shift())
            model.working.set(started.lane.id, model.works(started.lane) + 1)
            passed.delete(started.lane.id)
            for (const each of wanted.filter(({ id }) => id !== started.lane.id)) {
              if (each.group !== started.lane.group) continue
              const before = passed.get(each.id) ?? []
              expect(before).not.toContain(started.lane.id)
              passed.set(each.id, [...before, started.lane.id])
            }
          }
          for (const each of lanes) if (!model.wants(each)) passed.delete(each.id)
          expect(queue.working).toBe(model.worksInAll())
          const held = lanes.reduce((sum, each) => sum + model.waits(each).length, 0)
          expect(queue.waiting).toBe(held)
          for (const each of lanes) {
            expect(model.waits(each).length).toBeLessThanOrEqual(roomy.waiting.lane)
            const figures = queue.figures().find((one) => one.lane.id === each.id)
            expect(figures?.waiting ?? 0).toBe(model.waits(each).length)
            expect(figures?.working ?? 0).toBe(model.works(each))
            expect(figures?.oldestAt ?? null).toBe(model.waits(each)[0] ?? null)
          }
          expect(queue.waiting).toBeLessThanOrEqual(2 * roomy.waiting.total)
        }
        const left = lanes.reduce((sum, each) => sum + model.waits(each).length, 0)
        expect(queue.drain()).toHaveLength(left)
        expect(queue.waiting).toBe(0)
        expect(queue.next()).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})

describe('turns', () => {
  const serve = (queue: FairQueue<string>, times: number): readonly string[] =>
    Array.from({ length: times }, () => {
      const started = queue.next()
      if (started !== null) queue.done(started.lane)
      return started?.item ?? '—'
    })

  it('are taken lane by lane, however many wait in one', () => {
    const queue = new FairQueue<string>(roomy)
    for (const item of ['1', '2', '3', '4']) queue.offer(a1, item, 1, 0)
    queue.offer(b1, 'one of another', 1, 0)
    expect(serve(queue, 6)).toEqual(['1', 'one of another', '2', '3', '4', '—'])
  })

  it('a lane whose group was full is not overtaken by one that just had a turn', () => {
    const queue = new FairQueue<string>({ ...roomy, working: { lane: 5, group: 1, total: 5 } })
    for (const item of ['1', '2', '3']) queue.offer(a1, item, 1, 0)
    queue.offer(a2, 'its neighbour’s', 1, 0)
    queue.offer(b1, 'elsewhere', 1, 0)
    expect(queue.next()?.item).toBe('1')
    expect(queue.next()?.item).toBe('elsewhere')
    queue.done(b1)
    queue.done(a1)
    expect(queue.next()?.item).toBe('its neighbour’s')
  })

  it('a group at its cap leaves the others their places', () => {
    const queue = new FairQueue<string>(roomy)
    for (const lane of [a1, a2]) for (const item of ['1', '2', '3']) queue.offer(lane, item, 1, 0)
    const started = [queue.next(), queue.next(), queue.next(), queue.next()]
    expect(started.map((each) => each?.lane.id)).toEqual(['a1', 'a2', 'a1', undefined])
    queue.offer(b1, 'elsewhere', 1, 0)
    expect(queue.next()?.item).toBe('elsewhere')
  })
})

describe('room to wait', () => {
  const fill = (queue: FairQueue<string>, lane: Lane, times: number): number =>
    Array.from({ length: times }).filter(() => queue.offer(lane, 'x', 1, 0)).length

  it('a lane that floods is turned away, the others are not', () => {
    const queue = new FairQueue<string>(roomy)
    expect(fill(queue, a1, 50)).toBe(6)
    expect(fill(queue, a2, 1)).toBe(1)
  })

  it('a full house lets in whoever holds less than its share', () => {
    const queue = new FairQueue<string>(roomy)
    expect(fill(queue, a1, 50) + fill(queue, a2, 50)).toBe(12)
    expect(fill(queue, b1, 50)).toBe(4)
    expect(fill(queue, a1, 1)).toBe(0)
  })

  it('is measured in bytes too', () => {
    const queue = new FairQueue<string>({ ...roomy, bytes: { lane: 100, total: 150 } })
    expect(queue.offer(a1, 'large', 100, 0)).toBe(true)
    expect(queue.offer(a1, 'small', 1, 0)).toBe(false)
    expect(queue.offer(a2, 'larger than its share of what is left', 90, 0)).toBe(false)
    expect(queue.offer(b1, 'small', 10, 0)).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import type { Panel } from '../../src-shared/contract.ts'
import { NewsReader } from '../../src-shared/news-reader.ts'
import type { NewsView } from '../../src-shared/news-text.ts'

const now = 1_000_000_000

function gateway() {
  let run = 'run-1'
  let news: readonly NewsView[] = []
  let dropped = 0
  let isThere = true
  const asked: unknown[] = []
  return {
    asked,
    happen(what: string, at = now): void {
      const piece = { sequence: dropped + news.length + 1, at, text: { key: what, params: {} } }
      news = [...news, piece as unknown as NewsView]
    },
    restart(): void {
      run = 'run-2'
      news = []
      dropped = 0
    },
    forget(): void {
      dropped += news.length
      news = []
    },
    reach(there: boolean): void {
      isThere = there
    },
    call: ((_name: string, { after }: { after: { run: string; sequence: number } | null }) => {
      asked.push(after)
      if (!isThere) return Promise.resolve({ ok: false, error: {} })
      const from = after?.run === run ? after.sequence : 0
      const last = dropped + news.length
      const fresh = news.filter(({ sequence }) => sequence > from)
      return Promise.resolve({ ok: true, value: { run, last, missed: Math.max(0, dropped - from), news: fresh } })
    }) as unknown as Panel['call'],
  }
}

function reading(place: { run: string; sequence: number } | null = null) {
  const there = gateway()
  const told: string[] = []
  let moved = place
  const reader = new NewsReader({
    call: there.call,
    now: () => now,
    place,
    moved: (to) => {
      moved = to
    },
    told: ({ news, missed }) => {
      for (const each of news) told.push('text' in each ? each.text.key : '?')
      if (missed > 0) told.push(`missed ${missed}`)
    },
  })
  return { there, told, reader, place: () => moved }
}

describe('a window', () => {
  test('is told of each thing once, also of what it missed', async () => {
    const { there, told, reader, place } = reading()
    await reader.look()
    there.happen('a')
    await Promise.all([reader.look(), reader.look(), reader.look()])
    await reader.look()
    expect(told).toEqual(['a'])
    there.reach(false)
    there.happen('b')
    await reader.look()
    there.happen('c')
    there.reach(true)
    await reader.look()
    expect(told).toEqual(['a', 'b', 'c'])
    expect(place()).toEqual({ run: 'run-1', sequence: 3 })
  })

  test('is told at the beginning of what has just happened, and of nothing older', async () => {
    const { there, told, reader } = reading()
    there.happen('old', now - 61_000)
    there.happen('new', now - 59_000)
    await reader.look()
    expect(told).toEqual(['new'])
  })

  test('that is loaded anew goes on where it was', async () => {
    const { there, told, reader } = reading({ run: 'run-1', sequence: 1 })
    there.happen('told before')
    there.happen('meanwhile')
    await reader.look()
    expect(told).toEqual(['meanwhile'])
  })

  test('goes on with a gateway that was started anew', async () => {
    const { there, told, reader } = reading()
    for (const what of ['a', 'b', 'c']) there.happen(what)
    await reader.look()
    there.restart()
    there.happen('d')
    await reader.look()
    expect(told).toEqual(['a', 'b', 'c', 'd'])
  })

  test('is told how much is not kept any more', async () => {
    const { there, told, reader } = reading()
    there.happen('a')
    await reader.look()
    there.happen('b')
    there.happen('c')
    there.forget()
    there.happen('d')
    await reader.look()
    expect(told).toEqual(['a', 'd', 'missed 2'])
  })
})

import { expect, test } from 'vitest'
import { Holds } from '../../src-main/infra/holds.ts'

test('holds each that is named once, and lets go of it once when it is named no more', () => {
  const done: string[] = []
  const holds = new Holds((name) => {
    done.push(`+${name}`)
    return () => done.push(`-${name}`)
  })
  holds.keep(['a', 'b', 'a'])
  holds.keep(['b', 'c'])
  holds.keep(['b', 'c'])
  holds.keep([])
  expect(done).toEqual(['+a', '+b', '+c', '-a', '-b', '-c'])
})

import { expect, test } from 'vitest'
import { AnsweredRequests } from '../../src-main/redis/answered-requests.ts'

/** Answers requests `0`, `1`… with texts of so many characters. @returns which of them are still known at `at`. */
function knownAfter(answers: number, characters: number, at = 0): readonly string[] {
  const requests = new AnsweredRequests()
  const ids = Array.from({ length: answers }, (_, n) => String(n))
  for (const id of ids) {
    requests.begin(id, 'asked', 0)
    requests.finish(id, 'x'.repeat(characters), 0)
  }
  return ids.filter((id) => requests.begin(id, 'asked', at).kind === 'answered')
}

test('an answer is told again to who asks again, and for ten minutes only', () => {
  expect(knownAfter(2, 1_000, 600_000)).toEqual(['0', '1'])
  expect(knownAfter(2, 1_000, 600_001)).toEqual([])
})

test('lists of orders, which are long, do not fill the memory: the oldest go first', () => {
  const known = knownAfter(100, 100_000)
  expect(known).toHaveLength(40)
  expect(known[0]).toBe('60')
})

test('of short ones there are some thousands', () => {
  expect(knownAfter(6_000, 10)).toHaveLength(5_000)
})

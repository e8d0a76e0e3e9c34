import { expect, test } from 'vitest'
import { Listeners } from '../../src-shared/listeners.ts'

test('all are told, in their order, until they stop; one that throws keeps nobody from it', () => {
  const errors: unknown[] = []
  const told: string[] = []
  const listeners = new Listeners<[string]>((error) => errors.push(error))
  const stop = listeners.add((text) => void told.push(`first ${text}`))
  const wrong = new Error('a fault of its own')
  listeners.add(() => {
    throw wrong
  })
  listeners.add((text) => void told.push(`last ${text}`))
  listeners.tell('a')
  stop()
  listeners.tell('b')
  expect(told).toEqual(['first a', 'last a', 'last b'])
  expect(errors).toEqual([wrong, wrong])
  expect(listeners.size).toBe(2)
})

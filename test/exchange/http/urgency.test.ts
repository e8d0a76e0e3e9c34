import { expect, test } from 'vitest'
import {
  impatiently,
  isUrgent,
  patiently,
  urgently,
  withPatience,
  withUrgency,
} from '../../../src-main/exchange/http/urgency.ts'

test('reads are urgent as long as what they are for is, and nothing else is', async () => {
  const release = Promise.withResolvers<undefined>()
  const call = urgently(async () => {
    await release.promise
    return [withUrgency('read'), withUrgency('order'), withUrgency('cancel')]
  })
  expect([isUrgent(), withUrgency('read')]).toEqual([false, 'read'])
  release.resolve(undefined)
  expect(await call).toEqual(['look', 'order', 'cancel'])
})

test('patience and urgency do not take each other away', async () => {
  expect(withPatience(15)).toBe(15)
  const both = await patiently(() => urgently(() => Promise.resolve([withPatience(15), withUrgency('read')])))
  expect(both).toEqual([180_000, 'look'])
  const inside = await urgently(() =>
    patiently(() => Promise.resolve([withPatience(15), withUrgency('read')])),
  )
  expect(inside).toEqual([180_000, 'look'])
})

test('what is not worth waiting for waits so long only, whatever it is for', async () => {
  expect(await urgently(() => impatiently(5, () => Promise.resolve(withPatience(15))))).toBe(5)
  expect(withPatience(15)).toBe(15)
})

import { expect, test } from 'vitest'
import { isUrgent, urgently, withUrgency } from '../../src-main/exchange/urgency.ts'

test('reads are urgent as long as what they are for is, and nothing else is', async () => {
  const release = Promise.withResolvers<undefined>()
  const call = urgently(async () => {
    await release.promise
    return [withUrgency('read'), withUrgency('order'), withUrgency('cancel')]
  })
  expect([isUrgent(), withUrgency('read')]).toEqual([false, 'read'])
  release.resolve(undefined)
  expect(await call).toEqual(['order', 'order', 'cancel'])
})

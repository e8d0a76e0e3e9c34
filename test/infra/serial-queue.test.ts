import { expect, test } from 'vitest'
import { SerialQueue } from '../../src-main/infra/serial-queue.ts'

test('work begins when what came before has ended, however it ended', async () => {
  const queue = new SerialQueue()
  const gate = Promise.withResolvers<number>()
  const seen: string[] = []
  const first = queue.run(async () => {
    const value = await gate.promise
    seen.push('first')
    return value
  })
  const second = queue.run(() => {
    seen.push('second')
    return Promise.reject(new Error('refused'))
  })
  const third = queue.run(() => Promise.resolve(seen.push('third')))
  expect(seen).toEqual([])
  gate.resolve(1)
  expect(await first).toBe(1)
  await expect(second).rejects.toThrow('refused')
  await third
  expect(seen).toEqual(['first', 'second', 'third'])
})

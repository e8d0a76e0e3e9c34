import { expect, test } from 'vitest'
import { requirePermit, underPermit } from '../../../src-main/exchange/http/permit.ts'

test('a permit holds for what its call does, also later, and for nothing else', async () => {
  let open = true
  const permit = (): void => {
    if (!open) throw new Error('closed')
  }
  const release = Promise.withResolvers<undefined>()
  const call = underPermit(permit, async () => {
    await release.promise
    requirePermit()
  })
  open = false
  expect(requirePermit).not.toThrow()
  release.resolve(undefined)
  await expect(call).rejects.toThrow('closed')
})

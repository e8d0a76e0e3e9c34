import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const module = pathToFileURL(`${import.meta.dirname}/../../src-main/infra/small-heap.ts`).href

/** A process that makes much that lives for a while, and how large its first generation is in the end, in MB. */
function firstGenerationOf(begin: string): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { setTimeout as delay } from 'node:timers/promises'
    ${begin}
    let kept = []
    for (let turn = 0; turn < 300; turn += 1) {
      for (let n = 0; n < 10_000; n += 1) kept.push({ n, list: [n] })
      if (kept.length > 100_000) kept = []
      if (turn % 10 === 0) await delay(2)
    }
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    console.log(space_size / 1024 / 1024)
  `
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

test('the first generation grows to 4 MB a half and stops, where V8 alone goes on', () => {
  const small = firstGenerationOf(`import { keepHeapSmall } from ${JSON.stringify(module)}\nkeepHeapSmall(1)`)
  expect(small).toBeGreaterThanOrEqual(8)
  expect(small).toBeLessThan(firstGenerationOf(''))
})

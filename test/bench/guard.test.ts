import { afterAll, beforeAll, expect, test } from 'vitest'
import { Contender } from './contender.ts'
import { cpuMsOf } from './meters.ts'
import { Stage } from './stage.ts'
import { ask, type Load } from './throughput.ts'

/**
 * Processor time of a request as a multiple of the floor's, as it was on 2026-11-30 (`npm run bench`), with ten callers
 * at once. Only what doubles it fails: the rest is the benchmark's.
 */
const measured: Readonly<Record<Load, number>> = { 'place and cancel': 3.5, ticker: 1.5 }
const windows = 5
const requests = { 'place and cancel': 200, ticker: 600 } as const
const callers = 10

let stage: Stage
let floor: Contender
let ours: Contender
beforeAll(async () => {
  stage = await Stage.set()
  floor = await Contender.start('floor', await stage.openAccounts('floor'), stage.keyring)
  ours = await Contender.start('ours', await stage.openAccounts('ours'), stage.keyring)
})
afterAll(async () => {
  await floor.close()
  await ours.close()
  await stage.close()
})

/** @returns what one request of a window costs, in ms of processor time; all is compiled before it counts. */
async function windowsOf(contender: Contender, load: Load): Promise<() => Promise<number>> {
  const cpuOfOne = async (): Promise<number> => {
    const before = await cpuMsOf(contender.pid)
    let left = requests[load]
    const work = async (): Promise<void> => {
      while (left-- > 0) await ask(contender, load)
    }
    await Promise.all(Array.from({ length: callers }, work))
    return ((await cpuMsOf(contender.pid)) - before) / requests[load]
  }
  await cpuOfOne()
  return cpuOfOne
}

test.each(Object.keys(measured) as Load[])('%s costs at most twice the processor time that it did', async (load) => {
  const oursOnce = await windowsOf(ours, load)
  const floorOnce = await windowsOf(floor, load)
  // What a busy machine adds is no regression: the least of several windows counts.
  const least = { ours: Infinity, floor: Infinity }
  for (let window = 0; window < windows; window += 1) {
    least.ours = Math.min(least.ours, await oursOnce())
    least.floor = Math.min(least.floor, await floorOnce())
  }
  expect(least.ours / least.floor).toBeLessThan(2 * measured[load])
})

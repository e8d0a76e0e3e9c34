import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binance } from '../conformance/columns/binance.ts'
import { bitgetClassic, bitgetUnified } from '../conformance/columns/bitget.ts'
import { kraken } from '../conformance/columns/kraken.ts'
import { kucoin } from '../conformance/columns/kucoin.ts'
import { type Bench, differences, practise, startBench, unseen } from './verify-setup.ts'

describe.each([binance, bitgetClassic, bitgetUnified, kucoin, kraken])('an account on $id', (column) => {
  let bench: Bench
  beforeAll(async () => {
    bench = await startBench(column)
  })
  afterAll(() => bench.close())

  test('is read without an order', async () => {
    const process = await bench.open()
    const before = bench.proxy.seen.length
    const report = await process.check(null)
    console.log(
      column.id,
      report.steps.map(
        (s) => `${s.id} ${s.state} ${s.remark?.key ?? ''} ${JSON.stringify(s.remark?.params)}`,
      ),
      unseen(report),
    )
    expect(differences(report)).toEqual([])
    expect(report.outcome).toBe('agrees')
    expect(before).toBe(0)
    expect(await bench.orders()).toEqual([])
    await process.close()
  })

  test('is traded on, and nothing stays behind', async () => {
    const process = await bench.open()
    const report = await process.check(practise)
    console.log(
      column.id,
      report.risk,
      report.steps.map(
        (s) => `${s.id} ${s.state} ${s.remark?.key ?? ''} ${JSON.stringify(s.remark?.params)}`,
      ),
      unseen(report),
    )
    expect(differences(report)).toEqual([])
    expect(report.outcome).toBe('agrees')
    expect(await bench.standing()).toEqual([])
    await process.close()
  })
})

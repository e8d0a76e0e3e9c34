import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { binance } from '../conformance/columns/binance.ts'
import { bitgetClassic, bitgetUnified } from '../conformance/columns/bitget.ts'
import { kraken } from '../conformance/columns/kraken.ts'
import { kucoin } from '../conformance/columns/kucoin.ts'
import { type Bench, differences, practise, startBench, verdictsOf } from './verify-setup.ts'

/**
 * What a run that trades cannot see at a practice exchange: nothing older is there, and a switch that may take stops
 * along is left alone.
 */
const neverSeen =
  /\.(time\.fields|mode\.fields|told_apart|settings|history\.all_ended|history\.found_by_id|dead_man\.armed)$/

describe.each([binance, bitgetClassic, bitgetUnified, kucoin, kraken])('an account on $id', (column) => {
  let bench: Bench
  beforeAll(async () => {
    bench = await startBench(column)
  })
  afterAll(() => bench.close())

  test('is read without an order, and all that can be read agrees', async () => {
    const process = await bench.open()
    const report = await process.check(null)
    expect(differences(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'agrees', risk: null, leftStanding: [] })
    expect(report.steps.map(({ state }) => state)).toEqual(Array(9).fill('done'))
    expect(await bench.orders()).toEqual([])
    // What depends on no order of ours.
    const unread = verdictsOf(report, 'not_observed').filter(
      (id) =>
        !neverSeen.test(id) &&
        report.results.find((each) => each.id === id)?.remark?.key !== 'verify.remark.only_traded',
    )
    expect(
      unread.filter(
        (id) => !/\.(open_orders\.fields|history\.fields|status_words|average\.fields|reference\.fields)$/.test(id),
      ),
    ).toEqual([])
    await process.close()
  })

  test('is traded on: all agrees, nothing stays behind, nothing is bought', async () => {
    const process = await bench.open()
    const report = await process.check(practise)
    expect(differences(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'agrees', leftStanding: [] })
    expect(report.steps.filter(({ state }) => state === 'failed')).toEqual([])
    expect(verdictsOf(report, 'not_observed').filter((id) => !neverSeen.test(id))).toEqual([])
    expect(await bench.standing()).toEqual([])
    const orders = await bench.orders()
    expect(orders.length).toBeGreaterThan(2)
    expect(orders.filter(({ filled }) => filled !== '0')).toEqual([])
    expect(bench.switchedOff).toEqual([])
    expect(process.desk.brackets.alarms()).toBe(0)
    await vi.waitFor(() => expect(process.desk.openWork(bench.account.id).brackets).toBe(0), 10_000)
    await process.close()
  })

  test('keeps its reports for their owner alone, without a secret in them', () => {
    const folder = join(bench.folder, 'verifications')
    const files = readdirSync(folder).map((name) => join(folder, name))
    expect(files).toHaveLength(2)
    const { apiKey, secret, passphrase } = column.account
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const text = readFileSync(file, 'utf8')
      for (const canary of [apiKey, secret, passphrase]) if (canary !== undefined) expect(text).not.toContain(canary)
    }
  })
})

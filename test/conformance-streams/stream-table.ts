import type { RowResult } from '../support/print-results.ts'
import { binance } from './columns/binance.ts'
import { bitgetClassic, bitgetUnified } from './columns/bitget.ts'
import { kraken } from './columns/kraken.ts'
import { kucoin } from './columns/kucoin.ts'
import type { StreamColumn, StreamHarness, StreamRow } from './harness.ts'
import { startStreams } from './practice-streams.ts'
import { accountRows } from './rows/account-rows.ts'
import { longRows } from './rows/long-rows.ts'
import { marketRows } from './rows/market-rows.ts'
import { troubleRows } from './rows/trouble-rows.ts'

/** What every exchange's streams must do, exchange by exchange. */
export const streamRows: readonly StreamRow[] = [...marketRows, ...troubleRows, ...accountRows, ...longRows]

/** A new exchange joins here, and says in its column what does not apply to it. */
export const streamColumns: readonly StreamColumn[] = [binance, bitgetClassic, bitgetUnified, kraken, kucoin]

/** One row on one exchange, with a harness of its own. Never throws. */
export async function runStreamRow(row: StreamRow, column: StreamColumn): Promise<RowResult> {
  const exempt = column.doesNotApply[row.id]
  if (exempt !== undefined) return { result: 'does not apply', reason: exempt }
  let harness: StreamHarness | null = null
  try {
    harness = await startStreams(column, row.lifeMs)
    await row.run(harness)
    return { result: 'passed' }
  } catch (error) {
    return { result: 'failed', error, details: harness?.warnings.slice(0, 10) ?? [] }
  } finally {
    await harness?.close()
  }
}

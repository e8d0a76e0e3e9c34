import type { ExchangeName } from '../../src-shared/account.ts'
import type { RowResult } from '../support/print-results.ts'
import { binance, binanceOverSocket } from './columns/binance.ts'
import { bitgetClassic, bitgetUnified } from './columns/bitget.ts'
import { kraken } from './columns/kraken.ts'
import { kucoin } from './columns/kucoin.ts'
import type { ConformanceColumn, ConformanceRow } from './harness.ts'
import { startColumn } from './practice-harness.ts'
import { accountRows } from './rows/account-rows.ts'
import { exitRows } from './rows/exit-rows.ts'
import { fillRows } from './rows/fill-rows.ts'
import { historyRows } from './rows/history-rows.ts'
import { marketRows } from './rows/market-rows.ts'
import { orderRows } from './rows/order-rows.ts'
import { troubleRows } from './rows/trouble-rows.ts'

/** What every exchange's client must do, exchange by exchange. */
export const conformanceRows: readonly ConformanceRow[] = [
  ...accountRows,
  ...marketRows,
  ...orderRows,
  ...exitRows,
  ...historyRows,
  ...fillRows,
  ...troubleRows,
]

/** A new exchange joins here, and says in its column what does not apply to it. */
const columnsOf: Readonly<Record<ExchangeName, readonly [ConformanceColumn, ...ConformanceColumn[]]>> = {
  binance: [binance, binanceOverSocket],
  bitget: [bitgetClassic, bitgetUnified],
  kucoin: [kucoin],
  kraken: [kraken],
}
export const conformanceColumns: readonly ConformanceColumn[] = Object.values(columnsOf).flat()

/** One row on one exchange, with a harness of its own. Never throws. */
export async function runRow(row: ConformanceRow, column: ConformanceColumn): Promise<RowResult> {
  const exempt = column.doesNotApply[row.id]
  if (exempt !== undefined) return { result: 'does not apply', reason: exempt }
  const harness = await startColumn(column)
  try {
    if (row.needs !== undefined) {
      const market = (await harness.client.getMarkets()).get(column.symbol)
      if (market === undefined) throw new Error(`${column.symbol} is not listed`)
      const reason = row.needs(market.capabilities)
      if (reason !== null) return { result: 'does not apply', reason }
    }
    await row.run(harness)
    return { result: 'passed' }
  } catch (error) {
    return { result: 'failed', error }
  } finally {
    await harness.close()
  }
}

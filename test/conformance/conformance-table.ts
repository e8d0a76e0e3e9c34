import type { ExchangeName } from '../../src-shared/account.ts'
import { startBinanceHarness } from './binance-harness.ts'
import type { ConformanceHarness, ConformanceRow } from './harness.ts'
import { accountRows } from './rows/account-rows.ts'
import { exitRows } from './rows/exit-rows.ts'
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
  ...troubleRows,
]

/** A new exchange joins here with a harness, and says in the rows what does not apply to it. */
export const conformanceHarnesses: Readonly<
  Partial<Record<ExchangeName, () => Promise<ConformanceHarness>>>
> = {
  binance: startBinanceHarness,
}

export type ConformanceResult =
  | { readonly result: 'passed' }
  | { readonly result: 'does not apply'; readonly reason: string }
  | { readonly result: 'failed'; readonly error: unknown }

/** One row on one exchange, with a harness of its own. Never throws. */
export async function runRow(
  row: ConformanceRow,
  exchange: ExchangeName,
  start: () => Promise<ConformanceHarness>,
): Promise<ConformanceResult> {
  const reason = row.doesNotApply?.[exchange]
  if (reason !== undefined) return { result: 'does not apply', reason }
  const harness = await start()
  try {
    await row.run(harness)
    return { result: 'passed' }
  } catch (error) {
    return { result: 'failed', error }
  } finally {
    await harness.close()
  }
}

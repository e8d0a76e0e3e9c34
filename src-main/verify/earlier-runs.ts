import { cleanUp, type CleaningParts } from './clean-up.ts'
import { RunReport } from './run-report.ts'
import type { RunStore, RunRecord } from './run-store.ts'
import { standingNames } from './trials.ts'

/** Whether something of a run may stand at the exchange. */
export const mayStand = ({ orders }: RunRecord): boolean => orders.some(({ gone }) => !gone)

/**
 * Ends what runs have left that were cut off or could not clean up themselves, and closes their reports. Never throws
 * for what an exchange answers.
 */
export async function endEarlierRuns(
  left: readonly RunRecord[],
  { runs, cleaning, now }: { readonly runs: RunStore; readonly cleaning: CleaningParts; readonly now: () => number },
): Promise<{ readonly standing: readonly string[]; readonly cancelled: number }> {
  const standing: string[] = []
  let cancelled = 0
  for (const record of left) {
    const earlier = new RunReport(record, runs, () => undefined)
    const orders = record.orders.filter(({ gone }) => !gone)
    const cleaned = await cleanUp(cleaning, orders, { doubtful: true })
    earlier.changeOrders(orders, cleaned)
    const names = standingNames(earlier.orders)
    const isCutOff = record.report.outcome === 'running'
    earlier.change({
      leftStanding: names,
      ...(isCutOff && { outcome: 'interrupted', endedAt: now() }),
    })
    standing.push(...names)
    cancelled += Math.max(0, ...cleaned.map((each) => each.cancelled))
  }
  return { standing, cancelled }
}

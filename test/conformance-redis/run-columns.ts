import { AccountRun, type CheckResult } from './account-run.ts'
import { eventChecks } from './checks/events.ts'
import { answerChecks, gateChecks } from './checks/gate.ts'
import { readingChecks } from './checks/reading.ts'
import { executionChecks, protectiveChecks, restingChecks } from './checks/trading.ts'
import { type Column, userId } from './columns.ts'
import { DjangoClient } from './django.ts'
import { type Host, startHost } from './host.ts'
import { pendingReason } from './pending.ts'

/** Runs every check on every column: one gateway, all columns at once. */
export async function runColumns(columns: readonly Column[], tellsEvents = false): Promise<readonly CheckResult[]> {
  const host = await startHost(columns, tellsEvents)
  try {
    return (await Promise.all(columns.map((column) => runColumn(column, host)))).flat()
  } finally {
    await host.close()
  }
}

async function runColumn(column: Column, host: Host): Promise<readonly CheckResult[]> {
  const django = await DjangoClient.connect(host.redisPort, userId)
  const run = new AccountRun(column, django, host, pendingReason)
  try {
    // In this order: what needs an account without orders comes first.
    for (const checks of [readingChecks, gateChecks, executionChecks, restingChecks, protectiveChecks, eventChecks])
      await checks(run)
    await answerChecks(run)
    return run.results
  } finally {
    django.close()
  }
}

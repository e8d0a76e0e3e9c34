import type { AccountTest } from '../../../src-shared/contract.ts'
import { type ErrorView, errorView } from '../../../src-shared/errors.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

const sampleSize = 5

export function accountCalls({ accounts, clients }: PanelServices): CallHandlers<`accounts.${string}`> {
  return {
    'accounts.list': () => accounts.list(),
    'accounts.add': (input) => accounts.add(input),
    'accounts.setCredentials': ({ accountId, credentials, thisRunOnly, acceptWithdrawals }) =>
      accounts.setCredentials(accountId, credentials, { thisRunOnly, acceptWithdrawals }),
    'accounts.acceptWithdrawals': ({ accountId }) => accounts.acceptWithdrawals(accountId),
    'accounts.setRedisPermission': ({ accountId, redisPermission }) =>
      accounts.setRedisPermission(accountId, redisPermission),
    'accounts.test': async ({ accountId }): Promise<AccountTest> => {
      const health = await accounts.check(accountId)
      const report = health.state === 'checked' ? health.report : null
      const failed = (error: ErrorView | null): AccountTest => ({
        connected: false,
        error,
        report,
        sample: [],
        clockOffsetMs: clients.clockOffset(accountId),
      })
      if (health.state !== 'checked') return failed(health.state === 'failed' ? health.error : null)
      try {
        const balances = await clients.clientFor(accountId).getBalance()
        return {
          connected: true,
          error: null,
          report,
          sample: balances.filter((balance) => !balance.total.isZero()).slice(0, sampleSize),
          clockOffsetMs: clients.clockOffset(accountId),
        }
      } catch (error) {
        return failed(errorView(error))
      }
    },
    'accounts.remove': async ({ accountId }) => {
      await accounts.remove(accountId)
      return null
    },
  }
}

import type { AccountTest } from '../../../src-shared/contract.ts'
import { errorView } from '../../../src-shared/errors.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

const sampleSize = 5

export function accountCalls({ accounts, clients }: PanelServices): CallHandlers<`accounts.${string}`> {
  return {
    'accounts.list': () => accounts.list(),
    'accounts.add': (input) => accounts.add(input),
    'accounts.setCredentials': ({ accountId, credentials, thisRunOnly }) =>
      accounts.setCredentials(accountId, credentials, thisRunOnly),
    'accounts.setRedisPermission': ({ accountId, redisPermission }) =>
      accounts.setRedisPermission(accountId, redisPermission),
    'accounts.test': async ({ accountId }): Promise<AccountTest> => {
      try {
        const client = clients.clientFor(accountId)
        const report = await client.checkCredentials()
        const balances = await client.getBalance()
        return {
          connected: true,
          error: null,
          report,
          sample: balances.filter((balance) => !balance.total.isZero()).slice(0, sampleSize),
          clockOffsetMs: clients.clockOffset(accountId),
        }
      } catch (error) {
        return { connected: false, error: errorView(error), report: null, sample: [], clockOffsetMs: null }
      }
    },
    'accounts.remove': async ({ accountId }) => {
      await accounts.remove(accountId)
      return null
    },
  }
}

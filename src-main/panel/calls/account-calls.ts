import type { accountCalls as contract, AccountTest } from '../../../src-shared/contract/accounts.ts'
import { type ErrorView, errorView, GatewayError } from '../../../src-shared/errors.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import { armSeconds } from '../../exchange/orders/dead-man.ts'
import { deadMansSwitchOf } from '../../trading/switched-off.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

const sampleSize = 5

export function accountCalls({ accounts, clients }: PanelServices): CallHandlers<typeof contract> {
  return {
    'accounts.list': () => accounts.list(),
    'accounts.add': (input) => accounts.add(input),
    'accounts.setCredentials': ({ accountId, credentials, ...how }) =>
      accounts.setCredentials(accountId, credentials, how),
    'accounts.acceptWithdrawals': ({ accountId }) => accounts.acceptWithdrawals(accountId),
    'accounts.setRedisPermission': ({ accountId, redisPermission }) =>
      accounts.setRedisPermission(accountId, redisPermission),
    'accounts.setLimits': ({ accountId, limits }) => accounts.setLimits(accountId, limits),
    'accounts.deadMan': ({ accountId }) => deadMansSwitchOf(clients.clientFor(accountId)),
    'accounts.setDeadMan': async ({ accountId, seconds }) => {
      if (seconds !== null) await requireWithin(clients.clientFor(accountId), seconds)
      return accounts.setDeadManSeconds(accountId, seconds)
    },
    'accounts.switchOn': ({ accountId, what }) => accounts.switchOn(accountId, what),
    'accounts.setTerminal3Amounts': ({ accountId, meaning }) => accounts.setTerminal3Amounts(accountId, meaning),
    'accounts.setOrderRoute': ({ accountId, route }) => accounts.setOrderRoute(accountId, route),
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
    'accounts.remove': async ({ accountId, ...how }) => {
      await accounts.remove(accountId, how)
      return null
    },
  }
}

/** @throws GatewayError `refused` where the exchange has no such switch, or for seconds beyond its bounds. */
async function requireWithin(client: BaseExchangeClient, seconds: number): Promise<void> {
  const able = await deadMansSwitchOf(client)
  if (able === null) throw new GatewayError('refused', 'exchange.no_dead_man', { exchange: labelOf(client.exchange) })
  armSeconds(seconds, able, client.exchange)
}

import type { Account } from '../../../src-shared/account.ts'
import type { RedisServices } from '../services.ts'
import { type Action, done } from './action.ts'

/**
 * Makes every account that Redis may read ready: its client and its markets. Asks for no broker
 * (docs/wire-contract.md §4.12).
 */
export const preloadBrokers: Action = {
  needs: null,
  run: async ({ services, userId }) => {
    const accounts = services.accounts
      .list()
      .filter((account) => account.redisPermission !== 'nothing' && (userId === null || account.userId === userId))
    const ready = await Promise.all(accounts.map((account) => isReady(services, account)))
    const loaded = ready.filter(Boolean).length
    return done({ loaded_brokers: loaded, failed_brokers: ready.length - loaded })
  },
}

async function isReady({ clients }: RedisServices, { id }: Account): Promise<boolean> {
  try {
    await clients.clientFor(id).getMarkets()
    return true
  } catch {
    return false
  }
}

import { exchangeNames } from '../../src-shared/account.ts'
import type { CallInput } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import type { AccountView } from '../views.ts'

/** A person who trades with real accounts has no need to be offered practice. */
export function isOnlyPractising(accounts: readonly AccountView[]): boolean {
  return accounts.every(({ environment }) => environment.kind === 'practice')
}

/**
 * The practice accounts that are missing for there to be one an exchange, as `accounts.add` wants them: the next free
 * broker ids, the owner of the first account, allowed to trade over Redis.
 */
export function missingPracticeAccounts(accounts: readonly AccountView[]): readonly CallInput<'accounts.add'>[] {
  const served = new Set(accounts.filter(({ practice }) => practice).map(({ exchange }) => exchange))
  const brokerIds = new Set(accounts.map(({ brokerId }) => brokerId))
  const names = new Set(accounts.map(({ name }) => name.toLowerCase()))
  const userId = accounts[0]?.userId ?? 1
  return exchangeNames
    .filter((exchange) => !served.has(exchange))
    .map((exchange) => {
      const brokerId = firstFree((id) => !brokerIds.has(id))
      brokerIds.add(brokerId)
      const base = `Practice ${exchangeProfiles[exchange].label}`
      const named = (number: number): string => (number === 1 ? base : `${base} ${number}`)
      return {
        name: named(firstFree((number) => !names.has(named(number).toLowerCase()))),
        exchange,
        brokerId,
        userId,
        environment: { kind: 'practice', url: null, accountKind: null },
        redisPermission: 'trade',
        credentials: null,
        thisRunOnly: false,
        acceptWithdrawals: false,
      }
    })
}

/** The smallest number from 1 that is free. */
function firstFree(isFree: (number: number) => boolean): number {
  let number = 1
  while (!isFree(number)) number += 1
  return number
}

import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function verificationCalls({
  accounts,
  verifications,
}: PanelServices): CallHandlers<`verifications.${string}`> {
  return {
    'verifications.list': ({ accountId }) => verifications.list(accountId),
    'verifications.start': ({ accountId, trade }) => {
      if (trade === null) return verifications.start(accountId, null)
      requireTypedName(accounts.list().find(({ id }) => id === accountId) ?? null, trade.name)
      const { symbol, most } = trade
      return verifications.start(accountId, { symbol, most: Money.parse(most) })
    },
    'verifications.stop': ({ accountId }) => {
      verifications.stop(accountId)
      return null
    },
  }
}

type Named = ReturnType<PanelServices['accounts']['list']>[number]

/** Orders with real money, or on an exchange of others, need the account's name typed. @throws GatewayError `refused` */
function requireTypedName(account: Named | null, typed: string | null): void {
  if (account === null) throw new GatewayError('not-found', 'account.unknown')
  if (account.environment.kind === 'practice' || typed?.trim() === account.name) return
  throw new GatewayError('refused', 'verify.name_not_typed', { name: account.name }, { field: 'name' })
}

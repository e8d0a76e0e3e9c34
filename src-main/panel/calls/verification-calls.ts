import { Money } from '../../../src-shared/money.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function verificationCalls({ verifications }: PanelServices): CallHandlers<`verifications.${string}`> {
  return {
    'verifications.list': ({ accountId }) => verifications.list(accountId),
    'verifications.preview': ({ accountId, symbol, most }) =>
      verifications.preview(accountId, { symbol, most: Money.parse(most) }),
    'verifications.start': ({ accountId, trade }) =>
      verifications.start(accountId, trade && { ...trade, most: Money.parse(trade.most) }),
    'verifications.stop': ({ accountId }) => {
      verifications.stop(accountId)
      return null
    },
  }
}

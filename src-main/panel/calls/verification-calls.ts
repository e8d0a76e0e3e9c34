import type { verificationCalls as contract } from '../../../src-shared/contract/verifications.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function verificationCalls({ verifications }: PanelServices): CallHandlers<typeof contract> {
  return {
    'verifications.list': ({ accountId }) => verifications.list(accountId),
    'verifications.preview': ({ accountId, symbol, most }) =>
      verifications.preview(accountId, { symbol, mostQuote: most.toString() }),
    'verifications.start': ({ accountId, trade }) => {
      const id = verifications.start({
        accountId,
        trade: trade && { symbol: trade.symbol, mostQuote: trade.most.toString(), word: trade.name },
      })
      const report = verifications.get(id)
      if (report === null) throw new GatewayError('bug', 'error.internal')
      return report
    },
    'verifications.stop': ({ accountId }) => {
      for (const { id, outcome } of verifications.list(accountId)) if (outcome === 'running') verifications.stop(id)
      return null
    },
  }
}

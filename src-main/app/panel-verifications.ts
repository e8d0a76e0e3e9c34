import { GatewayError } from '../../src-shared/errors.ts'
import type { PanelVerifications } from '../panel/services.ts'
import type { Verifications } from '../verify/verifications.ts'

/** Checks of accounts as the window handles them. */
export function panelVerifications(verifications: Verifications): PanelVerifications {
  return {
    list: (accountId) => verifications.list(accountId),
    start: (accountId, trade) => {
      const id = verifications.start({
        accountId,
        trade: trade && { symbol: trade.symbol, mostQuote: trade.most.toString(), word: trade.name },
      })
      const report = verifications.get(id)
      if (report === null) throw new GatewayError('bug', 'error.internal')
      return report
    },
    preview: (accountId, { symbol, most }) =>
      verifications.preview(accountId, { symbol, mostQuote: most.toString() }),
    stop: (accountId) => {
      for (const { id, outcome } of verifications.list(accountId))
        if (outcome === 'running') verifications.stop(id)
    },
  }
}

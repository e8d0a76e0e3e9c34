import { randomUUID } from 'node:crypto'
import type { portfolioCalls as contract } from '../../../src-shared/contract/portfolio.ts'
import { noteExport } from '../../trading/renew-journal.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function portfolioCalls({ portfolio, journal }: PanelServices): CallHandlers<typeof contract> {
  return {
    'portfolio.get': (asked) => portfolio.get(asked),
    'portfolio.history': (asked) => portfolio.history(asked),
    'portfolio.results': (asked) => portfolio.results(asked),
    'portfolio.export': ({ cursor, language, ...asked }) => {
      if (cursor === null) noteExport(journal, { kind: 'panel', requestId: randomUUID() }, { sales: asked })
      return portfolio.exportSales(asked, language, cursor)
    },
  }
}

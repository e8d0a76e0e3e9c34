import { randomUUID } from 'node:crypto'
import type { fillCalls as contract } from '../../../src-shared/contract/fills.ts'
import { noteExport } from '../../trading/renew-journal.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function fillCalls({ accounts, fills, journal, journalReader }: PanelServices): CallHandlers<typeof contract> {
  return {
    'fills.list': ({ filter, cursor, limit }) => journalReader.fills({ filter, order: 'newest', cursor, limit }),
    'fills.export': ({ filter, language, cursor }) => {
      if (cursor === null) noteExport(journal, { kind: 'panel', requestId: randomUUID() }, { fills: filter })
      const labels = accounts.list().map(({ id, name, exchange }) => [id, { name, exchange }] as const)
      return journalReader.exportFills({ filter, language, cursor, accounts: Object.fromEntries(labels) })
    },
    'fills.imports': () => fills.imports(),
    'fills.import': async ({ accountId, action, symbols }) => {
      accounts.view(accountId)
      if (action === 'start') await fills.startImport(accountId, symbols)
      else fills.stopImport(accountId)
      return fills.imports()
    },
  }
}

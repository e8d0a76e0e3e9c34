import { randomUUID } from 'node:crypto'
import type { journalCalls as contract } from '../../../src-shared/contract/journal.ts'
import type { Origin } from '../../../src-shared/order.ts'
import { noteExport, renewJournal } from '../../trading/renew-journal.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

const panelOrigin = (): Origin => ({ kind: 'panel', requestId: randomUUID() })

export function journalCalls({ journal, journalReader, journalRenewed }: PanelServices): CallHandlers<typeof contract> {
  return {
    'journal.search': ({ filter, cursor, limit }) => journalReader.search(filter, cursor, limit),
    'journal.detail': ({ journalId }) => journalReader.detail(journalId),
    'journal.export': ({ filter, format, cursor }) => {
      if (cursor === null) noteExport(journal, panelOrigin(), { filter, format })
      return journalReader.export(filter, format, cursor)
    },
    'journal.renew': () => {
      renewJournal(journal, panelOrigin())
      journalRenewed()
      return null
    },
  }
}

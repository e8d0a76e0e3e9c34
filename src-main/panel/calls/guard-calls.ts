import { randomUUID } from 'node:crypto'
import type { Origin } from '../../../src-shared/order.ts'
import type { CallHandlers } from '../call-handlers.ts'
import { exitLegFromInput } from '../order-input.ts'
import type { PanelServices } from '../services.ts'

/** Each click is a request of its own. */
const panelOrigin = (): Origin => ({ kind: 'panel', requestId: randomUUID() })

/** Brackets, kill switch, approvals and the journal. */
export function guardCalls({
  brackets,
  guard,
  journal,
}: PanelServices): CallHandlers<
  `brackets.${string}` | `guard.${string}` | `approvals.${string}` | `journal.${string}`
> {
  return {
    'brackets.list': ({ accountId }) => brackets.list(accountId),
    'brackets.move': async ({ accountId, bracketId, takeProfit, stopLoss }) => {
      const wanted = {
        takeProfit: takeProfit && exitLegFromInput(takeProfit),
        stopLoss: stopLoss && exitLegFromInput(stopLoss),
      }
      await brackets.move(accountId, bracketId, wanted, panelOrigin())
      return null
    },
    'brackets.release': ({ accountId, bracketId }) => {
      brackets.release(accountId, bracketId, panelOrigin())
      return null
    },
    'brackets.acknowledge': ({ accountId, bracketId }) => {
      brackets.acknowledge(accountId, bracketId)
      return null
    },
    'guard.get': () => guard.view(),
    'guard.set': ({ state, word }) => {
      guard.setKillSwitch(state, word, panelOrigin())
      return guard.view()
    },
    'approvals.decide': ({ id, approve, meaning }) => {
      guard.decide(id, approve, meaning)
      return null
    },
    'journal.search': ({ filter, cursor, limit }) => journal.search(filter, cursor, limit),
    'journal.detail': ({ journalId }) => journal.detail(journalId),
    'journal.export': ({ filter, format, cursor }) => journal.export(filter, format, cursor, panelOrigin()),
    'journal.renew': () => {
      journal.renew(panelOrigin())
      return null
    },
  }
}

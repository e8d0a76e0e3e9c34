import { randomUUID } from 'node:crypto'
import type { GuardView, guardCalls as contract } from '../../../src-shared/contract/guard.ts'
import type { Origin } from '../../../src-shared/order.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** Each click is a request of its own. */
const panelOrigin = (): Origin => ({ kind: 'panel', requestId: randomUUID() })

/** Brackets, kill switch and approvals. */
export function guardCalls({ accounts, desk }: PanelServices): CallHandlers<typeof contract> {
  const { brackets, guard } = desk
  const view = (): GuardView => {
    const names = new Map(accounts.list().map(({ id, name }) => [id, name]))
    return {
      ...guard.killSwitch(),
      approvals: guard.approvals.list().map((approval) => ({
        ...approval,
        account: names.get(approval.accountId) ?? approval.accountId,
      })),
    }
  }
  return {
    'brackets.list': ({ accountId }) => brackets.list(accountId),
    'brackets.move': async ({ accountId, bracketId, takeProfit, stopLoss }) => {
      await brackets.move(accountId, bracketId, { takeProfit, stopLoss }, panelOrigin())
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
    'guard.get': view,
    'guard.set': ({ state, word }) => {
      guard.setKillSwitch(state, word, panelOrigin())
      return view()
    },
    'approvals.decide': ({ id, approve, meaning }) => {
      guard.approvals.decide(id, approve, meaning)
      return null
    },
  }
}

import type { appCalls, gatewayCalls as contract } from '../../../src-shared/contract/gateway.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function gatewayCalls({ app, gateway }: PanelServices): CallHandlers<typeof appCalls & typeof contract> {
  return {
    'app.info': () => app.info(),
    'settings.set': (change) => app.change(change),
    'gateway.status': () => gateway.status(),
    'gateway.requests': ({ limit }) => gateway.requests(limit),
  }
}

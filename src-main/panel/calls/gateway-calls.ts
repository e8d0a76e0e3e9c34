import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

export function gatewayCalls({
  app,
  gateway,
}: PanelServices): CallHandlers<`app.${string}` | `settings.${string}` | `gateway.${string}`> {
  return {
    'app.info': () => app.info(),
    'settings.set': (change) => app.change(change),
    'gateway.status': () => gateway.status(),
    'gateway.requests': ({ limit }) => gateway.requests(limit),
  }
}

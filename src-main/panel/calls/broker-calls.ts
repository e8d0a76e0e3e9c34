import type { brokerCalls as contract } from '../../../src-shared/contract/brokers.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** Django's brokers, which can be taken over as accounts. */
export function brokerCalls({ brokers }: PanelServices): CallHandlers<typeof contract> {
  return {
    'brokers.list': ({ secretKey }) => brokers.list(secretKey),
    'brokers.takeOver': (input) => brokers.takeOver(input),
  }
}

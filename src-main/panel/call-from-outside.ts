import { type CallInput, type CallName, type CallResult, isCallName, type Panel } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'

/**
 * A call as it comes over a border (IPC, HTTP), where anything may stand for its name and its input; the panel checks
 * the input against its schema.
 */
export async function callFromOutside(panel: Panel, name: unknown, input: unknown): Promise<CallResult<CallName>> {
  if (isCallName(name)) return panel.call(name, input as CallInput<typeof name>)
  const said = typeof name === 'string' ? name.slice(0, 64) : typeof name
  return { ok: false, error: errorView(new GatewayError('refused', 'error.unknown_channel', { name: said })) }
}

import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { callChannel, exposedCallNames } from '../../src-shared/call-names.ts'
import type { CallName, CallResult, Panel } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'

/** Whether a message comes from a page that may ask: the main frame of one of our windows, showing the panel. */
export type TrustedSender = (event: IpcMainInvokeEvent) => boolean

/**
 * Registers one channel a call of the contract, and none besides. The sender is checked here, the input by the panel (zod); whatever
 * arrives, the answer is a CallResult.
 */
export function registerCalls(
  ipcMain: Pick<IpcMain, 'handle'>,
  panel: Panel,
  isTrusted: TrustedSender,
): void {
  for (const name of exposedCallNames)
    ipcMain.handle(callChannel(name), async (event, ...parts: unknown[]): Promise<CallResult<CallName>> => {
      try {
        if (!isTrusted(event)) throw new GatewayError('auth', 'error.not_trusted')
        if (parts.length !== 1)
          throw new GatewayError('refused', 'error.input', { field: 'input', reason: 'exactly one expected' })
        return await panel.call(name, parts[0])
      } catch (error) {
        return { ok: false, error: errorView(error) }
      }
    })
}

import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import type { CallName, CallResult, Panel } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { callChannel } from '../../src-shared/ipc-channels.ts'
import { callFromOutside } from '../panel/call-from-outside.ts'

/** Whether a message comes from a page that may ask: the main frame of one of our windows, showing the panel. */
export type TrustedSender = (event: IpcMainInvokeEvent) => boolean

/**
 * Registers the channel of calls. The sender is checked here, the rest by the panel; whatever arrives, the answer is a
 * CallResult.
 */
export function registerCalls(ipcMain: Pick<IpcMain, 'handle'>, panel: Panel, isTrusted: TrustedSender): void {
  ipcMain.handle(callChannel, async (event, ...parts: unknown[]): Promise<CallResult<CallName>> => {
    try {
      if (!isTrusted(event)) throw new GatewayError('auth', 'error.not_trusted')
      if (parts.length !== 2)
        throw new GatewayError('refused', 'error.input', { field: 'input', reason: 'exactly one expected' })
      return await callFromOutside(panel, parts[0], parts[1])
    } catch (error) {
      return { ok: false, error: errorView(error) }
    }
  })
}

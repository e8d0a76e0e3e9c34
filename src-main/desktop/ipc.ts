import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import type { CallName, CallResult, Panel } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { callChannel, watchChannel } from '../../src-shared/ipc-channels.ts'
import type { WatchAnswered } from '../../src-shared/watch-messages.ts'
import { callFromOutside } from '../panel/call-from-outside.ts'
import { Watchers } from '../panel/watchers.ts'

/** Whether a message comes from a page that may ask: the main frame of one of our windows, showing the panel. */
export type TrustedSender = (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>) => boolean

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

/**
 * Registers the channel of watches for the one window. What is not asked by it, or not of ours, is passed over.
 * @returns how to end all of them: when the page is loaded anew, and when the window closes
 */
export function registerWatches(
  ipcMain: Pick<IpcMain, 'on'>,
  panel: Panel,
  { isTrusted, tell }: { readonly isTrusted: TrustedSender; readonly tell: (answered: WatchAnswered) => void },
): () => void {
  const watchers = new Watchers(panel, tell)
  ipcMain.on(watchChannel, (event: IpcMainEvent, message: unknown) => {
    if (isTrusted(event)) watchers.take(message)
  })
  return () => watchers.close()
}

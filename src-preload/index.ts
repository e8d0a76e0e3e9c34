import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { callChannel, eventChannel, exposedCallNames } from '../src-shared/call-names.ts'
import type { CallName, CallResult, Panel, PanelEvent } from '../src-shared/contract.ts'
import type { ErrorView } from '../src-shared/errors.ts'

/** The error that never came from the gateway: an unknown name, or an input that cannot leave this page. */
function refusal(text: ErrorView['text']): CallResult<CallName> {
  return { ok: false, error: { class: 'refused', text, field: null, exchange: null } }
}

const panel: Panel = {
  async call(name: unknown, input) {
    const known = exposedCallNames.find((each) => each === name)
    if (known === undefined)
      return refusal({
        key: 'error.unknown_channel',
        params: { name: typeof name === 'string' ? name.slice(0, 64) : typeof name },
      })
    try {
      return (await ipcRenderer.invoke(callChannel(known), input)) as CallResult<CallName>
    } catch {
      return refusal({ key: 'error.input', params: { field: 'input', reason: 'it cannot be sent' } })
    }
  },
  subscribe(listener) {
    const forward = (_event: IpcRendererEvent, event: PanelEvent): void => listener(event)
    ipcRenderer.on(eventChannel, forward)
    return () => void ipcRenderer.off(eventChannel, forward)
  },
}

// All that the page gets: no ipcRenderer, no channel of its choosing.
contextBridge.exposeInMainWorld('aristobot', panel)

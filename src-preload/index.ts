import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { CallInput, CallName, CallResult, Panel, PanelEvent } from '../src-shared/contract.ts'
import { callChannel, eventChannel } from '../src-shared/ipc-channels.ts'

const panel: Panel = {
  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    try {
      return (await ipcRenderer.invoke(callChannel, name, input)) as CallResult<Name>
    } catch {
      // It never left this page.
      const text = { key: 'error.input', params: { field: 'input', reason: 'it cannot be sent' } } as const
      return { ok: false, error: { class: 'refused', text, field: null, exchange: null } }
    }
  },
  subscribe(listener) {
    const forward = (_event: IpcRendererEvent, event: PanelEvent): void => listener(event)
    ipcRenderer.on(eventChannel, forward)
    return () => void ipcRenderer.off(eventChannel, forward)
  },
}

// All that the page gets: no ipcRenderer, no channel of its choosing. What it calls, and with what, is checked on the
// other side.
contextBridge.exposeInMainWorld('aristobot', panel)

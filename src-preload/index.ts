import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { CallInput, CallName, CallResult, Panel, PanelEvent, WatchTold } from '../src-shared/contract.ts'
import { callChannel, eventChannel, watchChannel } from '../src-shared/ipc-channels.ts'
import type { WatchAnswered } from '../src-shared/watch-messages.ts'

let watched = 0

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
  watch(name, input, listener) {
    watched += 1
    const watch = watched
    const forward = (_event: IpcRendererEvent, answered: WatchAnswered): void => {
      if (answered.watch === watch) listener(answered.told as WatchTold<typeof name>)
    }
    ipcRenderer.on(watchChannel, forward)
    ipcRenderer.send(watchChannel, { watch, name, input })
    return () => {
      ipcRenderer.off(watchChannel, forward)
      ipcRenderer.send(watchChannel, { unwatch: watch })
    }
  },
}

// All that the page gets: no ipcRenderer, no channel of its choosing. What it calls, and with what, is checked on the
// other side.
contextBridge.exposeInMainWorld('aristobot', panel)

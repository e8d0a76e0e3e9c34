import { create } from 'zustand'

/** How this page stands with the gateway. Electron's bridge is always connected. */
export type ConnectionState = 'connected' | 'connecting' | 'lost' | 'unauthorised'

export const useConnection = create<{ readonly state: ConnectionState }>(() => ({ state: 'connected' }))

export function setConnection(state: ConnectionState): void {
  if (useConnection.getState().state === 'unauthorised') return
  useConnection.setState({ state })
}

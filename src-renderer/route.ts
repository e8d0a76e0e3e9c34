import { useSyncExternalStore } from 'react'

/** Those of the navigation, in its order. */
export const mainScreens = ['trade', 'portfolio', 'accounts', 'journal', 'gateway'] as const
export const screens = [...mainScreens, 'settings'] as const
export type Screen = (typeof screens)[number]

/** The screen named by the address's hash now. */
export function screenNow(): Screen {
  const name = window.location.hash.replace(/^#\/?/, '')
  return screens.find((screen) => screen === name) ?? 'trade'
}

function listen(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** The screen named by the address's hash (`#/accounts`). */
export function useScreen(): Screen {
  return useSyncExternalStore(listen, screenNow)
}

export function addressOf(screen: Screen): string {
  return `#/${screen}`
}

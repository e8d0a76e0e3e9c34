import { queryOptions } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { AppInfo } from '../src-shared/contract.ts'
import { type Language, languages } from '../src-shared/messages/index.ts'
import { textsQuery } from './i18n/texts.ts'
import { queryClient } from './query.ts'
import { type Screen, screens } from './route.ts'
import { whenIdle } from './when-idle.ts'

type ScreenPart = ComponentType<{ readonly info: AppInfo }>

/** The script of each screen, which comes when it is needed. */
const imports: Readonly<Record<Screen, () => Promise<ScreenPart>>> = {
  trade: async () => (await import('./trade/trade-screen.tsx')).TradeScreen,
  portfolio: async () => (await import('./portfolio/portfolio-screen.tsx')).PortfolioScreen,
  accounts: async () => (await import('./accounts/accounts-screen.tsx')).AccountsScreen,
  journal: async () => (await import('./journal/journal-screen.tsx')).JournalScreen,
  gateway: async () => (await import('./gateway/gateway-screen.tsx')).GatewayScreen,
  settings: async () => (await import('./settings/settings-screen.tsx')).SettingsScreen,
}

/** A screen's script, loaded once. A failure is told after a second try; the person can ask for more. */
export const screenQuery = (screen: Screen) =>
  queryOptions({
    queryKey: ['part', screen],
    queryFn: async () => ({ Part: await imports[screen]() }),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: 1,
    retryDelay: 500,
  })

/** Has a screen's script there before it is shown; where that fails, it is tried again and told when it is shown. */
export async function loadScreen(screen: Screen): Promise<void> {
  await queryClient.query(screenQuery(screen)).catch(() => undefined)
}

async function loadTexts(language: Language): Promise<void> {
  await queryClient.query({ ...textsQuery(language), retry: false }).catch(() => undefined)
}

/** Loads what other screens and the other language need while nothing else is to do, so that they open at once. */
export function loadTheRest(): void {
  const parts = [
    ...screens.map((screen) => () => loadScreen(screen)),
    ...languages.map((language) => () => loadTexts(language)),
  ]
  // One after the other: a screen that is asked for meanwhile does not wait behind all of them.
  const next = (): void => {
    const load = parts.shift()
    if (load !== undefined) whenIdle(() => void load().then(next), 10_000)
  }
  next()
}

import { MantineProvider } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../src-shared/contract.ts'
import { AccountsScreen } from './accounts/accounts-screen.tsx'
import { useConnection } from './connection.ts'
import { GatewayScreen } from './gateway/gateway-screen.tsx'
import { changeLanguage } from './i18n/i18n.ts'
import { JournalScreen } from './journal/journal-screen.tsx'
import { subscribe } from './panel-client.ts'
import { onPanelEvent, useInfo } from './query.ts'
import { type Screen, useScreen } from './route.ts'
import { StartFailed, Unauthorised } from './shell/full-page.tsx'
import { Shell } from './shell/shell.tsx'
import { theme } from './theme.ts'
import { TradeScreen } from './trade/trade-screen.tsx'

export function App(): ReactNode {
  const info = useInfo()
  const system = useColorScheme('dark')
  const chosen = info.data?.theme ?? 'system'
  const { language } = info.data ?? {}

  useEffect(() => subscribe(onPanelEvent), [])
  useEffect(() => {
    if (language !== undefined) void changeLanguage(language)
  }, [language])

  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={chosen === 'system' ? system : chosen}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {/* Not over the order ticket on the right. */}
      <Notifications position="bottom-left" autoClose={4000} containerWidth={320} />
      <Content />
    </MantineProvider>
  )
}

const screens: Readonly<Record<Screen, (info: AppInfo) => ReactNode>> = {
  trade: () => <TradeScreen />,
  accounts: (info) => <AccountsScreen info={info} />,
  journal: () => <JournalScreen />,
  gateway: (info) => <GatewayScreen info={info} />,
}

function Content(): ReactNode {
  const info = useInfo()
  const connection = useConnection((state) => state.state)
  const screen = useScreen()
  const { t } = useTranslation()

  useEffect(() => {
    document.title = `${t(`nav.${screen}`)} · ${t('app.name')}`
  }, [screen, t])

  if (connection === 'unauthorised') return <Unauthorised />
  if (info.data === undefined) return <StartFailed query={info} />
  return (
    <Shell screen={screen} info={info.data}>
      {screens[screen](info.data)}
    </Shell>
  )
}

import { MantineProvider } from '@mantine/core'
import { useColorScheme, useReducedMotion } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../src-shared/messages/index.ts'
import { useConnection } from './connection.ts'
import { changeLanguage } from './i18n/i18n.ts'
import { textsQuery } from './i18n/texts.ts'
import { useLanguage } from './i18n/use-language.ts'
import { useInfo } from './query.ts'
import { useScreen } from './route.ts'
import { useSelectedAccount } from './shell/account.ts'
import { StartFailed, Unauthorised } from './shell/full-page.tsx'
import { LazyScreen } from './shell/lazy-screen.tsx'
import { Shell } from './shell/shell.tsx'
import { theme } from './theme.ts'
import { notify } from './ui/notify.ts'

export function App(): ReactNode {
  const info = useInfo()
  const system = useColorScheme('dark')
  const reducedMotion = useReducedMotion()
  const chosen = info.data?.theme ?? 'system'
  useWantedLanguage(info.data?.language)

  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={chosen === 'system' ? system : chosen}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {/* Not over the order ticket on the right, nor over a dialog, whose buttons it would cover. */}
      <Notifications
        position="bottom-left"
        autoClose={4000}
        containerWidth={340}
        limit={9}
        zIndex={190}
        transitionDuration={reducedMotion ? 0 : 250}
      />
      <Content />
    </MantineProvider>
  )
}

/** The window speaks the language that is set as soon as it has its texts; until then the one before. */
function useWantedLanguage(wanted: Language | undefined): void {
  const { t } = useTranslation()
  const spoken = useLanguage()
  const language = wanted ?? spoken
  const { data: texts, failureCount } = useQuery({ ...textsQuery(language), enabled: language !== spoken })

  useEffect(() => {
    if (texts !== undefined && language !== spoken) void changeLanguage(language, texts)
  }, [language, spoken, texts])
  useEffect(() => {
    if (failureCount === 1) notify(t('shell.textsMissing'))
  }, [failureCount, t])
}

function Content(): ReactNode {
  const info = useInfo()
  const connection = useConnection((state) => state.state)
  const screen = useScreen()
  const { t } = useTranslation()

  const account = useSelectedAccount()?.name ?? null
  const gateway = info.data?.gatewayName ?? null

  // What tells tabs and gateways apart comes first: of a title a browser shows little.
  useEffect(() => {
    const parts = [account, t(`nav.${screen}`), gateway, t('app.name')]
    document.title = parts.filter((part) => part !== null).join(' · ')
  }, [screen, account, gateway, t])

  if (connection === 'unauthorised') return <Unauthorised />
  if (info.data === undefined) return <StartFailed query={info} />
  return (
    <Shell screen={screen} info={info.data}>
      <LazyScreen screen={screen} info={info.data} />
    </Shell>
  )
}

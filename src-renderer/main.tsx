import './zod-without-eval.ts'
import './mantine.css'
import './styles/tokens.css'
import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Language } from '../src-shared/messages/index.ts'
import { App } from './app.tsx'
import { startI18n } from './i18n/i18n.ts'
import { call, subscribe } from './panel-client.ts'
import { loadScreen, loadTheRest } from './parts.ts'
import { keys, onPanelEvent, queryClient } from './query.ts'
import { screenNow } from './route.ts'

/** The language before the gateway has told it: the system's. */
const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en')

/** Until this has drawn something, and where it cannot, the sentence in index.html stands. */
async function start(): Promise<void> {
  // Before anything is asked: what changes after an answer must be heard.
  subscribe(onPanelEvent)
  // Its script comes while the gateway is asked.
  void loadScreen(screenNow())
  const info = await call('app.info', {}).catch(() => null)
  if (info !== null) queryClient.setQueryData(keys.info, info)
  await startI18n(info?.language ?? systemLanguage())
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
  loadTheRest()
}

void start()

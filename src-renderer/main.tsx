import './zod-without-eval.ts'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Language } from '../src-shared/messages/index.ts'
import { App } from './app.tsx'
import { startI18n } from './i18n/i18n.ts'
import { call } from './panel-client.ts'
import { keys, queryClient } from './query.ts'

/** The language before the gateway has told it: the system's. */
const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en')

async function start(): Promise<void> {
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
}

void start()

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import i18next, { type TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { changeLanguage, startI18n } from '../../../src-renderer/i18n/i18n.ts'
import { loadTexts } from '../../../src-renderer/i18n/texts.ts'
import { queryClient } from '../../../src-renderer/query.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { FakePanel } from './fake-panel.ts'

/** The window keeps the first gateway that it finds: one for each test file. */
export const panel = new FakePanel()
Object.defineProperty(window, 'aristobot', { value: panel })

/** The texts of the language that is shown. */
export const t: TFunction = i18next.t

interface Shown {
  readonly user: ReturnType<typeof userEvent.setup>
  /** The button of this name, whatever else is on the screen. */
  readonly button: (name: string) => HTMLButtonElement
  readonly field: (label: string) => HTMLInputElement
}

/** Draws a part of the panel as the window does, in a language. */
export async function show(part: ReactNode, language: Language = 'en'): Promise<Shown> {
  if (i18next.isInitialized) await changeLanguage(language, await loadTexts[language]())
  else await startI18n(language)
  render(
    <QueryClientProvider client={queryClient}>
      <MantineProvider env="test">
        <Notifications />
        {part}
      </MantineProvider>
    </QueryClientProvider>,
  )
  return {
    user: userEvent.setup({ delay: null }),
    button: (name) => screen.getByRole<HTMLButtonElement>('button', { name }),
    field: (label) => screen.getByRole<HTMLInputElement>('textbox', { name: label }),
  }
}

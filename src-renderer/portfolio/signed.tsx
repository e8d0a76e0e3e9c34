import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/use-language.ts'
import { percentText, toneOf, valueText } from './money-text.ts'

interface SignedProps {
  readonly value: string | null
  readonly percent?: string | null
  readonly currency: string
}

/** A gain or a loss: its sign tells, and its colour repeats it. */
export function Signed({ value, percent = null, currency }: SignedProps): ReactNode {
  const language = useLanguage()
  return (
    <span className={`num signed ${toneOf(value)}`}>
      {valueText(value, currency, language, { plusSign: true })}
      {percent !== null && ` (${percentText(percent, language, { plusSign: true })})`}
    </span>
  )
}

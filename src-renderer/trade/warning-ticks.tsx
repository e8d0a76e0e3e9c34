import { Checkbox } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import type { OrderWarning } from './order-warnings.ts'
import { warningKey, warningText } from './warning-text.ts'

/** Which warnings were said yes to. A new one asks anew. */
export function useTicks(warnings: readonly OrderWarning[]): {
  readonly ticked: ReadonlySet<string>
  readonly all: boolean
  readonly tick: (key: string, yes: boolean) => void
} {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  return {
    ticked,
    all: warnings.every((each) => ticked.has(warningKey(each))),
    tick: (key, yes) =>
      setTicked((before) => new Set(yes ? [...before, key] : [...before].filter((each) => each !== key))),
  }
}

interface WarningTicksProps {
  readonly warnings: readonly OrderWarning[]
  readonly ticks: ReturnType<typeof useTicks>
}

/** One box for each warning; nothing is sent before all are ticked. */
export function WarningTicks({ warnings, ticks }: WarningTicksProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (warnings.length === 0) return null
  return (
    <fieldset className="note warn ticks">
      <legend className="visually-hidden">{t('warnings.title')}</legend>
      <strong>{t('warnings.title')}</strong>
      {warnings.map((warning) => {
        const key = warningKey(warning)
        return (
          <Checkbox
            key={key}
            size="xs"
            label={warningText(warning, language, t)}
            checked={ticks.ticked.has(key)}
            onChange={(event) => ticks.tick(key, event.currentTarget.checked)}
          />
        )
      })}
    </fieldset>
  )
}

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usualWarningLimits, type WarningLimits } from '../../src-shared/order-warnings.ts'
import { viewOf } from '../panel-client.ts'
import { useInfo } from '../query.ts'
import { useSaveSettings } from '../settings/use-save-settings.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { ErrorNote } from '../ui/parts.tsx'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'

const limitNames = ['throughPercent', 'awayPercent', 'timesUsual'] as const
type Draft = Readonly<Record<keyof WarningLimits, TypedNumber>>

/** From where on an order asks once more. An empty field never asks. */
export function WarningLimitsForm({ onSaved, cancel }: { onSaved: () => void; cancel?: ReactNode }): ReactNode {
  const { t } = useTranslation()
  const before = useInfo().data?.orderWarnings ?? usualWarningLimits
  const [draft, setDraft] = useState<Draft>(() => ({
    throughPercent: before.throughPercent ?? '',
    awayPercent: before.awayPercent ?? '',
    timesUsual: before.timesUsual ?? '',
  }))
  const save = useSaveSettings()
  const wrong = (typed: TypedNumber): boolean => typed !== '' && numberIn(typed)?.isPositive() !== true
  const limit = (typed: TypedNumber): string | null => numberIn(typed)?.toString() ?? null
  const bad = limitNames.some((name) => wrong(draft[name]))
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (bad || save.isPending) return
        const { throughPercent, awayPercent, timesUsual } = draft
        const orderWarnings = {
          throughPercent: limit(throughPercent),
          awayPercent: limit(awayPercent),
          timesUsual: limit(timesUsual),
        }
        save.mutate({ orderWarnings }, { onSuccess: onSaved })
      }}
    >
      <p className="soft">{t('warnings.settingsHelp')}</p>
      {limitNames.map((name) => (
        <DecimalField
          key={name}
          label={t(`warnings.${name}`)}
          value={draft[name]}
          unit={name === 'timesUsual' ? '×' : '%'}
          placeholder={t('warnings.never')}
          error={wrong(draft[name]) ? t('limits.problem.notPositive') : null}
          onChange={(typed) => setDraft({ ...draft, [name]: typed })}
        />
      ))}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      <div className="actions">
        {cancel}
        <Button type="submit" disabled={bad} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

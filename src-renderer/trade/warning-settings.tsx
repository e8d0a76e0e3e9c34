import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usualWarningLimits, type WarningLimits } from '../../src-shared/order-warnings.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useInfo } from '../query.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/parts.tsx'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'

const limitNames = ['throughPercent', 'awayPercent', 'timesUsual'] as const
type Draft = Readonly<Record<keyof WarningLimits, TypedNumber>>

/** From where on an order asks once more. An empty field never asks. */
export function WarningSettings({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const before = useInfo().data?.orderWarnings ?? usualWarningLimits
  const [draft, setDraft] = useState<Draft>(() => ({
    throughPercent: before.throughPercent ?? '',
    awayPercent: before.awayPercent ?? '',
    timesUsual: before.timesUsual ?? '',
  }))
  const save = useMutation({
    mutationFn: (orderWarnings: WarningLimits) => call('settings.set', { orderWarnings }),
    onSuccess: (info) => {
      queryClient.setQueryData(keys.info, info)
      onClose()
    },
  })
  const wrong = (typed: TypedNumber): boolean => typed !== '' && numberIn(typed)?.isPositive() !== true
  const limit = (typed: TypedNumber): string | null => numberIn(typed)?.toString() ?? null
  const bad = limitNames.some((name) => wrong(draft[name]))
  return (
    <FormDialog
      onClose={onClose}
      title={t('warnings.settings')}
      onSubmit={() => {
        if (bad || save.isPending) return
        const { throughPercent, awayPercent, timesUsual } = draft
        save.mutate({
          throughPercent: limit(throughPercent),
          awayPercent: limit(awayPercent),
          timesUsual: limit(timesUsual),
        })
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
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={bad} loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </FormDialog>
  )
}

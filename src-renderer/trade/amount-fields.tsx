import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { FieldsProps } from './fields-props.ts'
import { ShareButtons } from './share-buttons.tsx'
import { editDraft, touch } from './ticket-store.ts'

/** How much, in which unit where the market leaves the choice, and shares of the balance to fill it in. */
export function AmountFields({ model, market, errorOf, offersOf }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft, shape, unit } = model
  return (
    <>
      <div className="row">
        <div className="grow">
          <DecimalField
            label={`${t('ticket.amount')} (${market[unit]})`}
            value={draft.amount}
            error={errorOf('amount')}
            offers={offersOf('amount')}
            onChange={(amount) => editDraft({ amount }, 'amount')}
            onLeave={() => touch('amount')}
          />
        </div>
        {shape.units.length > 1 && (
          <NativeSelect
            className="unit-select"
            label={t('ticket.unit')}
            aria-label={t('ticket.amountUnit')}
            value={unit}
            data={shape.units.map((value) => ({ value, label: market[value] }))}
            onChange={(event) => {
              const chosen = shape.units.find((each) => each === event.currentTarget.value)
              if (chosen !== undefined) editDraft({ unit: chosen, amount: '' })
            }}
          />
        )}
      </div>
      <ShareButtons model={model} market={market} />
    </>
  )
}

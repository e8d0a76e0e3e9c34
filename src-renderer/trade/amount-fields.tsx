import { NativeSelect } from '@mantine/core'
import { memo, type ReactNode, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { MarketView } from '../views.ts'
import type { Unit } from './draft.ts'
import type { FieldsProps } from './fields-props.ts'
import { ShareButtons } from './share-buttons.tsx'
import { sizingPrice } from './sizing.ts'
import { editDraft, typingIn } from './ticket-store.ts'

const typing = typingIn('amount')

/** How much, in which unit where the market leaves the choice, and shares of the balance to fill it in. */
export function AmountFields({ model, market, errorOf, offersOf }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft, shape, unit } = model
  const price = useDeferredValue(sizingPrice(model, market)?.toString() ?? null)
  return (
    <>
      <div className="row">
        <div className="grow">
          <DecimalField
            label={`${t('ticket.amount')} (${market[unit]})`}
            value={draft.amount}
            error={errorOf('amount')}
            offers={offersOf('amount')}
            {...typing}
          />
        </div>
        {shape.units.length > 1 && <UnitSelect unit={unit} units={shape.units} market={market} />}
      </div>
      <ShareButtons
        side={draft.side}
        unit={unit}
        isMarketOrder={shape.kind === 'market'}
        market={market}
        available={model.available}
        price={price}
      />
    </>
  )
}

interface UnitSelectProps {
  readonly unit: Unit
  readonly units: readonly Unit[]
  readonly market: MarketView
}

const UnitSelect = memo(function UnitSelect({ unit, units, market }: UnitSelectProps): ReactNode {
  const { t } = useTranslation()
  return (
    <NativeSelect
      className="unit-select"
      label={t('ticket.unit')}
      aria-label={t('ticket.amountUnit')}
      value={unit}
      data={units.map((value) => ({ value, label: market[value] }))}
      onChange={(event) => {
        const chosen = units.find((each) => each === event.currentTarget.value)
        if (chosen !== undefined) editDraft({ unit: chosen, amount: '' })
      }}
    />
  )
})

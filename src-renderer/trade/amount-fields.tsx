import { Slider } from '@mantine/core'
import { memo, type ReactNode, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { Money } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { TypedNumber } from '../ui/typed-number.ts'
import type { MarketView } from '../views.ts'
import type { Unit } from './draft.ts'
import type { FieldsProps } from './fields-props.ts'
import { amountOfBalance, otherAmount, shareOfBalance, type SizingInput, sizingPrice } from './sizing.ts'
import { editDraft, touch } from './ticket-store.ts'

const labels = { base: 'ticket.amount', quote: 'ticket.total' } as const
const typing: Readonly<Record<Unit, (amount: TypedNumber) => void>> = {
  base: (amount) => editDraft({ amount, unit: 'base' }, 'amount'),
  quote: (amount) => editDraft({ amount, unit: 'quote' }, 'amount'),
}
const onLeave = (): void => touch('amount')

/** How much: base units or their total, whichever is typed; and a share of the balance to fill it in. */
export function AmountFields({ model, market, errorOf, offersOf }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { draft, shape, unit } = model
  const price = useDeferredValue(sizingPrice(model, market)?.toString() ?? null)
  const other = otherAmount(draft.amount, unit, price, market)
  return (
    <>
      <div className="amounts">
        {(['base', 'quote'] as const).map((each) => {
          const isTyped = each === unit
          const mayType = shape.units.includes(each)
          const about = other === null ? '' : `≈ ${formatDecimal(other, language)}`
          return (
            <DecimalField
              key={each}
              label={t(labels[each])}
              fullLabel={`${t(labels[each])} (${market[each]})`}
              unit={market[each]}
              value={isTyped ? draft.amount : ''}
              placeholder={isTyped ? '' : about}
              disabled={!mayType}
              error={isTyped ? errorOf('amount') : null}
              offers={isTyped ? offersOf('amount') : none}
              onChange={typing[each]}
              onLeave={onLeave}
            />
          )
        })}
      </div>
      <BalanceShare
        side={draft.side}
        unit={unit}
        isMarketOrder={shape.kind === 'market'}
        market={market}
        available={model.available}
        price={price}
        amount={draft.amount}
      />
    </>
  )
}

const none: readonly string[] = []

interface BalanceShareProps extends Pick<SizingInput, 'side' | 'unit' | 'isMarketOrder'> {
  readonly market: MarketView
  readonly available: SizingInput['available'] | null
  /** Decimal text of the price at which base and quote are converted; null: not known. */
  readonly price: string | null
  readonly amount: TypedNumber
}

const marks = [0, 25, 50, 75, 100].map((value) => ({ value }))

/** Fills in a part of what the account has free, rounded down to the market's step. */
const BalanceShare = memo(function BalanceShare(props: BalanceShareProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { side, market, available } = props
  const spent = side === 'buy' ? market.quote : market.base
  const free = side === 'buy' ? available?.quote : available?.base
  const price = props.price === null ? null : Money.parse(props.price)
  const of = { ...props, available: available ?? { base: '0', quote: '0' }, price }
  const whole = amountOfBalance({ ...of, percent: 100 })
  return (
    <div>
      <Slider
        size="sm"
        marks={marks}
        value={shareOfBalance(props.amount, of)}
        label={(percent) => `${percent} %`}
        thumbLabel={t('ticket.share')}
        disabled={whole?.isPositive() !== true}
        onChange={(percent) => {
          const amount = percent === 0 ? null : amountOfBalance({ ...of, percent })
          editDraft({ amount: amount?.toString() ?? '', unit: props.unit }, 'amount')
        }}
      />
      <div className="soft small available">
        {t('ticket.available', {
          amount: free === undefined ? '—' : `${formatDecimal(free, language)} ${spent}`,
        })}
      </div>
    </div>
  )
})

import { Button } from '@mantine/core'
import type { TFunction } from 'i18next'
import { type ReactNode, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { MarketView, TickerView } from '../views.ts'
import { percentOfBips } from './build-request.ts'
import type { FieldsProps } from './fields-props.ts'
import { priceShortcuts } from './price-shortcuts.ts'
import { editDraft, typingIn } from './ticket-store.ts'

const typing = {
  triggerPrice: typingIn('triggerPrice'),
  trailingPercent: typingIn('trailingPercent', 'trailingBips'),
  activationPrice: typingIn('activationPrice'),
  price: typingIn('price'),
}

/** Trigger, trailing distance, activation and limit price: those that the kind of order has on this market. */
export function PriceFields({ model, market, errorOf, offersOf }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { draft, shape } = model
  return (
    <>
      {shape.trigger && (
        <DecimalField
          label={t('ticket.triggerPrice')}
          value={draft.triggerPrice}
          unit={market.quote}
          error={errorOf('triggerPrice')}
          offers={offersOf('triggerPrice')}
          {...typing.triggerPrice}
        />
      )}
      {shape.trailing && (
        <DecimalField
          label={t('ticket.trailing')}
          description={trailingHelp(market, language, t)}
          value={draft.trailingPercent}
          unit="%"
          error={errorOf('trailingBips')}
          offers={offersOf('trailingBips')}
          {...typing.trailingPercent}
        />
      )}
      {shape.activation && (
        <DecimalField
          label={t('ticket.activationPrice')}
          value={draft.activationPrice}
          unit={market.quote}
          error={errorOf('activationPrice')}
          offers={offersOf('activationPrice')}
          {...typing.activationPrice}
        />
      )}
      {shape.price !== 'none' && (
        <DecimalField
          label={t(shape.price === 'optional' ? 'ticket.priceOptional' : 'ticket.price')}
          value={draft.price}
          unit={market.quote}
          error={errorOf('price')}
          offers={offersOf('price')}
          {...typing.price}
        />
      )}
      {shape.price !== 'none' && <Shortcuts ticker={model.priced ? model.ticker : null} market={market} />}
    </>
  )
}

interface ShortcutsProps {
  readonly ticker: TickerView | null
  readonly market: MarketView
}

/** Prices of now, each a click away from the limit. */
function Shortcuts({ ticker, market }: ShortcutsProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const shortcuts = useDeferredValue(ticker === null ? null : JSON.stringify(priceShortcuts(ticker, market)))
  const prices = shortcuts === null ? [] : (JSON.parse(shortcuts) as ReturnType<typeof priceShortcuts>)
  return (
    <div className="shortcuts">
      {prices.map(([name, price]) => (
        <Button
          key={name}
          size="compact-xs"
          variant="default"
          title={formatDecimal(price, language)}
          aria-label={t('price.use', { price: `${t(`shortcut.${name}`)} ${formatDecimal(price, language)}` })}
          onClick={() => editDraft({ price }, 'price')}
        >
          {t(`shortcut.${name}`)}
        </Button>
      ))}
    </div>
  )
}

function trailingHelp(market: MarketView, language: Language, t: TFunction): string {
  const range = market.capabilities.trailing
  if (range === null) return ''
  return t('ticket.trailingHelp', {
    minimum: formatDecimal(percentOfBips(range.minBips), language),
    maximum: formatDecimal(percentOfBips(range.maxBips), language),
  })
}

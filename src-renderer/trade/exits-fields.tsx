import { Checkbox } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Holder } from '../../src-shared/exit-plan.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { HolderBadge } from '../ui/holder-badge.tsx'
import type { MarketView } from '../views.ts'
import { planOf } from './draft.ts'
import { EntryAsLimit } from './entry-as-limit.tsx'
import { estimateFor, type ExitEstimate } from './estimates.ts'
import { ExitResult } from './exit-result.tsx'
import { ExitsNotes } from './exits-notes.tsx'
import { type ExitLegName, exitLegNames, type ExitsShape } from './exits-shape.ts'
import type { FieldsProps } from './fields-props.ts'
import { isEntryAsLimit } from './sizing.ts'
import { editExit, typingInExit } from './ticket-store.ts'

interface ExitsFieldsProps extends FieldsProps {
  readonly exits: ExitsShape
}

/** Take-profit and stop-loss: with an entry, or the two halves of an OCO. Each says who will hold it. */
export function ExitsFields({ exits, ...fields }: ExitsFieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft, shape } = fields.model
  const problem = fields.errorOf('exits')
  const plan = planOf(draft, fields.market)
  const estimate = estimateFor(fields.model.request, fields.market, fields.model)
  return (
    <fieldset className="exits">
      <legend>{exits === 'oco' ? t('kind.oco') : t('ticket.exits')}</legend>
      {exitLegNames.map((name) => (
        <div key={name} className="stack tight">
          <div className="exit-head">
            {exits === 'oco' ? (
              <span>{t(`ticket.${name}`)}</span>
            ) : (
              <Switch name={name} enabled={draft[name].enabled} />
            )}
            <HeldBy holder={plan?.holders[name] ?? null} />
          </div>
          {(exits === 'oco' || draft[name].enabled) && <Leg name={name} {...fields} />}
          <Result of={estimate?.[name] ?? null} market={fields.market} />
        </div>
      ))}
      {isEntryAsLimit(draft, shape, fields.market) && <EntryAsLimit />}
      {plan !== null && <ExitsNotes plan={plan} confirmed={fields.market.capabilities.attachedExits.confirmed} />}
      {problem !== null && (
        <div className="bad small" role="alert">
          {problem}
        </div>
      )}
    </fieldset>
  )
}

function Result({ of, market }: { of: ExitEstimate | null; market: MarketView }): ReactNode {
  return of === null ? null : (
    <div className="small">
      <ExitResult of={of} market={market} />
    </div>
  )
}

function HeldBy({ holder }: { readonly holder: Holder | null }): ReactNode {
  return holder === null ? null : <HolderBadge holder={holder} />
}

interface SwitchProps {
  readonly name: ExitLegName
  readonly enabled: boolean
}

const Switch = memo(function Switch({ name, enabled }: SwitchProps): ReactNode {
  const { t } = useTranslation()
  return (
    <Checkbox
      size="xs"
      label={t(`ticket.${name}`)}
      checked={enabled}
      onChange={(event) => editExit(name, { enabled: event.currentTarget.checked }, 'exits')}
    />
  )
})

const typingOf = (name: ExitLegName) => ({
  triggerPrice: typingInExit(name, 'triggerPrice'),
  limitPrice: typingInExit(name, 'limitPrice'),
})
const typing = { takeProfit: typingOf('takeProfit'), stopLoss: typingOf('stopLoss') }

/** The prices of one exit. */
function Leg({ name, model, errorOf, offersOf }: FieldsProps & { readonly name: ExitLegName }): ReactNode {
  const { t } = useTranslation()
  const exit = model.draft[name]
  const triggerField = `${name}.triggerPrice` as const
  const limitField = `${name}.limitPrice` as const
  return (
    <div className="exit-fields">
      <DecimalField
        label={t('ticket.exitTrigger')}
        fullLabel={t(`ticket.${name}Trigger`)}
        value={exit.triggerPrice}
        error={errorOf(triggerField)}
        offers={offersOf(triggerField)}
        {...typing[name].triggerPrice}
      />
      <DecimalField
        label={t('ticket.exitLimit')}
        fullLabel={t(`ticket.${name}Limit`)}
        placeholder={t('ticket.emptyIsMarket')}
        value={exit.limitPrice}
        error={errorOf(limitField)}
        offers={offersOf(limitField)}
        {...typing[name].limitPrice}
      />
    </div>
  )
}

import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Holder } from '../../src-shared/exit-plan.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { HolderBadge } from '../ui/holder-badge.tsx'
import { planOf } from './draft.ts'
import { EntryAsLimit } from './entry-as-limit.tsx'
import { ExitsNotes } from './exits-notes.tsx'
import { type ExitLegName, exitLegNames, type ExitsShape } from './exits-shape.ts'
import type { FieldsProps } from './fields-props.ts'
import { isEntryAsLimit } from './sizing.ts'
import { editDraft, touch } from './ticket-store.ts'

interface ExitsFieldsProps extends FieldsProps {
  readonly exits: ExitsShape
}

/** Take-profit and stop-loss: with an entry, or the two halves of an OCO. Each says who will hold it. */
export function ExitsFields({ exits, ...fields }: ExitsFieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft, shape } = fields.model
  const problem = fields.errorOf('exits')
  const plan = planOf(draft, fields.market)
  return (
    <fieldset className="exits">
      <legend>{exits === 'oco' ? t('kind.oco') : t('ticket.exits')}</legend>
      {exitLegNames.map((name) => (
        <div key={name} className="stack tight">
          <div className="exit-head">
            {exits === 'oco' ? <span>{t(`ticket.${name}`)}</span> : <Switch name={name} {...fields} />}
            <HeldBy holder={plan?.holders[name] ?? null} />
          </div>
          {(exits === 'oco' || draft[name].enabled) && <Leg name={name} {...fields} />}
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

function HeldBy({ holder }: { readonly holder: Holder | null }): ReactNode {
  return holder === null ? null : <HolderBadge holder={holder} />
}

function Switch({ name, model }: FieldsProps & { readonly name: ExitLegName }): ReactNode {
  const { t } = useTranslation()
  const exit = model.draft[name]
  return (
    <Checkbox
      size="xs"
      label={t(`ticket.${name}`)}
      checked={exit.enabled}
      onChange={(event) => editDraft({ [name]: { ...exit, enabled: event.currentTarget.checked } }, 'exits')}
    />
  )
}

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
        onChange={(triggerPrice) => editDraft({ [name]: { ...exit, triggerPrice } }, triggerField)}
        onLeave={() => touch(triggerField)}
      />
      <DecimalField
        label={t('ticket.exitLimit')}
        fullLabel={t(`ticket.${name}Limit`)}
        placeholder={t('ticket.emptyIsMarket')}
        value={exit.limitPrice}
        error={errorOf(limitField)}
        offers={offersOf(limitField)}
        onChange={(limitPrice) => editDraft({ [name]: { ...exit, limitPrice } }, limitField)}
        onLeave={() => touch(limitField)}
      />
    </div>
  )
}

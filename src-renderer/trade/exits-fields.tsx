import { Checkbox, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { ExitLegName, ExitsShape } from './exits-shape.ts'
import { EntryAsLimit } from './entry-as-limit.tsx'
import type { FieldsProps } from './fields-props.ts'
import { isEntryAsLimit } from './sizing.ts'
import { chooseExit, editDraft, touch } from './ticket-store.ts'

interface ExitsFieldsProps extends FieldsProps {
  readonly exits: ExitsShape
}

/** Take-profit and stop-loss: attached to an entry, or the two halves of an OCO. */
export function ExitsFields({ exits, ...fields }: ExitsFieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft } = fields.model
  const problem = fields.errorOf('exits')
  const legs: readonly ExitLegName[] = exits.kind === 'oco' ? ['takeProfit', 'stopLoss'] : exits.legs
  const shown = exits.kind === 'oco' ? legs : legs.filter((name) => draft[name].enabled)
  return (
    <fieldset className="exits">
      <legend>{exits.kind === 'oco' ? t('kind.oco') : t('ticket.exits')}</legend>
      {exits.kind === 'attached' && exits.choice === 'one' && (
        <OneExit legs={legs} symbol={fields.market.symbol} chosen={shown[0] ?? null} />
      )}
      {exits.kind === 'attached' && exits.choice === 'together' && (
        <div className="soft small">{t('ticket.exitsTogether', { symbol: fields.market.symbol })}</div>
      )}
      {legs.map((name) => (
        <div key={name} className="stack tight">
          {exits.kind === 'oco' && <span>{t(`ticket.${name}`)}</span>}
          {exits.kind === 'attached' && exits.choice !== 'one' && <Switch name={name} {...fields} />}
          {shown.includes(name) && <Leg name={name} exits={exits} {...fields} />}
        </div>
      ))}
      {isEntryAsLimit(draft, fields.model.shape, fields.market) && <EntryAsLimit />}
      {exits.kind === 'attached' && !exits.confirmed && shown.length > 0 && (
        <div className="note warn" role="status">
          {t('ticket.exitsUnconfirmed')}
        </div>
      )}
      {problem !== null && (
        <div className="bad small" role="alert">
          {problem}
        </div>
      )}
    </fieldset>
  )
}

interface OneExitProps {
  readonly legs: readonly ExitLegName[]
  readonly symbol: string
  readonly chosen: ExitLegName | null
}

/** Where an entry carries one exit only. */
function OneExit({ legs, symbol, chosen }: OneExitProps): ReactNode {
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={t('ticket.oneExit')}
      description={t('ticket.oneExitHelp', { symbol })}
      value={chosen ?? ''}
      data={[
        { value: '', label: t('ticket.noExit') },
        ...legs.map((value) => ({ value, label: t(`ticket.${value}`) })),
      ]}
      onChange={(event) => chooseExit(legs.find((each) => each === event.currentTarget.value) ?? null)}
    />
  )
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

/** The prices of one exit; its limit price only where there is a choice, or where it is needed. */
function Leg({ name, model, exits, errorOf }: ExitsFieldsProps & { readonly name: ExitLegName }): ReactNode {
  const { t } = useTranslation()
  const exit = model.draft[name]
  const { limitExits, marketExits } = exits.execution
  const triggerField = `${name}.triggerPrice` as const
  const limitField = `${name}.limitPrice` as const
  return (
    <div className={limitExits ? 'exit-fields' : undefined}>
      <DecimalField
        label={t('ticket.exitTrigger')}
        fullLabel={t(`ticket.${name}Trigger`)}
        value={exit.triggerPrice}
        error={errorOf(triggerField)}
        onChange={(triggerPrice) => editDraft({ [name]: { ...exit, triggerPrice } }, triggerField)}
        onLeave={() => touch(triggerField)}
      />
      {limitExits && (
        <DecimalField
          label={t('ticket.exitLimit')}
          fullLabel={t(`ticket.${name}Limit`)}
          placeholder={marketExits ? t('ticket.emptyIsMarket') : ''}
          value={exit.limitPrice}
          error={errorOf(limitField)}
          onChange={(limitPrice) => editDraft({ [name]: { ...exit, limitPrice } }, limitField)}
          onLeave={() => touch(limitField)}
        />
      )}
    </div>
  )
}

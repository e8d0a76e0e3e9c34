import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DecimalField } from '../ui/decimal-field.tsx'
import type { MarketView } from '../views.ts'
import type { DraftField } from './build-request.ts'
import { editDraft, touch } from './ticket-store.ts'
import type { TicketModel } from './use-ticket.ts'

interface ExitsFieldsProps {
  readonly model: TicketModel
  readonly market: MarketView
  readonly errorOf: (field: DraftField) => string | null
}

/** Take-profit and stop-loss: attached to an entry, or the two halves of an OCO. */
export function ExitsFields({ model, market, errorOf }: ExitsFieldsProps): ReactNode {
  const { t } = useTranslation()
  const attached = model.shape.exits === 'attached'
  return (
    <fieldset className="exits">
      <legend>{attached ? t('ticket.exits') : t('kind.oco')}</legend>
      <Exit name="takeProfit" {...{ model, market, errorOf, attached }} />
      <Exit name="stopLoss" {...{ model, market, errorOf, attached }} />
      {errorOf('exits') !== null && (
        <div className="bad small" role="alert">
          {errorOf('exits')}
        </div>
      )}
    </fieldset>
  )
}

interface ExitProps extends ExitsFieldsProps {
  readonly name: 'takeProfit' | 'stopLoss'
  readonly attached: boolean
}

function Exit({ name, model, market, errorOf, attached }: ExitProps): ReactNode {
  const { t } = useTranslation()
  const exit = model.draft[name]
  const able = market.capabilities.attachedExits
  const withLimit = !attached || able.limitExits
  const change = (part: Partial<typeof exit>, field: DraftField): void =>
    editDraft({ [name]: { ...exit, ...part } }, field)
  const triggerField = `${name}.triggerPrice` as const
  const limitField = `${name}.limitPrice` as const
  return (
    <>
      {attached ? (
        <Checkbox
          size="xs"
          label={t(`ticket.${name}`)}
          checked={exit.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked }, 'exits')}
        />
      ) : (
        <span>{t(`ticket.${name}`)}</span>
      )}
      {(!attached || exit.enabled) && (
        <div className={withLimit ? 'exit-fields' : undefined}>
          <DecimalField
            label={t(`ticket.${name}Trigger`)}
            value={exit.triggerPrice}
            error={errorOf(triggerField)}
            onChange={(triggerPrice) => change({ triggerPrice }, triggerField)}
            onLeave={() => touch(triggerField)}
          />
          {withLimit && (
            <DecimalField
              label={t(`ticket.${name}Limit`)}
              placeholder={attached && !able.marketExits ? '' : t('ticket.emptyIsMarket')}
              value={exit.limitPrice}
              error={errorOf(limitField)}
              onChange={(limitPrice) => change({ limitPrice }, limitField)}
              onLeave={() => touch(limitField)}
            />
          )}
        </div>
      )}
    </>
  )
}

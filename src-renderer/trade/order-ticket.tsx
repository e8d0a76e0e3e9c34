import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconEraser } from '@tabler/icons-react'
import { memo, type ReactNode, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Side } from '../../src-shared/order.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { EnvironmentMark } from '../shell/environment-mark.tsx'
import { errorText, problemText } from '../ui/error-text.ts'
import { Panel } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { AmountFields } from './amount-fields.tsx'
import type { DraftField } from './build-request.ts'
import { ConfirmOrder } from './confirm-order.tsx'
import { describeOrder } from './describe-order.ts'
import { withTerms } from './draft.ts'
import { DryRun } from './dry-run.tsx'
import { ExitsFields } from './exits-fields.tsx'
import { KindChoice } from './kind-choice.tsx'
import { MarketFill } from './market-fill.tsx'
import { PlaceResultNote } from './place-result.tsx'
import { PriceFields } from './price-fields.tsx'
import { TermsFields } from './terms-fields.tsx'
import { TicketFoot } from './ticket-foot.tsx'
import { editDraft, isLocked, resetTicket, useTicket } from './ticket-store.ts'
import { useHindrance } from './use-hindrance.ts'
import { usePlaceOrder, useTicketModel } from './use-ticket.ts'
import { WarningSettings } from './warning-settings.tsx'
import { shortageText, warningKey, warningText } from './warning-text.ts'

interface OrderTicketProps {
  readonly account: AccountView
  readonly market: MarketView | null
}

/** The order form. */
export function OrderTicket({ account, market }: OrderTicketProps): ReactNode {
  const { t } = useTranslation()
  const locked = useTicket(isLocked)
  const [settings, setSettings] = useState(false)
  return (
    <Panel
      title={t('ticket.title')}
      className="ticket"
      head={
        <>
          {market !== null && <strong>{market.symbol}</strong>}
          {account.environment.kind === 'production' && <EnvironmentMark kind="production" />}
          <ActionIcon
            className="push"
            size="sm"
            variant="default"
            aria-label={t('warnings.settings')}
            title={t('warnings.settings')}
            onClick={() => setSettings(true)}
          >
            <IconAlertTriangle size={14} />
          </ActionIcon>
          <ActionIcon
            size="sm"
            variant="default"
            aria-label={t('ticket.reset')}
            title={t('ticket.reset')}
            disabled={locked}
            onClick={resetTicket}
          >
            <IconEraser size={14} />
          </ActionIcon>
        </>
      }
    >
      {market === null ? (
        <div className="state">{t('ticket.noMarket')}</div>
      ) : (
        <Form account={account} market={market} />
      )}
      {settings && <WarningSettings onClose={() => setSettings(false)} />}
    </Panel>
  )
}

function Form({ account, market }: { account: AccountView; market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const model = useTicketModel(account, market)
  const touched = useTicket((state) => state.touched)
  const locked = useTicket(isLocked)
  const sending = useTicket((state) => state.sending)
  const [confirming, setConfirming] = useState(false)
  const place = usePlaceOrder()
  // The digit that is typed is drawn first; what the order comes to then follows. What is sent goes by the model itself.
  const drawn = useDeferredValue(model)
  const { draft, shape, preview, request, short, warnings } = model

  const errorOf = (field: DraftField): string | null => {
    const problem = model.problems.get(field)
    if (problem !== undefined) return touched.has(field) ? problemText(field, problem, language, t) : null
    if (preview.state === 'refused' && preview.field === field) return errorText(preview.error, language, t)
    return field === 'amount' && short !== null ? shortageText(short, language, t) : null
  }
  const blocked = useHindrance(account, market, { side: draft.side, kind: shape.kind, priced: model.priced })
  const ready = request !== null && preview.state === 'accepted' && short === null && !locked && blocked === null
  const offersOf = (field: DraftField): readonly string[] =>
    touched.has(field) ? (model.problems.get(field)?.offers ?? noOffers) : noOffers
  const fields = { model, market, errorOf, offersOf }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) setConfirming(true)
      }}
    >
      <Sides side={draft.side} market={market} />
      <KindChoice kind={shape.kind} market={market} />
      <PriceFields {...fields} />
      <AmountFields {...fields} />
      <TermsFields {...fields} />
      {shape.exits !== null && <ExitsFields exits={shape.exits} {...fields} />}
      {drawn.request?.kind === 'market' && (
        <MarketFill accountId={account.id} market={market} request={drawn.request} />
      )}
      {warnings.length > 0 && (
        <div className="note warn" role="status" data-testid="warnings">
          {warnings.map((warning) => (
            <div key={warningKey(warning)}>{warningText(warning, language, t)}</div>
          ))}
        </div>
      )}
      {errorOf('form') !== null && (
        <div className="note bad" role="alert">
          {errorOf('form')}
        </div>
      )}
      {market.capabilities.dryRun && (
        <DryRun accountId={account.id} request={ready ? request : null} disabled={locked} />
      )}
      <PlaceResultNote />
      <TicketFoot account={account} market={market} model={drawn} ready={ready} sending={sending} blocked={blocked} />
      {confirming && request !== null && (
        <ConfirmOrder
          account={account}
          market={market}
          model={model}
          request={request}
          hindrance={blocked}
          onClose={() => setConfirming(false)}
          onConfirm={() => {
            setConfirming(false)
            const what = describeOrder(request, account.name, language, t)
            place({ accountId: account.id, request, what })
          }}
        />
      )}
    </form>
  )
}

const noOffers: readonly string[] = []

interface SidesProps {
  readonly side: Side
  readonly market: MarketView
}

// What a key press does not change is not drawn for it: each of these costs more than the field that is typed into.
const Sides = memo(function Sides({ side, market }: SidesProps): ReactNode {
  const { t } = useTranslation()
  const choose = (chosen: Side): void => editDraft(withTerms(useTicket.getState().draft, { side: chosen }, market))
  return (
    <fieldset className="sides">
      <legend className="visually-hidden">{t('ticket.side')}</legend>
      {(['buy', 'sell'] as const).map((each) => (
        <label key={each} className={`is-${each}`}>
          <input type="radio" name="side" value={each} checked={side === each} onChange={() => choose(each)} />
          {t(`side.${each}`)}
        </label>
      ))}
    </fieldset>
  )
})

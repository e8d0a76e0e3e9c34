import { ActionIcon, Button, Checkbox, NativeSelect } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../src-shared/messages/index.ts'
import { timesInForce } from '../../src-shared/order.ts'
import { useConnection } from '../connection.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { canSign } from '../shell/account.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { errorText, problemText } from '../ui/error-text.ts'
import { formatDecimal } from '../ui/format.ts'
import { Panel } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { type DraftField, percentOfBips } from './build-request.ts'
import { ConfirmOrder } from './confirm-order.tsx'
import { kindsOf, orderKinds } from './draft.ts'
import { ExitsFields } from './exits-fields.tsx'
import { OrderSummary } from './order-summary.tsx'
import { describeOrder } from './describe-order.ts'
import { PlaceResultNote } from './place-result.tsx'
import { ShareButtons } from './share-buttons.tsx'
import { editDraft, isLocked, resetTicket, touch, useTicket } from './ticket-store.ts'
import { type TicketModel, usePlaceOrder, useTicketModel } from './use-ticket.ts'

interface OrderTicketProps {
  readonly account: AccountView
  readonly market: MarketView | null
}

/** The order form. */
export function OrderTicket({ account, market }: OrderTicketProps): ReactNode {
  const { t } = useTranslation()
  const locked = useTicket(isLocked)
  return (
    <Panel
      title={t('ticket.title')}
      className="ticket"
      head={
        <>
          {market !== null && <strong>{market.symbol}</strong>}
          <ActionIcon
            className="push"
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
  const reasonId = useId()
  const place = usePlaceOrder()
  const { draft, shape, unit, preview, request } = model

  const errorOf = (field: DraftField): string | null => {
    const problem = model.problems.get(field)
    if (problem !== undefined) return touched.has(field) ? problemText(field, problem, language, t) : null
    if (preview.state !== 'refused' || preview.field !== field) return null
    return errorText(preview.error, language, t)
  }
  const lost = useConnection(({ state }) => state === 'lost')
  const blocked = lost
    ? t('shell.connectionLost')
    : market.status !== 'trading'
      ? t('ticket.notTrading', { symbol: market.symbol })
      : !canSign(account)
        ? t('ticket.noKey')
        : null
  const ready = request !== null && preview.state === 'accepted' && !locked && blocked === null
  const asset = unit === 'quote' ? market.quote : market.base

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) setConfirming(true)
      }}
    >
      <Sides side={draft.side} />
      <NativeSelect
        label={t('ticket.kind')}
        description={t(`kindHelp.${shape.kind}`)}
        value={shape.kind}
        data={kindsOf(market).map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(event) => {
          const kind = orderKinds.find((each) => each === event.currentTarget.value)
          if (kind !== undefined) editDraft({ kind })
        }}
      />
      {shape.trigger && (
        <DecimalField
          label={t('ticket.triggerPrice')}
          value={draft.triggerPrice}
          unit={market.quote}
          error={errorOf('triggerPrice')}
          onChange={(triggerPrice) => editDraft({ triggerPrice }, 'triggerPrice')}
          onLeave={() => touch('triggerPrice')}
        />
      )}
      {shape.trailing && (
        <>
          <DecimalField
            label={t('ticket.trailing')}
            description={trailingHelp(market, language, t)}
            value={draft.trailingPercent}
            unit="%"
            error={errorOf('trailingBips')}
            onChange={(trailingPercent) => editDraft({ trailingPercent }, 'trailingBips')}
            onLeave={() => touch('trailingBips')}
          />
          <DecimalField
            label={t('ticket.activationPrice')}
            value={draft.activationPrice}
            unit={market.quote}
            error={errorOf('activationPrice')}
            onChange={(activationPrice) => editDraft({ activationPrice }, 'activationPrice')}
            onLeave={() => touch('activationPrice')}
          />
        </>
      )}
      {shape.price !== 'none' && (
        <DecimalField
          label={t(shape.price === 'optional' ? 'ticket.priceOptional' : 'ticket.price')}
          value={draft.price}
          unit={market.quote}
          error={errorOf('price')}
          onChange={(price) => editDraft({ price }, 'price')}
          onLeave={() => touch('price')}
        />
      )}
      <div className="row">
        <div className="grow">
          <DecimalField
            label={`${t('ticket.amount')} (${asset})`}
            value={draft.amount}
            error={errorOf('amount')}
            onChange={(amount) => editDraft({ amount }, 'amount')}
            onLeave={() => touch('amount')}
          />
        </div>
        {shape.quoteUnit && (
          <NativeSelect
            className="unit-select"
            label={t('ticket.amountUnit')}
            value={unit}
            data={[
              { value: 'base', label: market.base },
              { value: 'quote', label: market.quote },
            ]}
            onChange={(event) =>
              editDraft({ unit: event.currentTarget.value === 'quote' ? 'quote' : 'base', amount: '' })
            }
          />
        )}
      </div>
      <ShareButtons model={model} market={market} />
      {shape.timeInForce.length > 1 && (
        <NativeSelect
          label={t('ticket.timeInForce')}
          value={draft.timeInForce}
          error={errorOf('timeInForce')}
          data={shape.timeInForce.map((value) => ({ value, label: t(`timeInForce.${value}`) }))}
          onChange={(event) => {
            const timeInForce = timesInForce.find((each) => each === event.currentTarget.value)
            if (timeInForce !== undefined) editDraft({ timeInForce }, 'timeInForce')
          }}
        />
      )}
      {shape.postOnly && (
        <Checkbox
          size="xs"
          label={t('ticket.postOnly')}
          checked={draft.postOnly}
          onChange={(event) => editDraft({ postOnly: event.currentTarget.checked }, 'timeInForce')}
        />
      )}
      {shape.exits !== 'none' && <ExitsFields model={model} market={market} errorOf={errorOf} />}
      <OrderSummary model={model} market={market} />
      {errorOf('form') !== null && (
        <div className="note bad" role="alert">
          {errorOf('form')}
        </div>
      )}
      <Button
        type="submit"
        size="sm"
        className={`execute-${draft.side}`}
        disabled={!ready}
        loading={sending}
        aria-describedby={reasonId}
      >
        {t(`ticket.${draft.side}`, { asset: market.base })}
      </Button>
      <div id={reasonId} className="soft reason" role="status">
        {blocked ?? <Reason model={model} market={market} />}
      </div>
      <PlaceResultNote />
      {confirming && request !== null && (
        <ConfirmOrder
          account={account}
          market={market}
          model={model}
          request={request}
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

function trailingHelp(
  market: MarketView,
  language: Language,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  const range = market.capabilities.trailing
  if (range === null) return ''
  return t('ticket.trailingHelp', {
    minimum: formatDecimal(percentOfBips(range.minBips), language),
    maximum: formatDecimal(percentOfBips(range.maxBips), language),
  })
}

/** Why the button waits, in one line. */
function Reason({ model, market }: { model: TicketModel; market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const sending = useTicket((state) => state.sending)
  const unknown = useTicket((state) => state.result?.kind === 'unknown')
  const touched = useTicket((state) => state.touched)
  if (sending) return t('ticket.sending')
  if (unknown) return t('ticket.locked')
  const [first] = model.problems
  if (first !== undefined) return touched.has(first[0]) ? null : problemText(first[0], first[1], language, t)
  switch (model.preview.state) {
    case 'checking':
      return t('ticket.checking')
    case 'accepted': {
      const { quantity } = model.preview
      const asked = model.request !== null && 'quantity' in model.request ? model.request.quantity : null
      return quantity !== null && asked !== null && quantity !== asked
        ? t('ticket.willRound', { quantity: formatDecimal(quantity, language), asset: market.base })
        : t('ticket.accepted')
    }
    case 'refused':
    case 'none':
      return null
  }
}

function Sides({ side }: { side: 'buy' | 'sell' }): ReactNode {
  const { t } = useTranslation()
  return (
    <fieldset className="sides">
      <legend className="visually-hidden">{t('ticket.side')}</legend>
      {(['buy', 'sell'] as const).map((each) => (
        <label key={each} className={`is-${each}`}>
          <input
            type="radio"
            name="side"
            value={each}
            checked={side === each}
            onChange={() => editDraft({ side: each })}
          />
          {t(`side.${each}`)}
        </label>
      ))}
    </fieldset>
  )
}

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount } from '../query.ts'
import { AccountName } from '../shell/money-note.tsx'
import { checkQuantity, checkPrice, fieldOfError, type Problem } from '../trade/build-request.ts'
import { DecimalField } from '../ui/decimal-field.tsx'
import { Dialog, FormDialog } from '../ui/dialog.tsx'
import { errorText, problemText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Facts } from '../ui/parts.tsx'
import type { TypedNumber } from '../ui/typed-number.ts'
import type { AccountView, MarketView, OrderView } from '../views.ts'
import { changedValue, editable } from './arrange.ts'
import { ConfirmEdit } from './confirm-edit.tsx'
import { editedRequest } from './edited-request.ts'
import { OrderSide, OrderType } from './order-cells.tsx'

interface EditOrderProps {
  readonly account: AccountView
  readonly order: OrderView
  readonly market: MarketView | null
  /** A new price that was chosen elsewhere (on the chart): the last look comes at once, unless it is wrong. */
  readonly proposed?: { readonly field: 'price' | 'triggerPrice'; readonly price: string }
  readonly onClose: () => void
}

export function EditOrder({ account, order, market, proposed, onClose }: EditOrderProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const before = editable(order, market)
  const [quantity, setQuantity] = useState<TypedNumber>(before?.quantity ?? '')
  const firstOf = (field: 'price' | 'triggerPrice'): TypedNumber =>
    (proposed?.field === field ? proposed.price : before?.[field]) ?? ''
  const [price, setPrice] = useState(() => firstOf('price'))
  const [trigger, setTrigger] = useState(() => firstOf('triggerPrice'))
  const [confirming, setConfirming] = useState(proposed !== undefined)
  const change = {
    quantity: changedValue(before?.quantity ?? null, quantity),
    price: changedValue(before?.price ?? null, price),
    triggerPrice: changedValue(before?.triggerPrice ?? null, trigger),
  }
  const edit = useMutation({
    mutationFn: () =>
      call('orders.edit', { accountId: account.id, orderId: order.id, symbol: order.symbol, ...change }),
    retry: false,
    onSuccess: (edited) => {
      notify(t('orders.edited', { id: edited.id }))
      onClose()
    },
    onSettled: () => {
      refreshAccount(account.id)
    },
  })
  const request = editedRequest(order, change)
  if (before === null || market === null || request === null) return null

  const refusal = edit.error === null ? null : viewOf(edit.error)
  const refusedField = refusal === null ? null : fieldOfError(refusal.field)
  const unsure = refusal?.class === 'unknown-outcome' || refusal?.class === 'bug'
  const problems = {
    amount: before.quantity === null ? null : checkQuantity(quantity, market),
    price: before.price === null ? null : checkPrice('price', price, market),
    triggerPrice: before.triggerPrice === null ? null : checkPrice('triggerPrice', trigger, market),
  } as const satisfies Record<string, Problem | null>
  const errorOf = (field: keyof typeof problems): string | null => {
    const problem = problems[field]
    if (problem !== null) return problemText(field, problem, language, t)
    return refusal !== null && refusedField === field ? errorText(refusal, language, t) : null
  }
  const offersOf = (field: keyof typeof problems): readonly string[] => problems[field]?.offers ?? []
  const wrong = Object.values(problems).some((problem) => problem !== null)
  const nothing = change.quantity === null && change.price === null && change.triggerPrice === null
  const typed = (set: (value: TypedNumber) => void) => (value: TypedNumber) => {
    if (!unsure) edit.reset()
    set(value)
  }

  if (confirming && !wrong && !nothing)
    return (
      <Dialog onClose={onClose} title={t('orders.editTitle', { id: order.id })}>
        <ConfirmEdit
          account={account}
          market={market}
          order={order}
          before={before}
          change={change}
          request={request}
          refusal={refusal}
          unsure={unsure}
          sending={edit.isPending}
          onBack={() => setConfirming(false)}
          onConfirm={() => {
            if (!edit.isPending) edit.mutate()
          }}
        />
      </Dialog>
    )
  return (
    <FormDialog
      onClose={onClose}
      title={t('orders.editTitle', { id: order.id })}
      onSubmit={() => {
        if (!wrong && !nothing && !unsure) setConfirming(true)
      }}
    >
      <Facts
        of={[
          [t('confirm.account'), <AccountName key="account" account={account} />],
          [t('orders.symbol'), order.symbol],
          [t('orders.side'), <OrderSide key="side" order={order} />],
          [t('orders.type'), <OrderType key="type" order={order} />],
        ]}
      />
      {before.quantity !== null && (
        <DecimalField
          label={`${t('orders.newQuantity')} (${market.base})`}
          value={quantity}
          error={errorOf('amount')}
          offers={offersOf('amount')}
          onChange={typed(setQuantity)}
          autoFocus
        />
      )}
      {before.price !== null && (
        <DecimalField
          label={`${t('orders.newPrice')} (${market.quote})`}
          value={price}
          error={errorOf('price')}
          offers={offersOf('price')}
          onChange={typed(setPrice)}
        />
      )}
      {before.triggerPrice !== null && (
        <DecimalField
          label={`${t('orders.newTrigger')} (${market.quote})`}
          value={trigger}
          error={errorOf('triggerPrice')}
          offers={offersOf('triggerPrice')}
          onChange={typed(setTrigger)}
        />
      )}
      <p className="soft">{nothing && !wrong ? t('orders.editNothing') : t('orders.editHelp')}</p>
      {refusal !== null && (refusedField === 'form' || unsure) && <ErrorNote error={refusal} />}
      {unsure && <div className="note warn">{t('orders.editUnknown')}</div>}
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={wrong || nothing || unsure}>
          {t('common.check')}
        </Button>
      </div>
    </FormDialog>
  )
}

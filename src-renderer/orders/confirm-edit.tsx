import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { AccountName, MoneyNote } from '../shell/money-note.tsx'
import { useHindrance } from '../trade/use-hindrance.ts'
import { useReview } from '../trade/use-review.ts'
import { shortageText } from '../trade/warning-text.ts'
import { useTicks, WarningTicks } from '../trade/warning-ticks.tsx'
import { Changed, ErrorNote, Facts, Num } from '../ui/parts.tsx'
import type { AccountView, MarketView, OrderView } from '../views.ts'
import type { Editable } from './arrange.ts'
import { type Change, heldAlready } from './edited-request.ts'
import { OrderSide, OrderType } from './order-cells.tsx'

interface ConfirmEditProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly order: OrderView
  readonly before: Editable
  readonly change: Change
  /** What the order would be. */
  readonly request: OrderRequestInput
  /** How the change ended, where it did not succeed. */
  readonly refusal: ErrorView | null
  /** Nobody knows whether it was changed. */
  readonly unsure: boolean
  readonly sending: boolean
  readonly onBack: () => void
  readonly onConfirm: () => void
}

/** The last look at a change, with the checks of a new order: from what to what, and what the market is at. */
export function ConfirmEdit(props: ConfirmEditProps): ReactNode {
  const { account, market, order, before, change, request, refusal, unsure } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const review = useReview(account, market, request, heldAlready(order, change))
  const ticks = useTicks(review.warnings)
  const hindrance = useHindrance(account, market, {
    side: order.side,
    kind: request.kind,
    priced: review.priced,
  })
  const { preview, short, ticker } = review
  const ready = preview.state === 'accepted' && short === null && hindrance === null && ticks.all && !unsure
  const changed = (label: string, from: string | null, to: string | null): readonly (readonly [string, ReactNode])[] =>
    from === null ? [] : [[label, <Changed key={label} from={from} to={to} />]]
  return (
    <div className="stack">
      <MoneyNote account={account} />
      <Facts
        of={[
          [t('confirm.account'), <AccountName key="account" account={account} />],
          [t('orders.symbol'), order.symbol],
          [t('orders.side'), <OrderSide key="side" order={order} />],
          [t('orders.type'), <OrderType key="type" order={order} />],
          ...changed(`${t('orders.quantity')} (${market.base})`, before.quantity, change.quantity),
          ...changed(`${t('field.price')} (${market.quote})`, before.price, change.price),
          ...changed(`${t('field.triggerPrice')} (${market.quote})`, before.triggerPrice, change.triggerPrice),
          [t('orders.filled'), <Num key="filled" value={order.filled} />],
          [t('brackets.lastPrice'), <Num key="last" value={ticker?.last ?? null} />],
        ]}
      />
      <WarningTicks warnings={review.warnings} ticks={ticks} />
      {preview.state === 'checking' && <p className="soft">{t('ticket.checking')}</p>}
      {preview.state === 'refused' && <ErrorNote error={preview.error} />}
      {short !== null && (
        <div className="note bad" role="alert">
          {shortageText(short, language, t)}
        </div>
      )}
      {hindrance !== null && (
        <div className="note bad" role="alert">
          {hindrance}
        </div>
      )}
      {refusal !== null && <ErrorNote error={refusal} />}
      {unsure && <div className="note warn">{t('orders.editUnknown')}</div>}
      <div className="actions">
        <Button variant="default" data-autofocus onClick={props.onBack}>
          {t('common.back')}
        </Button>
        <Button className={`execute-${order.side}`} disabled={!ready} loading={props.sending} onClick={props.onConfirm}>
          {t('orders.editConfirm', { symbol: order.symbol })}
        </Button>
      </div>
    </div>
  )
}

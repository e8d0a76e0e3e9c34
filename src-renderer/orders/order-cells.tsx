import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Membership } from '../brackets/bracket-standing.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { percentOfBips } from '../trade/build-request.ts'
import { formatDateTime } from '../ui/format.ts'
import { Tag, type Tone } from '../ui/parts.tsx'
import type { OrderView } from '../views.ts'

const statusTones = {
  open: 'info',
  partially_filled: 'info',
  filled: 'good',
  cancelled: 'plain',
  rejected: 'bad',
  expired: 'plain',
  unknown: 'warn',
} as const satisfies Record<OrderView['status'], Tone>

export function OrderStatusTag({
  order,
}: {
  order: Pick<OrderView, 'status' | 'waiting' | 'nativeStatus'>
}): ReactNode {
  const { t } = useTranslation()
  const waits = order.waiting && order.status === 'open'
  return (
    <Tag tone={waits ? 'plain' : statusTones[order.status]} title={order.nativeStatus}>
      {t(waits ? 'status.waiting' : `status.${order.status}`)}
    </Tag>
  )
}

/** The kind of an order, and what it is inside the bracket or list that it belongs to. */
export function OrderType({ order, member = null }: { order: OrderView; member?: Membership | null }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const postOnly = order.terms.kind === 'limit' && order.terms.postOnly
  const role = member?.role ?? order.role
  return (
    <>
      {t(`kind.${order.terms.kind}`)}
      {postOnly && <span className="soft"> · {t('confirm.postOnly')}</span>}{' '}
      {role !== 'single' && <Tag tone="info">{t(`role.${role}`)}</Tag>}
      {member !== null && (
        <span className="soft">
          {' '}
          {t('orders.ofBracket', { time: formatDateTime(member.bracket.createdAt, language) })}
        </span>
      )}
    </>
  )
}

export function OrderSide({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation()
  return <span className={order.side}>{t(`side.${order.side}`)}</span>
}

/** The limit price and/or the trigger of an order. */
export function OrderPrices({ order }: { order: OrderView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const number = (text: string): string => formatDecimal(text, language)
  const trigger = (text: string): ReactNode => (
    <>
      <span className="soft">{t('orders.triggerMark')} </span>
      {number(text)}
    </>
  )
  const { terms } = order
  switch (terms.kind) {
    case 'market':
      return t('kind.market')
    case 'limit':
      return number(terms.price)
    case 'stop_loss':
    case 'take_profit':
      return trigger(terms.triggerPrice)
    case 'stop_limit':
    case 'take_profit_limit':
      return (
        <>
          {number(terms.price)} · {trigger(terms.triggerPrice)}
        </>
      )
    case 'trailing_stop':
      return (
        <>
          {number(percentOfBips(terms.trailingBips))} %{terms.price !== null && ` · ${number(terms.price)}`}
          {terms.activationPrice !== null && <> · {trigger(terms.activationPrice)}</>}
        </>
      )
  }
}

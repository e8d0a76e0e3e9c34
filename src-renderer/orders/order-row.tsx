import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import type { Membership } from '../brackets/bracket-standing.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { formatDateTime } from '../ui/format.ts'
import { type Column, NumCell } from '../ui/table.tsx'
import type { OrderView } from '../views.ts'
import { OrderSide, OrderType } from './order-cells.tsx'

/** The heads of the cells in {@link OrderRow}. */
export function useCommonColumns(): readonly Column[] {
  const { t } = useTranslation()
  return [
    t('orders.time'),
    t('orders.symbol'),
    t('orders.type'),
    t('orders.side'),
    { end: t('orders.quantity') },
    { end: t('orders.filled') },
  ]
}

interface OrderRowProps {
  readonly order: OrderView
  readonly member?: Membership | null
  /** `aria-rowindex`, in a table that does not draw all of its rows. */
  readonly rowIndex?: number | undefined
  readonly children: ReactNode
}

/** The cells that open and finished orders share. Members of a list carry a mark on the left. */
export function OrderRow({ order, member = null, rowIndex, children }: OrderRowProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <tr
      className={order.listId === null && member === null ? undefined : 'in-list'}
      title={order.listId === null ? undefined : t('orders.list', { id: order.listId })}
      data-order={order.id}
      aria-rowindex={rowIndex}
    >
      <td className="num">{formatDateTime(order.createdAt, language)}</td>
      <td>{order.symbol}</td>
      <td>
        <OrderType order={order} member={member} />
      </td>
      <td>
        <OrderSide order={order} />
      </td>
      <td className="end num">{askedAmount(order, language)}</td>
      <NumCell value={order.filled} />
      {children}
    </tr>
  )
}

/**
 * The base quantity asked; for a market order sized in quote that the exchange has not turned into one, the quote
 * amount.
 */
export function askedAmount(order: OrderView, language: Language): string {
  if (order.quantity !== null) return formatDecimal(order.quantity, language)
  if (order.quoteQuantity === null) return '—'
  return `${formatDecimal(order.quoteQuantity, language)} ${order.symbol.split('/')[1] ?? ''}`
}

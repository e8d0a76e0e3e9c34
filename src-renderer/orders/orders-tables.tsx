import { ActionIcon } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../src-shared/messages/index.ts'
import { type Membership, membershipOf } from '../brackets/bracket-standing.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useConnected } from '../shell/known.ts'
import { formatDateTime, formatDecimal } from '../ui/format.ts'
import { type Column, NumCell, Table } from '../ui/table.tsx'
import type { AccountView, BracketView, MarketView, OrderView } from '../views.ts'
import { arrange, editable } from './arrange.ts'
import { CancelOrder } from './cancel-order.tsx'
import { EditOrder } from './edit-order.tsx'
import { OrderPrices, OrderSide, OrderStatusTag, OrderType } from './order-cells.tsx'
import { OrderEnd } from './order-end.tsx'

interface OpenOrdersTableProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly orders: readonly OrderView[]
  readonly brackets: readonly BracketView[]
}

export function OpenOrdersTable({ account, markets, orders, brackets }: OpenOrdersTableProps): ReactNode {
  const { t } = useTranslation()
  const common = useCommonColumns()
  const [cancelling, setCancelling] = useState<OrderView | null>(null)
  const [editing, setEditing] = useState<OrderView | null>(null)
  const connected = useConnected()
  const marketOf = (order: OrderView): MarketView | null =>
    markets.find((market) => market.symbol === order.symbol) ?? null
  const memberOf = ({ id }: OrderView): Membership | null => membershipOf(id, brackets)
  return (
    <>
      <Table
        withActions
        columns={[...common, { end: t('orders.price') }, t('orders.status'), { end: t('common.actions') }]}
      >
        {arrange(orders, brackets).map((order) => (
          <Row key={order.id} order={order} member={memberOf(order)}>
            <td className="end num">
              <OrderPrices order={order} />
            </td>
            <td>
              <OrderStatusTag order={order} />
            </td>
            <td>
              <div className="row-actions">
                {editable(order, marketOf(order), memberOf(order)) !== null && (
                  <ActionIcon
                    size="sm"
                    variant="default"
                    aria-label={t('orders.editOf', { id: order.id })}
                    title={t('orders.edit')}
                    disabled={!connected}
                    onClick={() => setEditing(order)}
                  >
                    <IconPencil size={13} />
                  </ActionIcon>
                )}
                <ActionIcon
                  size="sm"
                  variant="default"
                  className="sell"
                  aria-label={t('orders.cancelOf', { id: order.id })}
                  title={t('orders.cancel')}
                  disabled={!connected}
                  onClick={() => setCancelling(order)}
                >
                  <IconX size={14} />
                </ActionIcon>
              </div>
            </td>
          </Row>
        ))}
      </Table>
      {cancelling !== null && (
        <CancelOrder
          account={account}
          order={cancelling}
          member={memberOf(cancelling)}
          onClose={() => setCancelling(null)}
        />
      )}
      {editing !== null && (
        <EditOrder account={account} order={editing} market={marketOf(editing)} onClose={() => setEditing(null)} />
      )}
    </>
  )
}

export function HistoryTable({ orders }: { orders: readonly OrderView[] }): ReactNode {
  const { t } = useTranslation()
  const common = useCommonColumns()
  return (
    <Table
      columns={[
        ...common,
        { end: t('orders.price') },
        { end: t('orders.average') },
        { end: t('orders.total') },
        t('orders.status'),
      ]}
    >
      {arrange(orders).map((order) => (
        <Row key={order.id} order={order}>
          <td className="end num">
            <OrderPrices order={order} />
          </td>
          <NumCell value={order.averagePrice} />
          <NumCell value={order.quoteFilled} />
          <td>
            <OrderStatusTag order={order} />
            <OrderEnd reason={order.endReason} />
          </td>
        </Row>
      ))}
    </Table>
  )
}

/** The heads of the cells in {@link Row}. */
function useCommonColumns(): readonly Column[] {
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

/** The cells that open and finished orders share. Members of a list carry a mark on the left. */
function Row({
  order,
  member = null,
  children,
}: {
  order: OrderView
  member?: Membership | null
  children: ReactNode
}): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <tr
      className={order.listId === null && member === null ? undefined : 'in-list'}
      title={order.listId === null ? undefined : t('orders.list', { id: order.listId })}
      data-order={order.id}
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
function askedAmount(order: OrderView, language: Language): string {
  if (order.quantity !== null) return formatDecimal(order.quantity, language)
  if (order.quoteQuantity === null) return '—'
  return `${formatDecimal(order.quoteQuantity, language)} ${order.symbol.split('/')[1] ?? ''}`
}

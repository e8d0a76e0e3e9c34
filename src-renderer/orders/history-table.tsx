import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NumCell, Table } from '../ui/table.tsx'
import type { OrderView } from '../views.ts'
import { arrange } from './arrange.ts'
import { OrderPrices, OrderStatusTag } from './order-cells.tsx'
import { OrderEnd } from './order-end.tsx'
import { OrderRow, useCommonColumns } from './order-row.tsx'

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
        <OrderRow key={order.id} order={order}>
          <td className="end num">
            <OrderPrices order={order} />
          </td>
          <NumCell value={order.averagePrice} />
          <NumCell value={order.quoteFilled} />
          <td>
            <OrderStatusTag order={order} />
            <OrderEnd reason={order.endReason} />
          </td>
        </OrderRow>
      ))}
    </Table>
  )
}

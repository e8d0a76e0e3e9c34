import { ActionIcon } from '@mantine/core'
import { IconPencil, IconX } from '@tabler/icons-react'
import { memo, type ReactNode, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Membership, membershipOf } from '../brackets/bracket-standing.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { useConnected } from '../shell/known.ts'
import { LongTable } from '../ui/long-table.tsx'
import type { AccountView, BracketView, MarketView, OrderView } from '../views.ts'
import { arrange, editable } from './arrange.ts'
import { CancelOrder } from './cancel-order.tsx'
import { EditOrder } from './edit-order.tsx'
import { OrderPrices, OrderStatusTag } from './order-cells.tsx'
import { askedAmount, OrderRow, useCommonColumns } from './order-row.tsx'

interface OpenOrdersTableProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly orders: readonly OrderView[]
  readonly brackets: readonly BracketView[]
}

interface Acting {
  readonly on: OrderView
  readonly doing: 'edit' | 'cancel'
}

/** Open orders, as many as there are; what stays the same from one answer of the gateway to the next is not drawn anew. */
export function OpenOrdersTable({ account, markets, orders, brackets }: OpenOrdersTableProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const common = useCommonColumns()
  const [acting, setActing] = useState<Acting | null>(null)
  const connected = useConnected()
  const arranged = useMemo(() => arrange(orders, brackets), [orders, brackets])
  const members = useMemo(() => new Map(orders.map(({ id }) => [id, membershipOf(id, brackets)])), [orders, brackets])
  const marketOf = useMemo(() => new Map(markets.map((market) => [market.symbol, market])), [markets])
  const memberOf = ({ id }: OrderView): Membership | null => members.get(id) ?? null
  const textsOf = useCallback(
    (order: OrderView) => {
      const member = members.get(order.id) ?? null
      const { kind, ...terms } = order.terms
      const postOnly = 'postOnly' in terms && terms.postOnly ? t('confirm.postOnly') : ''
      const bracket = member === null ? '' : t('orders.ofBracket', { time: member.bracket.createdAt })
      return [
        order.symbol,
        t(`kind.${kind}`) + postOnly + (member?.role ?? order.role) + bracket,
        askedAmount(order, language),
        order.filled,
        Object.values(terms).join(' '),
        t(`status.${order.status}`),
      ]
    },
    [members, language, t],
  )
  return (
    <>
      <LongTable
        columns={[...common, { end: t('orders.price') }, t('orders.status'), { end: t('common.actions') }]}
        rows={arranged}
        keyOf={idOf}
        textsOf={textsOf}
      >
        {(order, rowIndex) => (
          <OpenOrderRow
            order={order}
            member={memberOf(order)}
            mayEdit={editable(order, marketOf.get(order.symbol) ?? null, memberOf(order)) !== null}
            connected={connected}
            act={setActing}
            rowIndex={rowIndex}
          />
        )}
      </LongTable>
      {acting?.doing === 'cancel' && (
        <CancelOrder account={account} order={acting.on} member={memberOf(acting.on)} onClose={() => setActing(null)} />
      )}
      {acting?.doing === 'edit' && (
        <EditOrder
          account={account}
          order={acting.on}
          market={marketOf.get(acting.on.symbol) ?? null}
          onClose={() => setActing(null)}
        />
      )}
    </>
  )
}

const idOf = ({ id }: OrderView): string => id

interface OpenOrderRowProps {
  readonly order: OrderView
  readonly member: Membership | null
  readonly mayEdit: boolean
  readonly connected: boolean
  readonly act: (acting: Acting) => void
  readonly rowIndex: number | undefined
}

const OpenOrderRow = memo(function OpenOrderRow(props: OpenOrderRowProps): ReactNode {
  const { order, member, mayEdit, connected, act, rowIndex } = props
  const { t } = useTranslation()
  return (
    <OrderRow order={order} member={member} rowIndex={rowIndex}>
      <td className="end num">
        <OrderPrices order={order} />
      </td>
      <td>
        <OrderStatusTag order={order} />
      </td>
      <td>
        <div className="row-actions">
          {mayEdit && (
            <ActionIcon
              size="sm"
              variant="default"
              aria-label={t('orders.editOf', { id: order.id })}
              title={t('orders.edit')}
              disabled={!connected}
              onClick={() => act({ on: order, doing: 'edit' })}
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
            onClick={() => act({ on: order, doing: 'cancel' })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      </td>
    </OrderRow>
  )
})

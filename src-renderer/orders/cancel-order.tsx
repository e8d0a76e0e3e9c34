import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { noteCancelled } from '../alerts/own-deeds.ts'
import type { Membership } from '../brackets/bracket-standing.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { AccountName } from '../shell/money-note.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Facts, Num } from '../ui/parts.tsx'
import type { AccountView, OrderView } from '../views.ts'
import { OrderPrices, OrderSide, OrderType } from './order-cells.tsx'

interface CancelOrderProps {
  readonly account: AccountView
  readonly order: OrderView
  /** The bracket that it belongs to; null: none. */
  readonly member: Membership | null
  readonly onClose: () => void
}

export function CancelOrder({ account, order, member, onClose }: CancelOrderProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const connected = useConnected()
  const cancel = useMutation({
    mutationFn: () => {
      noteCancelled(order.id)
      return call('orders.cancel', { accountId: account.id, orderId: order.id, symbol: order.symbol })
    },
    retry: false,
    onSuccess: () => {
      notify(t('orders.cancelled', { id: order.id }))
      onClose()
    },
    onSettled: () => {
      refreshAccount(account.id)
    },
  })
  return (
    <Dialog onClose={onClose} title={t('orders.cancelTitle')}>
      <div className="stack">
        <Facts
          of={[
            [t('confirm.account'), <AccountName key="account" account={account} />],
            [t('result.orderId'), order.id],
            [t('orders.symbol'), order.symbol],
            [t('orders.type'), <OrderType key="type" order={order} member={member} />],
            [t('orders.side'), <OrderSide key="side" order={order} />],
            [t('orders.quantity'), <Num key="quantity" value={order.quantity ?? order.quoteQuantity} />],
            [t('orders.filled'), <Num key="filled" value={order.filled} />],
            [t('orders.price'), <OrderPrices key="price" order={order} />],
          ]}
        />
        {order.listId !== null && <div className="note warn">{t('orders.cancelList')}</div>}
        {member !== null && (
          <div className="note bad" role="alert">
            {member.role === 'entry'
              ? t('orders.cancelEntry')
              : t(`orders.cancelExit.${member.role}`, {
                  quantity: formatDecimal(member.bracket.remaining, language),
                  asset: order.symbol.split('/')[0] ?? '',
                })}
          </div>
        )}
        {cancel.error !== null && <ErrorNote error={viewOf(cancel.error)} />}
        <div className="actions">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('orders.keep')}
          </Button>
          <Button
            className="execute-sell"
            disabled={!connected}
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {t('orders.cancelConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

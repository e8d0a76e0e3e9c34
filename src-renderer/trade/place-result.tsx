import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { OrderStatusTag } from '../orders/order-cells.tsx'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote, ErrorText, Facts, Num } from '../ui/parts.tsx'
import type { PlacedOrderView } from '../views.ts'
import { dismissResult, resetTicket, useTicket } from './ticket-store.ts'

/** How the last order ended. An unknown outcome stays until the person says it was looked at. */
export function PlaceResultNote(): ReactNode {
  const { t } = useTranslation()
  const result = useTicket((state) => state.result)
  if (result === null) return null
  const dismiss = (
    <div className="actions">
      <Button size="compact-xs" variant="default" onClick={dismissResult}>
        {t('common.dismiss')}
      </Button>
    </div>
  )
  switch (result.kind) {
    case 'accepted': {
      // An entry that stands without an exit it was promised is no good news.
      const unprotected = result.placed.legs.some(({ status }) => status === 'rejected')
      return (
        <div
          className={unprotected ? 'note bad' : 'note good'}
          role={unprotected ? 'alert' : 'status'}
          data-testid="place-result"
        >
          <strong>{t('result.accepted')}</strong>
          <Placed placed={result.placed} clientOrderId={result.clientOrderId} />
          {dismiss}
        </div>
      )
    }
    case 'rejected':
      return (
        <div data-testid="place-result">
          <ErrorNote error={result.error} title={t('result.rejected')} />
          {dismiss}
        </div>
      )
    case 'unknown':
      return (
        <div className="note warn" role="alert" data-testid="place-result">
          <strong>{t('result.unknown')}</strong>
          <p>{result.what}</p>
          <p>
            <ErrorText error={result.error} />
          </p>
          <p>{t('result.unknownHelp')}</p>
          {result.clientOrderId !== null && (
            <Facts of={[[t('result.clientOrderId'), result.clientOrderId]]} />
          )}
          <div className="actions">
            <Button size="compact-xs" variant="default" onClick={resetTicket}>
              {t('result.newOrder')}
            </Button>
          </div>
        </div>
      )
  }
}

function Placed({ placed, clientOrderId }: { placed: PlacedOrderView; clientOrderId: string }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { order, legs, notes } = placed
  return (
    <>
      <Facts
        of={[
          [t('confirm.symbol'), order.symbol],
          [t('result.orderId'), order.id],
          [t('result.clientOrderId'), clientOrderId],
          [t('result.status'), <OrderStatusTag key="status" order={order} />],
          [t('result.filled'), <Num key="filled" value={order.filled} />],
          ...(order.averagePrice === null
            ? []
            : [[t('result.averagePrice'), <Num key="average" value={order.averagePrice} />] as const]),
          ...legs.map(
            (leg) =>
              [
                `${t('result.legs')} · ${t(`role.${leg.role}`)}`,
                <span key={leg.id}>
                  {leg.id} <OrderStatusTag order={leg} />
                </span>,
              ] as const,
          ),
        ]}
      />
      {notes.map((note) => (
        <p key={note.key}>{messageText(note, language, t)}</p>
      ))}
    </>
  )
}

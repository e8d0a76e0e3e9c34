import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { OrderStatusTag } from '../orders/order-cells.tsx'
import { OrderEnd } from '../orders/order-end.tsx'
import { useOpenOrders, useOrder } from '../query.ts'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote, ErrorText, Facts, Num } from '../ui/parts.tsx'
import { dismissResult, resetTicket, type TicketResult, useTicket } from './ticket-store.ts'
import { useFollowOutcome } from './use-ticket.ts'

/** How the last order ended. An unknown outcome stays until the person says it was looked at. */
export function PlaceResultNote(): ReactNode {
  const { t } = useTranslation()
  const result = useTicket((state) => state.result)
  const isUnheardOf = useFollowOutcome()
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
          <Placed result={result} />
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
          <p>{t(isUnheardOf ? 'result.unheardOf' : 'result.unknownHelp')}</p>
          {result.clientOrderId !== null && <Facts of={[[t('result.clientOrderId'), result.clientOrderId]]} />}
          <div className="actions">
            <Button size="compact-xs" variant="default" onClick={resetTicket}>
              {t('result.newOrder')}
            </Button>
          </div>
        </div>
      )
  }
}

type Accepted = Extract<TicketResult, { kind: 'accepted' }>

/** What was placed, as it is now. */
function Placed({ result }: { result: Accepted }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { accountId, clientOrderId, placed } = result
  const { legs, notes } = placed
  const order = useOrder(accountId, placed.order).data ?? placed.order
  const open = useOpenOrders(accountId).data ?? []
  const now = (leg: (typeof legs)[number]): typeof leg => open.find(({ id }) => id === leg.id) ?? leg
  return (
    <>
      <Facts
        of={[
          [t('confirm.symbol'), order.symbol],
          [t('result.orderId'), order.id],
          [t('result.clientOrderId'), clientOrderId],
          [
            t('result.status'),
            <span key="status">
              <OrderStatusTag order={order} />
              <OrderEnd reason={order.endReason} />
            </span>,
          ],
          [t('result.filled'), <Num key="filled" value={order.filled} />],
          ...(order.averagePrice === null
            ? []
            : [[t('result.averagePrice'), <Num key="average" value={order.averagePrice} />] as const]),
          ...legs.map(
            (leg) =>
              [
                `${t('result.legs')} · ${t(`role.${leg.role}`)}`,
                <span key={leg.id}>
                  {leg.id} <OrderStatusTag order={now(leg)} />
                  <OrderEnd reason={now(leg).endReason} />
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

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { OrderEnd } from '../orders/order-end.tsx'
import { call } from '../panel-client.ts'
import { keys, useAccounts } from '../query.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatDateTime } from '../ui/format.ts'
import { layOutJson } from '../ui/json-text.ts'
import { ErrorNote, Facts, Loaded, Tag } from '../ui/parts.tsx'
import { NumCell, Table } from '../ui/table.tsx'
import { kindOf, type Line, stateTones } from './line.ts'

/** One line with everything that the journal has of it: of an order, the exchange's own answer beside ours. */
export function LineDetail({ line, onClose }: { line: Line; onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const accounts = useAccounts().data ?? []
  const { accountId, origin } = line
  const request = 'requestId' in origin ? origin.requestId : '—'
  return (
    <Dialog
      size="80rem"
      onClose={onClose}
      title={`${t(`journal.kinds.${kindOf(line)}`)} · ${formatDateTime(line.at, language)}`}
    >
      <div className="stack">
        <Facts
          of={[
            [t('journal.account'), accounts.find(({ id }) => id === accountId)?.name ?? accountId ?? '—'],
            [t('journal.origin'), t(`journal.origins.${origin.kind}`)],
            [t('journal.requestId'), request],
          ]}
        />
        {line.line === 'change' ? (
          <Json title={t('journal.detail')} text={line.detail} />
        ) : (
          <OperationDetail line={line} />
        )}
      </div>
    </Dialog>
  )
}

function OperationDetail({ line }: { line: Extract<Line, { line: 'operation' }> }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { journalId } = line
  const detail = useQuery({
    queryKey: keys.journalDetail(journalId),
    queryFn: () => call('journal.detail', { journalId }),
  })
  return (
    <Loaded query={detail}>
      {({ line: now, sent, outcome, raw, evidence, orders }) => (
        <div className="stack">
          <Facts
            of={[
              [
                t('journal.outcome'),
                <Tag key="state" tone={stateTones[now.state]}>
                  {t(`journal.states.${now.state}`)}
                </Tag>,
              ],
              ...(now.endReason === null
                ? []
                : [[t('journal.end'), <OrderEnd key="end" reason={now.endReason} />] as const]),
              [t('journal.updated'), formatDateTime(now.updatedAt, language)],
              [t('result.clientOrderId'), now.clientOrderId ?? '—'],
              [t('result.orderId'), now.exchangeOrderId ?? '—'],
            ]}
          />
          {now.error !== null && <ErrorNote error={now.error} />}
          <div className="beside">
            <Json title={t('journal.unified')} text={outcome} />
            <Json title={t('journal.raw')} text={raw} />
            <Json title={t('journal.asked')} text={now.request} />
            <Json title={t('journal.sent')} text={sent} />
          </div>
          {orders.length > 0 && (
            <Table
              label={t('journal.orders')}
              columns={[
                t('result.orderId'),
                t('journal.outcome'),
                { end: t('orders.quantity') },
                { end: t('orders.filled') },
              ]}
            >
              {orders.map((order) => (
                <tr key={order.orderId}>
                  <td>{order.orderId}</td>
                  <td>
                    {order.state}
                    <OrderEnd reason={order.endReason} />
                  </td>
                  <NumCell value={order.quantity} />
                  <NumCell value={order.filled} />
                </tr>
              ))}
            </Table>
          )}
          {evidence.map(({ at, what, detail: text }) => (
            <Json
              key={`${at} ${what} ${text}`}
              title={`${t('journal.evidence')} · ${formatDateTime(at, language)} · ${what}`}
              text={text}
            />
          ))}
        </div>
      )}
    </Loaded>
  )
}

function Json({ title, text }: { title: string; text: string | null }): ReactNode {
  const { t } = useTranslation()
  return (
    <section className="json" aria-label={title}>
      <h3>{title}</h3>
      {/* It scrolls by itself, so the keyboard must reach it. */}
      <pre tabIndex={0}>{text === null ? t('journal.nothing') : layOutJson(text)}</pre>
    </section>
  )
}

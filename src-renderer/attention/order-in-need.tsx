import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import type { en } from '../i18n/en.ts'
import { textsNow } from '../i18n/i18n.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys } from '../query.ts'
import { formatDateTime } from '../ui/format.ts'
import { layOutJson } from '../ui/json-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote, ErrorText, Facts, Loaded } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import type { AccountView } from '../views.ts'
import { SettleByHand } from './settle-by-hand.tsx'

const everyMs = 2_000

interface OrderInNeedProps {
  readonly journalId: number
  readonly accounts: readonly AccountView[]
  readonly onBack: () => void
}

/** One order in need: what was asked and sent, what was answered, what was asked since; and what the person can do. */
export function OrderInNeed({ journalId, accounts, onBack }: OrderInNeedProps): ReactNode {
  const { t } = useTranslation()
  const detail = useQuery({
    queryKey: keys.orderInNeed(journalId),
    queryFn: () => call('journal.detail', { journalId }),
    refetchInterval: everyMs,
  })
  return (
    <div className="stack">
      <Loaded query={detail}>{(known) => <Known known={known} accounts={accounts} />}</Loaded>
      <div className="actions">
        <Button variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
      </div>
    </div>
  )
}

type Detail = CallOutput<'journal.detail'>

function Known({ known, accounts }: { known: Detail; accounts: readonly AccountView[] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [settling, setSettling] = useState(false)
  const { line, sent, outcome, raw, orders } = known
  const { journalId } = line
  const [asked, setAsked] = useState(false)
  const ask = useMutation({
    mutationFn: () => call('orders.askAgain', { journalId }),
    retry: false,
    onSuccess: () => {
      setAsked(true)
      notify(t('attention.asking'))
    },
  })
  const inNeed = line.state === 'needs_attention'
  return (
    <>
      <div className={inNeed ? 'note bad' : 'note good'} role="status" data-testid="order-in-need">
        {inNeed ? t('attention.help') : t('attention.settled', { state: t(`attention.state.${line.state}`) })}
      </div>
      <Facts
        of={[
          [t('confirm.account'), accounts.find(({ id }) => id === line.accountId)?.name ?? line.accountId],
          [t('attention.what'), t(`attention.operation.${line.operation}`)],
          [t('attention.askedBy'), line.origin.kind],
          [t('orders.time'), formatDateTime(line.at, language)],
          [t('result.clientOrderId'), line.clientOrderId ?? '—'],
          ...(line.exchangeOrderId === null ? [] : [[t('result.orderId'), line.exchangeOrderId] as const]),
          ...orders.map(({ orderId, state }) => [t('result.orderId') + ` ${orderId}`, state] as const),
        ]}
      />
      {line.error !== null && (
        <div className="note">
          <ErrorText error={line.error} />
        </div>
      )}
      <Evidence evidence={known.evidence} />
      <Text title={t('attention.request')} text={line.request} />
      {sent !== null && <Text title={t('attention.sent')} text={sent} />}
      {outcome !== null && <Text title={t('attention.outcome')} text={outcome} />}
      {raw !== null && <Text title={t('attention.raw')} text={raw} />}
      {ask.error !== null && <ErrorNote error={viewOf(ask.error)} />}
      {inNeed && !settling && (
        <div className="actions">
          <Button variant="default" onClick={() => setSettling(true)}>
            {t('attention.settle')}
          </Button>
          <Button loading={ask.isPending} onClick={() => ask.mutate()}>
            {asked ? t('attention.askOnceMore') : t('attention.askAgain')}
          </Button>
        </div>
      )}
      {inNeed && settling && <SettleByHand journalId={journalId} onClose={() => setSettling(false)} />}
    </>
  )
}

function Text({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <details className="json">
      <summary>{title}</summary>
      <pre tabIndex={0}>{layOutJson(text)}</pre>
    </details>
  )
}

type What = keyof (typeof en)['attention']['evidence']
const isWhat = (text: string): text is What => Object.hasOwn(textsNow().attention.evidence, text)

/** How the outcome was looked for, the newest last. */
function Evidence({ evidence }: { evidence: Detail['evidence'] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (evidence.length === 0) return null
  return (
    <div className="scroll-list" tabIndex={0} role="group" aria-label={t('attention.evidenceTitle')}>
      <Table
        label={t('attention.evidenceTitle')}
        columns={[t('orders.time'), t('attention.what'), t('attention.answer')]}
      >
        {evidence.map(({ at, what, detail }, index) => (
          <tr key={`${at} ${index}`}>
            <td className="num">{formatDateTime(at, language)}</td>
            <td>{isWhat(what) ? t(`attention.evidence.${what}`) : what}</td>
            <td className="wrap num">{detail}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

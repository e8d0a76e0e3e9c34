import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useAccounts, useGuard } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { AccountName } from '../shell/money-note.tsx'
import { orderLines } from '../trade/describe-order.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formatCut } from '../ui/format.ts'
import { ErrorNote, Facts, Tag } from '../ui/parts.tsx'
import { useNow } from './use-now.ts'

type Approval = CallOutput<'guard.get'>['approvals'][number]

/** How many orders of bots wait for a person, and the way to them. */
export function Approvals(): ReactNode {
  const { t } = useTranslation()
  const waiting = useGuard().data?.approvals ?? []
  const [isOpen, setOpen] = useState(false)
  const count = waiting.length
  return (
    <>
      <span role="status">
        {count > 0 && (
          <button type="button" className="tag warn loud approvals" onClick={() => setOpen(true)}>
            {t('approvals.badge', { count })}
          </button>
        )}
      </span>
      {isOpen && (
        <Dialog size="xl" onClose={() => setOpen(false)} title={t('approvals.title')}>
          <ApprovalList waiting={waiting} />
        </Dialog>
      )}
    </>
  )
}

function ApprovalList({ waiting }: { waiting: readonly Approval[] }): ReactNode {
  const { t } = useTranslation()
  const now = useNow(500)
  // What has expired is gone here at once, whenever the gateway's word of it comes.
  const live = waiting.filter(({ expiresAt }) => expiresAt > now)
  return (
    <div className="stack">
      <p className="soft">{t('approvals.help')}</p>
      {live.length === 0 && <div className="state">{t('approvals.none')}</div>}
      {live.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} now={now} />
      ))}
    </div>
  )
}

/** One that waits. Letting it through takes a second click, on another place: the list may move under the first. */
function ApprovalCard({ approval, now }: { approval: Approval; now: number }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isSure, setSure] = useState(false)
  const connected = useConnected()
  const decide = useMutation({
    mutationFn: (approve: boolean) => call('approvals.decide', { id: approval.id, approve }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.guard }),
  })
  const { request, notional, origin, account, accountId } = approval
  const listed = useAccounts().data?.find(({ id }) => id === accountId)
  const secondsLeft = Math.max(0, Math.ceil((approval.expiresAt - now) / 1000))
  const side = t(`side.${request.side}`)
  return (
    <section className="approval" aria-label={`${account} · ${side} ${request.symbol}`}>
      <div className="approval-head">
        <strong>{listed === undefined ? account : <AccountName account={listed} />}</strong>
        <span className={request.side}>{side}</span>
        <span>{request.symbol}</span>
        <span className="num">
          {notional === null
            ? t('approvals.worthUnknown')
            : t('approvals.worth', { value: formatCut(Money.parse(notional), 2, language) })}
        </span>
        <span className="push">
          <Tag tone={secondsLeft > 10 ? 'warn' : 'bad'}>{t('approvals.left', { seconds: secondsLeft })}</Tag>
        </span>
      </div>
      <Facts
        of={[
          ...orderLines(request, language, t).slice(2),
          [t('approvals.from'), originText(origin)],
          [t('approvals.request'), origin.requestId],
        ]}
      />
      {decide.error !== null && <ErrorNote error={viewOf(decide.error)} />}
      <div className="actions">
        {isSure ? (
          <>
            <Button
              className={`execute-${request.side}`}
              disabled={!connected}
              loading={decide.isPending}
              onClick={() => decide.mutate(true)}
            >
              {t('approvals.confirm', { side, symbol: request.symbol })}
            </Button>
            <Button variant="default" onClick={() => setSure(false)}>
              {t('common.back')}
            </Button>
          </>
        ) : (
          <>
            <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate(false)}>
              {t('approvals.refuse')}
            </Button>
            <Button onClick={() => setSure(true)}>{t('approvals.approve')}</Button>
          </>
        )}
      </div>
    </section>
  )
}

/** Which request asked: of a bot, its action and user. */
function originText(origin: Approval['origin']): string {
  return origin.kind === 'redis' ? `Redis · ${origin.action} · ${origin.userId}` : origin.kind
}

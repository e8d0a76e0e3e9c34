import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AmountMeaning } from '../../src-shared/account.ts'
import type { CallOutput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
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

/** Orders of bots that wait for a person. */
export function Approvals({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  return (
    <Dialog size="xl" onClose={onClose} title={t('approvals.title')}>
      <ApprovalList waiting={useGuard().data?.approvals ?? []} />
    </Dialog>
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
  const [sure, setSure] = useState<Choice | null>(null)
  const connected = useConnected()
  const decide = useMutation({
    mutationFn: (choice: Choice | null) =>
      call('approvals.decide', {
        id: approval.id,
        approve: choice !== null,
        meaning: choice?.meaning ?? null,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.guard }),
  })
  const { request, notionalUsd, origin, account, accountId, readings } = approval
  const listed = useAccounts().data?.find(({ id }) => id === accountId)
  const secondsLeft = Math.max(0, Math.ceil((approval.expiresAt - now) / 1000))
  const side = t(`side.${request.side}`)
  return (
    <section className="approval" aria-label={`${account} · ${side} ${request.symbol}`}>
      <div className="approval-head">
        <strong>{listed === undefined ? account : <AccountName account={listed} />}</strong>
        <span className={request.side}>{side}</span>
        <span>{request.symbol}</span>
        {readings === null && (
          <span className="num">
            {notionalUsd === null
              ? t('approvals.worthUnknown')
              : t('approvals.worth', { value: formatCut(Money.parse(notionalUsd), 2, language) })}
          </span>
        )}
        <span className="push">
          <Tag tone={secondsLeft > 10 ? 'warn' : 'bad'}>{t('approvals.left', { seconds: secondsLeft })}</Tag>
        </span>
      </div>
      {readings !== null && (
        <div className="note warn">{t('approvals.whichAmount', { amount: amountIn(readings.coins, language) })}</div>
      )}
      <Facts
        of={[
          ...(readings === null ? orderLines(request, language, t).slice(2) : []),
          [t('approvals.from'), originText(origin)],
          [t('approvals.request'), origin.requestId],
        ]}
      />
      {decide.error !== null && <ErrorNote error={viewOf(decide.error)} />}
      <div className="actions">
        {sure !== null ? (
          <>
            <Button
              className={`execute-${request.side}`}
              disabled={!connected}
              loading={decide.isPending}
              onClick={() => decide.mutate(sure)}
            >
              {sure.meaning === null
                ? t('approvals.confirm', { side, symbol: request.symbol })
                : t('approvals.confirmAmount', { side, amount: sure.text })}
            </Button>
            <Button variant="default" onClick={() => setSure(null)}>
              {t('common.back')}
            </Button>
          </>
        ) : (
          <>
            <Button variant="default" loading={decide.isPending} onClick={() => decide.mutate(null)}>
              {t('approvals.refuse')}
            </Button>
            {choicesOf(approval, language, t).map((choice) => (
              <Button key={choice.meaning ?? 'go'} onClick={() => setSure(choice)}>
                {choice.text}
              </Button>
            ))}
          </>
        )}
      </div>
    </section>
  )
}

/** One way of letting an order through. */
interface Choice {
  readonly meaning: AmountMeaning | null
  readonly text: string
}

function choicesOf({ readings, notionalUsd }: Approval, language: Language, t: TFunction): readonly Choice[] {
  if (readings === null) return [{ meaning: null, text: t('approvals.approve') }]
  const { coins, usdt } = readings
  const [base = ''] = coins.symbol.split('/')
  const worth = notionalUsd === null ? null : formatCut(Money.parse(notionalUsd), 2, language)
  const asCoins = `${amountIn(coins, language)} ${base}`
  const choices: Choice[] = [
    { meaning: 'coins', text: worth === null ? asCoins : t('approvals.asCoins', { amount: asCoins, worth }) },
  ]
  if (usdt !== null)
    choices.push({
      meaning: 'usdt',
      text: t('approvals.asValue', {
        value: `${amountIn(coins, language)} USDT`,
        amount: `${amountIn(usdt, language)} ${base}`,
      }),
    })
  return choices
}

/** How much a market sale or limit order is for, as a number. */
function amountIn(request: Approval['request'], language: Language): string {
  const value = request.kind === 'market' ? request.amount.value : 'quantity' in request ? request.quantity : ''
  return formatDecimal(value, language)
}

/** Which request asked: of a bot, its action and user. */
function originText(origin: Approval['origin']): string {
  return origin.kind === 'redis' ? `Redis · ${origin.action} · ${origin.userId}` : origin.kind
}

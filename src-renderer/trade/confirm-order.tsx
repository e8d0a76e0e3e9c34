import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { AccountName, MoneyNote } from '../shell/money-note.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { HolderBadge } from '../ui/holder-badge.tsx'
import { Facts } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { orderLines } from './describe-order.ts'
import { planOf } from './draft.ts'
import { EntryAsLimit } from './entry-as-limit.tsx'
import { ExitsNotes } from './exits-notes.tsx'
import { exitLegNames } from './exits-shape.ts'
import { isEntryAsLimit } from './sizing.ts'
import { useEstimateFacts } from './use-estimate-facts.tsx'
import type { TicketModel } from './use-ticket.ts'
import { useTicks, WarningTicks } from './warning-ticks.tsx'

interface ConfirmOrderProps {
  readonly account: AccountView
  readonly market: MarketView
  readonly model: TicketModel
  readonly request: OrderRequestInput
  /** Why it cannot be sent now; null: it can. */
  readonly hindrance: string | null
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** The last look. The focus is on going back, so that Enter pressed twice sends nothing. */
export function ConfirmOrder(props: ConfirmOrderProps): ReactNode {
  const { account, market, model, request, hindrance, onClose, onConfirm } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const estimates = (useEstimateFacts(model, market) ?? []).slice(1)
  const plan = planOf(model.draft, market)
  const ticks = useTicks(model.warnings)
  const ready = model.preview.state === 'accepted' && model.short === null && hindrance === null && ticks.all
  return (
    <Dialog onClose={onClose} title={t('confirm.title')}>
      <div className="stack">
        <MoneyNote account={account} />
        <Facts
          of={[
            [t('confirm.account'), <AccountName key="account" account={account} />],
            ...orderLines(request, language, t),
            ...exitLegNames.flatMap((name) => {
              const holder = plan?.holders[name] ?? null
              return holder === null
                ? []
                : [[t(`holder.of.${name}`), <HolderBadge key={name} holder={holder} />] as const]
            }),
          ]}
        />
        {isEntryAsLimit(model.draft, model.shape, market) && <EntryAsLimit />}
        {plan !== null && <ExitsNotes plan={plan} confirmed={market.capabilities.attachedExits.confirmed} />}
        {estimates.length > 0 && (
          <div className="note">
            <Facts of={estimates} />
          </div>
        )}
        <WarningTicks warnings={model.warnings} ticks={ticks} />
        {hindrance !== null && (
          <div className="note bad" role="alert">
            {hindrance}
          </div>
        )}
        <div className="actions">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.back')}
          </Button>
          <Button className={`execute-${request.side}`} disabled={!ready} onClick={onConfirm}>
            {t('confirm.execute', { side: t(`side.${request.side}`), symbol: request.symbol })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

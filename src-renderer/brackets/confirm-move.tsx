import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorView } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import { usualWarningLimits } from '../../src-shared/order-warnings.ts'
import { useNow } from '../guard/use-now.ts'
import { useInfo, useTicker } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { AccountName, MoneyNote } from '../shell/money-note.tsx'
import { exitLegNames } from '../trade/exits-shape.ts'
import { exitWarnings, type OrderWarning } from '../trade/order-warnings.ts'
import { priceOldAfterMs } from '../trade/use-review.ts'
import { useTicks, WarningTicks } from '../trade/warning-ticks.tsx'
import { Changed, ErrorNote, Facts, Num } from '../ui/parts.tsx'
import type { AccountView, BracketView } from '../views.ts'
import { exitsDraftOf, type Moved } from './moved-exits.ts'

interface ConfirmMoveProps {
  readonly account: AccountView
  readonly bracket: BracketView
  readonly exits: Moved
  readonly refusal: ErrorView | null
  readonly sending: boolean
  readonly onBack: () => void
  readonly onConfirm: () => void
}

/** The last look at exits that move: from what to what, and where the price is. */
export function ConfirmMove({ account, bracket, exits, ...props }: ConfirmMoveProps): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const now = useNow(1000)
  const limits = useInfo().data?.orderWarnings ?? usualWarningLimits
  const ticker = useTicker(account.id, bracket.symbol).data ?? null
  const last = ticker !== null && now - ticker.askedAt < priceOldAfterMs ? ticker.last : null
  const warnings: readonly OrderWarning[] =
    last === null ? [{ kind: 'no_price' }] : exitWarnings(exits, Money.parse(last), limits)
  const ticks = useTicks(warnings)
  const before = exitsDraftOf(bracket)
  const text = (typed: unknown): string | null => (typeof typed === 'string' && typed !== '' ? typed : null)
  return (
    <div className="stack">
      <MoneyNote account={account} />
      <Facts
        of={[
          [t('confirm.account'), <AccountName key="account" account={account} />],
          [t('orders.symbol'), bracket.symbol],
          [t('brackets.remaining'), <Num key="remaining" value={bracket.remaining} />],
          ...exitLegNames.flatMap((name) => {
            const was = before[name]
            const now = exits[name]
            if (!was.enabled && now === null) return []
            const given = now === null ? t('brackets.givenUp') : null
            return [
              [
                t(`ticket.${name}Trigger`),
                <Changed key={name} from={text(was.triggerPrice)} to={given ?? now?.triggerPrice ?? null} />,
              ] as const,
              [
                t(`ticket.${name}Limit`),
                <Changed key={name} from={text(was.limitPrice)} to={now?.limitPrice ?? t('brackets.atMarket')} />,
              ] as const,
            ].slice(0, given === null && (now?.limitPrice ?? null) !== text(was.limitPrice) ? 2 : 1)
          }),
          [t('brackets.lastPrice'), <Num key="last" value={last} />],
        ]}
      />
      <WarningTicks warnings={warnings} ticks={ticks} />
      {props.refusal !== null && <ErrorNote error={props.refusal} />}
      <div className="actions">
        <Button variant="default" data-autofocus onClick={props.onBack}>
          {t('common.back')}
        </Button>
        <Button disabled={!ticks.all || !connected} loading={props.sending} onClick={props.onConfirm}>
          {t('brackets.moveConfirm')}
        </Button>
      </div>
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import type { OrderKind, Side } from '../../src-shared/order.ts'
import { useGatewayStatus, useGuard } from '../query.ts'
import { canSign } from '../shell/account.ts'
import { useConnected, useKnown } from '../shell/known.ts'
import type { AccountView, MarketView } from '../views.ts'

interface Meant {
  readonly side: Side
  readonly kind: OrderKind
  /** Whether the price shown is the price of now. */
  readonly priced: boolean
}

/** Why no order of this kind can be sent now, in a sentence; null: nothing stands in its way. */
export function useHindrance(account: AccountView, market: MarketView, meant: Meant): string | null {
  const { t } = useTranslation()
  const connected = useConnected()
  const guard = useKnown(useGuard())
  const journalDamaged = useKnown(useGatewayStatus())?.journalDamaged === true
  if (!connected) return t('standingHelp.gatewayLost')
  if (market.status !== 'trading') return t('ticket.notTrading', { symbol: market.symbol })
  if (account.blocked) return t('ticket.keyBlocked')
  if (!canSign(account)) return t('ticket.noKey')
  if (guard === null) return t('ticket.guardUnknown')
  if (journalDamaged) return t('ticket.journalDamaged')
  if (guard.state === 'halted') return t('ticket.halted')
  if (guard.state === 'reducing' && meant.side === 'buy') return t('ticket.reducing')
  // At a price that nobody sees any more, nobody knows what a market order costs.
  if (meant.kind === 'market' && !meant.priced) return t('ticket.priceOld')
  return null
}

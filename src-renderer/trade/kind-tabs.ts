import type { OrderKind } from '../../src-shared/order.ts'
import type { MarketView } from '../views.ts'
import { kindsOf } from './draft.ts'

const tabs = ['market', 'limit', 'stop', 'more'] as const
type KindTab = (typeof tabs)[number]

const tabOf: Readonly<Record<OrderKind, KindTab>> = {
  market: 'market',
  limit: 'limit',
  stop_loss: 'stop',
  stop_limit: 'stop',
  take_profit: 'more',
  take_profit_limit: 'more',
  trailing_stop: 'more',
  oco: 'more',
}

export interface KindGroup {
  readonly tab: KindTab
  /** The usual one first. */
  readonly kinds: readonly OrderKind[]
}

/** The kinds of order that a market offers, as the tabs of the form; a tab without any is left out. */
export function kindGroups(market: MarketView): readonly KindGroup[] {
  const offered = kindsOf(market)
  return tabs
    .map((tab) => ({ tab, kinds: offered.filter((kind) => tabOf[kind] === tab) }))
    .filter(({ kinds }) => kinds.length > 0)
}

export function groupOf(kind: OrderKind, market: MarketView): KindGroup {
  return kindGroups(market).find(({ kinds }) => kinds.includes(kind)) ?? { tab: tabOf[kind], kinds: [kind] }
}

import { useMarkets } from '../query.ts'
import { useSelection } from '../selection.ts'
import type { MarketView } from '../views.ts'
import { defaultMarket } from './market-search.ts'

/** The market that this tab looks at on an account; null: its markets are not here yet, or it has none. */
export function useMarket(accountId: string): MarketView | null {
  const markets = useMarkets(accountId).data ?? none
  const chosen = useSelection((state) => state.symbols[accountId])
  return markets.find(({ symbol }) => symbol === chosen) ?? defaultMarket(markets)
}

const none: readonly MarketView[] = []

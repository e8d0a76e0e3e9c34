import type { PublicTradeView } from '../views.ts'

/** Trades kept on screen. */
export const mostTrades = 200

/** Trades with what was told since, the newest first; each once, however often it is told. */
export function withTrades(
  known: readonly PublicTradeView[],
  told: readonly PublicTradeView[],
): readonly PublicTradeView[] {
  const ids = new Set(known.map(({ id }) => id))
  const fresh = told.filter(({ id }) => !ids.has(id) && ids.add(id))
  if (fresh.length === 0) return known
  return [...fresh.toReversed(), ...known].slice(0, mostTrades)
}

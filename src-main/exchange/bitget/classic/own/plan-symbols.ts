import type { OrderMemory } from '../../own/order-memory.ts'
import type { BitgetVenue } from '../../venue.ts'
import type { ClassicRawClient } from '../raw-client.ts'

/** The account that is asked. */
interface Asked {
  readonly raw: ClassicRawClient
  readonly shared: BitgetVenue
  readonly memory: OrderMemory
}

/** Symbols asked about at most: each is a request, of which there are 20 a second. */
const maxSymbols = 40
/** How often symbols are looked through on which no plan order has been seen. */
const sweepMs = 60_000

/**
 * Bitget lists plan orders for one symbol at a time. Asked always: symbols on which this client placed or saw one.
 * Asked once a minute: those of open orders, of the last hundred finished ones, and of held coins. A plan order that
 * was placed elsewhere, on a pair that shows none of these signs, stays unseen until it triggers.
 */
export class PlanSymbols {
  #sweptAt = -Infinity

  /** @param open Bitget's symbols of the open orders of the other lists. */
  async toAsk(session: Asked, open: readonly string[]): Promise<readonly string[]> {
    const { memory, shared } = session
    const known = memory.planSymbols()
    const now = shared.venue.time.monotonic()
    if (now - this.#sweptAt < sweepMs) return cut(known)
    const [recent, held] = await Promise.all([recentSymbols(session), heldSymbols(session)])
    this.#sweptAt = now
    return cut([...known, ...open, ...recent, ...held])
  }
}

function cut(symbols: readonly string[]): readonly string[] {
  return [...new Set(symbols)].slice(0, maxSymbols)
}

async function recentSymbols({ raw }: Asked): Promise<readonly string[]> {
  return (await raw.historyOrders('normal', {})).rows.map(({ symbol }) => symbol)
}

/** Pairs of held coins against USDT, where plan orders that sell them would be. */
async function heldSymbols({ raw, shared }: Asked): Promise<readonly string[]> {
  const [assets, { bySymbol }] = await Promise.all([raw.assets(), shared.markets.classic.all()])
  return assets.flatMap(({ coin }) => bySymbol.get(`${coin}/USDT`)?.market.nativeId ?? [])
}

import type { Balance, Ticker } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { DeskEvent } from '../desk-types.ts'
import type { LiveAccounts } from './live-accounts.ts'
import type { LiveTickers } from './live-tickers.ts'
import type { Live } from './live.ts'

/**
 * What can be told of accounts and markets without asking their exchanges. null, everywhere: it is not certainly the
 * present state, ask the exchange. Whoever asks once is expected to ask again: from then on it is followed.
 */
export class LiveReads {
  readonly #accounts: LiveAccounts
  readonly #tickers: LiveTickers

  constructor(accounts: LiveAccounts, tickers: LiveTickers) {
    this.#accounts = accounts
    this.#tickers = tickers
  }

  ticker(accountId: string, symbol: string): Live<Ticker> | null {
    return this.#tickers.of(accountId, symbol)
  }

  balances(accountId: string): Live<readonly Balance[]> | null {
    return this.#accounts.of(accountId)?.balances() ?? null
  }

  /** Open orders at the exchange; `symbol` null: on every symbol. */
  openOrders(accountId: string, symbol: string | null): Live<readonly Order[]> | null {
    return this.#accounts.of(accountId)?.openOrders(symbol) ?? null
  }

  /** Told of what the desk has done: whoever did it finds it when he looks, also where it has not been pushed yet. */
  heed(event: DeskEvent): void {
    if (event.type === 'guard' || event.type === 'bracket') return
    const account = this.#accounts.known(event.accountId)
    if (account === null) return
    const orders = ordersOf(event)
    if (orders === null) account.inDoubt()
    else account.did(orders)
  }

  close(): void {
    this.#accounts.close()
    this.#tickers.close()
  }
}

/** The orders that an operation brought about or ended; null: others may have changed with them, or nobody knows. */
function ordersOf(event: Exclude<DeskEvent, { type: 'guard' | 'bracket' }>): readonly Order[] | null {
  switch (event.type) {
    case 'order': {
      const { outcome } = event
      if (outcome.outcome === 'unknown') return null
      return outcome.outcome === 'accepted' ? [outcome.placed.order, ...outcome.placed.legs] : []
    }
    case 'cancelled':
      return event.order.listId === null ? [event.order] : null
    // What it was before goes on under another id, or not at all.
    case 'edited':
      return null
  }
}

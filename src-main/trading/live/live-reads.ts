import type { Balance, Ticker } from '../../../src-shared/market.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { DeskEvent } from '../desk-types.ts'
import type { LiveAccounts } from './live-accounts.ts'
import type { LiveTickers } from './live-tickers.ts'
import type { Told } from './live.ts'

/**
 * What can be told of accounts and markets without asking their exchanges, and where it is not certainly the present
 * state, by asking with the way that the caller brings. Whoever asks once is expected to ask again: from then on it is
 * followed.
 */
export class LiveReads {
  readonly #accounts: LiveAccounts
  readonly #tickers: LiveTickers

  constructor(accounts: LiveAccounts, tickers: LiveTickers) {
    this.#accounts = accounts
    this.#tickers = tickers
  }

  /** @throws what asking throws, here and below */
  async ticker(accountId: string, symbol: string, ask: () => Promise<Ticker>): Promise<Told<Ticker>> {
    return this.#tickers.of(accountId, symbol) ?? { value: await ask(), ageMs: null }
  }

  async balances(accountId: string, ask: () => Promise<readonly Balance[]>): Promise<Told<readonly Balance[]>> {
    const account = this.#accounts.of(accountId)
    const known = account?.balances() ?? null
    return known ?? { value: await (account?.learnBalances(ask) ?? ask()), ageMs: null }
  }

  /** Open orders at the exchange; `symbol` null: on every symbol. */
  async openOrders(
    accountId: string,
    symbol: string | null,
    ask: () => Promise<readonly Order[]>,
  ): Promise<Told<readonly Order[]>> {
    const account = this.#accounts.of(accountId)
    const known = account?.openOrders(symbol) ?? null
    if (known !== null) return known
    const isWhole = symbol === null && account !== null
    return { value: await (isWhole ? account.learnOrders(ask) : ask()), ageMs: null }
  }

  /** How much there is to tell of an account, as far as it is known. */
  sizeOf(accountId: string): { readonly openOrders: number } {
    return { openOrders: this.#accounts.known(accountId)?.size ?? 0 }
  }

  /** Told of what the desk has done: whoever did it finds it when he looks, also where it has not been pushed yet. */
  heed(event: DeskEvent): void {
    if (event.type === 'guard' || event.type === 'bracket') return
    const account = this.#accounts.known(event.accountId)
    if (account === null) return
    const deed = deedOf(event)
    if (deed === null) account.inDoubt()
    else account.did(deed.orders, deed.over)
  }

  close(): void {
    this.#accounts.close()
    this.#tickers.close()
  }
}

/** What an operation brought about or ended, and ids that are over; null: others may have changed, or nobody knows. */
function deedOf(
  event: Exclude<DeskEvent, { type: 'guard' | 'bracket' }>,
): { readonly orders: readonly Order[]; readonly over: readonly string[] } | null {
  switch (event.type) {
    case 'order': {
      const { outcome } = event
      if (outcome.outcome === 'unknown') return null
      const orders = outcome.outcome === 'accepted' ? [outcome.placed.order, ...outcome.placed.legs] : []
      return { orders, over: [] }
    }
    case 'cancelled':
      return event.order.listId === null ? { orders: [event.order], over: [] } : null
    case 'edited': {
      const { order, previousId } = event
      return order.listId === null ? { orders: [order], over: previousId === order.id ? [] : [previousId] } : null
    }
    case 'in-doubt':
      return null
  }
}

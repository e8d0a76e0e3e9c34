import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Balance } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import { rateFrom, reportingCurrencies } from '../../../src-shared/portfolio/conversion.ts'
import { worth } from '../../../src-shared/portfolio/valuation.ts'
import type { Clock, Logger } from '../../infra/clock.ts'
import type { AccountPrices, PriceClient } from './account-prices.ts'
import { keptIn, type KeptValue, type ValueStore } from './value-store.ts'

interface Options {
  readonly clock: Clock
  readonly logger: Logger
  readonly store: Pick<ValueStore, 'add' | 'lastAt' | 'thin'>
  readonly prices: AccountPrices
  /** Accounts that can be asked now. */
  readonly accountIds: () => readonly string[]
  /** Reads for which nobody waits. @throws GatewayError for an account that cannot be used */
  readonly clientFor: (accountId: string) => PriceClient & { getBalance(): Promise<readonly Balance[]> }
  /** Told when something new is kept. */
  readonly kept: () => void
}

const hourMs = 3_600_000
/** After the start everything else goes first. */
const afterStartMs = 20_000
/** Whoever starts again and again does not keep a value each time. */
const leastGapMs = 10 * 60_000

/**
 * Keeps what accounts are worth, soon after the start and on every full hour, which is every day's end in any time zone
 * of full hours. An account that cannot be read is left out. Never on the way of an order.
 */
export class ValueKeeper {
  readonly #options: Options
  #cancel: () => void = () => undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    const { clock, store } = this.#options
    this.#cancel = clock.after(afterStartMs, () => {
      const last = store.lastAt()
      const isRecent = last !== null && Math.abs(clock.now() - last) < leastGapMs
      if (!isRecent) void this.#keep(clock.now())
      this.#waitForHour()
    })
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  #waitForHour(): void {
    const { clock } = this.#options
    const now = clock.now()
    const next = (Math.floor(now / hourMs) + 1) * hourMs
    this.#cancel = clock.after(next - now, () => {
      // A timer may come a moment early, and late after a sleep.
      const at = Math.max(next, Math.floor(clock.now() / hourMs) * hourMs)
      void this.#keep(at)
      this.#waitForHour()
    })
  }

  async #keep(at: number): Promise<void> {
    const { accountIds, kept, logger } = this.#options
    const done = await Promise.all(accountIds().map((accountId) => this.#keepAccount(at, accountId)))
    if (this.#closed) return
    try {
      await this.#thin()
    } catch (error) {
      logger.warn({ err: error }, 'old values of the portfolio could not be thinned')
    }
    if (done.includes(true)) kept()
  }

  async #keepAccount(at: number, accountId: string): Promise<boolean> {
    const { clientFor, prices, store, logger } = this.#options
    try {
      const client = clientFor(accountId)
      const balances = await client.getBalance()
      const assets = balances.map(({ asset }) => asset)
      const priced = await prices.of(accountId, client, [...assets, ...reportingCurrencies], keptIn)
      if (this.#closed) return false
      store.add(at, accountId, valuesOf(balances, priced.prices))
      return true
    } catch (error) {
      logger.warn({ err: error, accountId }, 'what an account is worth could not be kept')
      return false
    }
  }

  /** Day by day, with everything else in between. */
  async #thin(): Promise<void> {
    const { store, clock } = this.#options
    while (!this.#closed && store.thin(clock.now())) await nextTurn()
  }
}

/** All that is held, and what the currencies of reports are worth, held or not: a value can then be told in each. */
function valuesOf(balances: readonly Balance[], prices: ReadonlyMap<string, Money>): readonly KeptValue[] {
  const totals = new Map<string, Money>(reportingCurrencies.map((currency) => [currency, Money.zero]))
  for (const { asset, total } of balances) totals.set(asset, total)
  return [...totals].map(([asset, total]) => {
    const price = rateFrom(prices, asset, keptIn)
    return { asset, total, price, value: worth(total, price) }
  })
}

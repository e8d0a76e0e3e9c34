import type { ExchangeName } from '../account.ts'
import type { ErrorView } from '../errors.ts'
import type { Money } from '../money.ts'
import type { PeriodResult } from './periods.ts'
import type { Holding } from './valuation.ts'

/** What is known of what a holding has cost. Values in the currency. */
export interface HoldingCost {
  /** What of the total was seen bought, at a cost that is known. */
  readonly quantity: Money
  /** Of that quantity. */
  readonly cost: Money
  /** One unit. */
  readonly averageCost: Money
  /** What that quantity is worth now minus its cost; null: it has no price. */
  readonly unrealised: Money | null
  /** In per cent of the cost; null: nothing was paid, or no price. */
  readonly unrealisedPercent: Money | null
}

/** An asset in one account. `cost` null: no purchase of it is known. */
export interface AccountHolding extends Holding {
  readonly accountId: string
  /** In per cent of the whole portfolio that is asked for; null: it has no price. */
  readonly share: Money | null
  readonly cost: HoldingCost | null
}

/** An asset over all accounts that could be read; `accounts` one by one. */
export interface AssetHolding extends Omit<AccountHolding, 'accountId'> {
  readonly accounts: readonly AccountHolding[]
}

/** An account of the portfolio, and how far it is known. */
export interface PortfolioAccount {
  readonly id: string
  readonly name: string
  readonly exchange: ExchangeName
  /** null: it could not be read, or nothing in it has a price. */
  readonly value: Money | null
  /** Why it could not be read; null: it could. */
  readonly error: ErrorView | null
  /**
   * From when to when its fills are known without gaps, epoch ms; `since` null: from the first one on. null: nothing is
   * known of them.
   */
  readonly fills: { readonly since: number | null; readonly until: number | null; readonly complete: boolean } | null
}

/** What is held, now. Values in `currency`. */
export interface Portfolio {
  readonly currency: string
  readonly value: Money
  /** Of holdings whose cost is known. null: of none. */
  readonly unrealised: Money | null
  /** The most valuable first. */
  readonly holdings: readonly AssetHolding[]
  /** Assets that nothing gives a price to; they are in no sum. */
  readonly unpriced: readonly string[]
  readonly accounts: readonly PortfolioAccount[]
  /** Epoch ms. */
  readonly at: number
}

/** What all accounts were worth at a time. `complete`: each was read at that time, rather than last known. */
export interface ValuePoint {
  /** Epoch ms. */
  readonly at: number
  readonly value: Money
  readonly complete: boolean
}

/** Fees in one asset: how much, and what it was worth when it was paid; null: nobody knows all of it. */
export interface FeeTotal {
  readonly asset: string
  readonly amount: Money
  readonly value: Money | null
}

export interface PortfolioResults {
  readonly currency: string
  /** Newest first. */
  readonly periods: readonly PeriodResult[]
  readonly fees: readonly FeeTotal[]
  /** Accounts whose results could not be reckoned, and why. */
  readonly failed: readonly { readonly accountId: string; readonly name: string; readonly error: ErrorView }[]
}

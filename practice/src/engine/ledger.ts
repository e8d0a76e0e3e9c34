import { Money } from '../../../src-shared/money.ts'
import { EngineRejection } from './engine-rejection.ts'
import type { Hold } from './types.ts'

export interface AssetBalance {
  free: Money
  locked: Money
}

/** Who the market maker is in the books: its balances may go below zero, it stands for the rest of the world. */
export const houseAccount = 'house'
/** Where fees go. */
export const feeAccount = 'fees'

/**
 * Balances of every account, free and locked. Nothing is created or lost here except by {@link setFree}: what leaves
 * one account arrives at another.
 */
export class Ledger {
  readonly #accounts = new Map<string, Map<string, AssetBalance>>()
  /** Of what was touched since it was asked for last, as it was before; null: nobody wants to know. */
  #touched: Map<string, Map<string, Readonly<AssetBalance>>> | null = null

  open(accountId: string): void {
    if (!this.#accounts.has(accountId)) this.#accounts.set(accountId, new Map())
  }

  balance(accountId: string, asset: string): Readonly<AssetBalance> {
    return this.#accounts.get(accountId)?.get(asset) ?? { free: Money.zero, locked: Money.zero }
  }

  /** Assets the account ever had, in the order in which they came. */
  balances(accountId: string): ReadonlyMap<string, Readonly<AssetBalance>> {
    return this.#accounts.get(accountId) ?? new Map()
  }

  /** Whether what is touched is remembered for {@link takeTouched}. */
  watch(wanted: boolean): void {
    this.#touched = wanted ? new Map() : null
  }

  /** What an account's touched assets held before; from here on it counts as told. Without an account: all is told. */
  takeTouched(accountId?: string): ReadonlyMap<string, Readonly<AssetBalance>> {
    const touched = accountId === undefined ? undefined : this.#touched?.get(accountId)
    if (accountId === undefined) this.#touched?.clear()
    else this.#touched?.delete(accountId)
    return touched ?? new Map()
  }

  /** Every account's units of an asset together, market maker and fees included. */
  total(asset: string): Money {
    return Money.sum([...this.#accounts.values()].map((assets) => totalOf(assets.get(asset))))
  }

  /** A deposit or withdrawal from outside: sets what is free, leaves what is locked. */
  setFree(accountId: string, asset: string, free: Money): void {
    this.#entry(accountId, asset).free = free
  }

  /** @throws EngineRejection `insufficient_balance` when less is free. */
  hold(accountId: string, asset: string, amount: Money): Hold {
    const entry = this.#entry(accountId, asset)
    if (entry.free.lessThan(amount)) throw new EngineRejection('insufficient_balance')
    entry.free = entry.free.minus(amount)
    entry.locked = entry.locked.plus(amount)
    return { accountId, asset, amount }
  }

  /**
   * Makes the hold exactly `amount`. @throws EngineRejection `insufficient_balance` when it would grow beyond what is
   * free.
   */
  resize(hold: Hold, amount: Money): void {
    const entry = this.#entry(hold.accountId, hold.asset)
    const change = amount.minus(hold.amount)
    if (entry.free.lessThan(change)) throw new EngineRejection('insufficient_balance')
    entry.free = entry.free.minus(change)
    entry.locked = entry.locked.plus(change)
    hold.amount = amount
  }

  release(hold: Hold): void {
    this.resize(hold, Money.zero)
  }

  /** Pays from a hold to another account's free balance. The hold must cover it. */
  payHeld(hold: Hold, to: string, amount: Money): void {
    if (hold.amount.lessThan(amount))
      throw new Error(`a hold of ${hold.amount.toString()} ${hold.asset} cannot pay ${amount.toString()}`)
    const entry = this.#entry(hold.accountId, hold.asset)
    entry.locked = entry.locked.minus(amount)
    hold.amount = hold.amount.minus(amount)
    this.#give(to, hold.asset, amount)
  }

  /** Pays from free to free. Only the house may go below zero. @throws EngineRejection `insufficient_balance`. */
  payFree(from: string, to: string, asset: string, amount: Money): void {
    const entry = this.#entry(from, asset)
    if (from !== houseAccount && entry.free.lessThan(amount)) throw new EngineRejection('insufficient_balance')
    entry.free = entry.free.minus(amount)
    this.#give(to, asset, amount)
  }

  #give(accountId: string, asset: string, amount: Money): void {
    const entry = this.#entry(accountId, asset)
    entry.free = entry.free.plus(amount)
  }

  #entry(accountId: string, asset: string): AssetBalance {
    const assets = this.#accounts.get(accountId) ?? new Map<string, AssetBalance>()
    this.#accounts.set(accountId, assets)
    const entry = assets.get(asset) ?? { free: Money.zero, locked: Money.zero }
    assets.set(asset, entry)
    this.#remember(accountId, asset, entry)
    return entry
  }

  #remember(accountId: string, asset: string, { free, locked }: AssetBalance): void {
    if (this.#touched === null) return
    const assets = this.#touched.get(accountId) ?? new Map<string, Readonly<AssetBalance>>()
    this.#touched.set(accountId, assets)
    if (!assets.has(asset)) assets.set(asset, { free, locked })
  }
}

function totalOf(balance: AssetBalance | undefined): Money {
  return balance === undefined ? Money.zero : balance.free.plus(balance.locked)
}

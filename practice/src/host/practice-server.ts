import type { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import type { PracticeMarketStatus } from '../engine/market-rules.ts'
import type { OrderState, TriggerKind } from '../engine/types.ts'
import type { RawReply, RawRequest } from './raw-http.ts'
import type { StreamAnswer } from './streams/stream-types.ts'

/** Units by asset, in plain decimal text. */
export type BalanceTexts = Readonly<Record<string, string>>

/** What a key of an account may do. */
export interface AccountPermissions {
  readonly canRead: boolean
  readonly canTrade: boolean
  readonly canWithdraw: boolean
  /** Addresses the key is bound to; null: any. */
  readonly ipRestrict: readonly string[] | null
}

/** A shared secret, or the public half of an RSA or Ed25519 key in PEM. */
export type KeyMaterial = { readonly secret: string } | { readonly publicKeyPem: string }

export interface PracticeAccountSpec {
  readonly apiKey: string
  readonly key: KeyMaterial
  /** What the key's owner chose beside it, on the exchanges that have that; null on the others. */
  readonly passphrase: string | null
  /** The exchange's own word for the kind of account (Bitget and KuCoin: `classic`, `unified`); null: its first. */
  readonly kind: string | null
  /** Keys with one account id share the account; null: the key has its own. */
  readonly accountId: string | null
  /** null: the default balances. */
  readonly balances: BalanceTexts | null
  readonly permissions: AccountPermissions
}

/** What arrived under one client order id: how many requests, and what the exchange made of it. */
export interface ClientOrderStatistics {
  readonly clientOrderId: string
  readonly arrived: number
  readonly accepted: number
}

/** An order as the engine has it, past every protocol. Amounts and prices are decimal text in base and quote units. */
export interface StandingOrder {
  /** The account's id: the API key that opened it, unless it was given one. */
  readonly account: string
  /** The engine's own number; every exchange shows another id made of it. */
  readonly number: number
  readonly symbol: string
  readonly clientOrderId: string
  readonly listId: number | null
  readonly side: Side
  readonly state: OrderState
  /** null: not known yet (an exit of an entry that has not filled). */
  readonly quantity: string | null
  readonly filled: string
  readonly limitPrice: string | null
  readonly trigger: { readonly kind: TriggerKind; readonly price: string | null } | null
}

/** One practice exchange: its protocol over an engine of its own. Symbols here are the exchange's own or BASE/QUOTE. */
export interface PracticeServer {
  /** Answers any request; a malformed one with the exchange's own error. Never throws. */
  handle(request: RawRequest): RawReply
  /** Whether a request to speak WebSocket is refused, or who takes the socket over. */
  connect(request: RawRequest): StreamAnswer
  /** Changes intervals and limits of the streams by name; each exchange documents its own. @throws RangeError */
  setStreams(settings: Readonly<Record<string, number>>): void
  /** Takes a key away, as its owner or the exchange would; the account stays. @throws RangeError */
  revokeKey(apiKey: string): void
  /** Takes over what was kept, where something is kept. Before anything else. */
  open(): void
  /** Keeps what has changed since it was called last. Cheap when nothing has. */
  save(): void
  /**
   * The account's uid, which no other account ever has. @throws RangeError when the key cannot be read or an amount is
   * no amount.
   */
  openAccount(spec: PracticeAccountSpec): number
  hasAccount(apiKey: string): boolean
  /** Sets free balances, by asset; assets not named stay. @throws RangeError */
  setBalances(apiKey: string, balances: BalanceTexts): void
  /** Moves the price and trades on the way; returns where it stands. @throws RangeError */
  setPrice(symbol: string, price: Money, maxQuantity: Money | null): Money
  /** @throws RangeError for an unknown symbol. */
  setStatus(symbol: string, status: PracticeMarketStatus): void
  /**
   * Fills this many small market orders of an account, as if they had been placed one after the other. @throws
   * RangeError
   */
  makeHistory(apiKey: string, symbol: string, count: number): void
  /** Changes limits by name; each exchange documents its own. @throws RangeError */
  setLimits(limits: Readonly<Record<string, number>>): void
  /** Starts the counts of {@link clientOrders} anew. */
  forgetClientOrders(): void
  clientOrders(): readonly ClientOrderStatistics[]
  /** Every order of every account that there ever was, oldest first within an account. */
  orders(): readonly StandingOrder[]
  /** Forgets orders, accounts and prices: as new. */
  reset(): void
  /** A small move of a market; null: of every one. */
  drift(symbol: string | null): void
  /** A small move of the next market, one after the other: little work at a time. */
  driftNext(): void
}

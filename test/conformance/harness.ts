import type { BaseExchangeClient } from '../../src-main/exchange/base-exchange-client.ts'
import type { ExchangeName } from '../../src-shared/account.ts'
import type { Money } from '../../src-shared/money.ts'

/** What a request does at the exchange, in words that every exchange shares. */
export type Operation = 'read_ticker' | 'read_balance' | 'place' | 'place_list' | 'cancel'

/**
 * What goes wrong with a request. `drop_before`: never processed, connection cut. `drop_after`: processed, connection cut. `truncate`:
 * processed, half an answer. `unavailable`: 503, not processed. `limited`: 429, to come back after a minute.
 */
export type Trouble = 'drop_before' | 'drop_after' | 'truncate' | 'unavailable' | 'limited'

/** One exchange as the conformance rows see it: a client on a practice exchange, and power over that exchange. */
export interface ConformanceHarness {
  readonly exchange: ExchangeName
  readonly client: BaseExchangeClient
  /** A liquid pair of which the account holds both sides; last price around what the practice exchange starts with. */
  readonly symbol: string
  /** Another one, with held base. */
  readonly otherSymbol: string
  /** A pair that lets orders be cancelled only. */
  readonly cancelOnlySymbol: string
  /** Client ids that were not used before. */
  readonly newId: () => string
  /** A client with a key that exists and a wrong secret, and one with a key that does not exist. */
  readonly clientWith: (fault: 'wrong_secret' | 'unknown_key') => BaseExchangeClient
  /** Replaces the account's credentials, as the panel does. */
  changeCredentials(): void
  /** Moves the last price; with `maxQuantity` no more than that is traded on the way. */
  setPrice(symbol: string, price: Money, maxQuantity?: Money): Promise<void>
  setStatus(symbol: string, status: 'trading' | 'halted'): Promise<void>
  /** Sets the exchange's clock this far from the machine's. */
  skewClock(offsetMs: number): Promise<void>
  spoil(operation: Operation, trouble: Trouble, count?: number): Promise<void>
  /** How many requests for an operation arrived at the exchange. */
  arrived(operation: Operation): Promise<number>
  /** How many orders the exchange accepted under exactly this client id. */
  acceptedUnder(clientOrderId: string): Promise<number>
  close(): Promise<void>
}

/** One thing that every exchange's client must do. */
export interface ConformanceRow {
  readonly id: string
  readonly title: string
  /** Why the row does not hold for an exchange. */
  readonly doesNotApply?: Readonly<Partial<Record<ExchangeName, string>>>
  /** Throws when the client does not do it. Gets a fresh harness. */
  readonly run: (harness: ConformanceHarness) => Promise<void>
}

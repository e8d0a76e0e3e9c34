import type { BaseExchangeClient } from '../../src-main/exchange/core/base-exchange-client.ts'
import type { ExchangeName, OrderRoute } from '../../src-shared/account.ts'
import type { Capabilities } from '../../src-shared/capabilities.ts'
import type { Money } from '../../src-shared/money.ts'
import type { AccountOptions } from '../exchange/practice-harness.ts'

/** What a request does at the exchange, in words that every exchange shares. */
type Operation = 'read_ticker' | 'read_book' | 'read_balance' | 'place' | 'place_list' | 'cancel'

/**
 * What goes wrong with a request. `drop_before`: never processed, connection cut. `drop_after`: processed, connection
 * cut. `truncate`: processed, half an answer. `unavailable`: 503, not processed. `limited`: told to wait (see
 * ConformanceColumn.limited).
 */
export type Trouble = 'drop_before' | 'drop_after' | 'truncate' | 'unavailable' | 'limited'

/** What an exchange (and a kind of account) is, for the rows that compare: one column of the table. Data only. */
export interface ConformanceColumn {
  /** Heads the column. */
  readonly id: string
  readonly exchange: ExchangeName
  /** The exchange's word for the kind of account, where it has several. */
  readonly accountKind: string | null
  readonly account: AccountOptions
  /** How its orders go; missing: over REST. */
  readonly orderRoute?: OrderRoute
  /** A liquid pair of which the practice account holds both sides. */
  readonly symbol: string
  /** Another one, with held base. */
  readonly otherSymbol: string
  /** A pair that takes no new orders, and what the exchange says of it. */
  readonly closed: { readonly symbol: string; readonly status: 'cancel_only' | 'halted' }
  /** `METHOD /path` of the requests that carry an operation out. */
  readonly endpoints: Readonly<Record<Operation, readonly string[]>>
  /** The exchange's own answer to too many requests, and for how long it then keeps quiet. */
  readonly limited: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: object
    readonly waitMs: { readonly min: number; readonly max: number }
    /** Whether one refused read stops every request behind this address, or only those of its kind. */
    readonly stops: 'everything' | 'its kind'
  }
  /** Requests at once that the exchange's limits spread over a second or two, not more. */
  readonly burst: number
  /** What an order's client id of ours is at the exchange. */
  readonly clientIdAtExchange: (clientOrderId: string) => string
  /** Kinds of orders that the exchange takes no client id for. */
  readonly withoutClientId: readonly string[]
  /** An id of the exchange's form that no order has. */
  readonly unknownOrderId: string
  /** How many closed orders are more than one page of the history. */
  readonly overOneHistoryPage: number
  /** Why a row does not hold here, by the row's id. Rows that need a capability say so themselves. */
  readonly doesNotApply: Readonly<Record<string, string>>
}

/** One exchange as the conformance rows see it: a client on a practice exchange, and power over that exchange. */
export interface ConformanceHarness extends Pick<
  ConformanceColumn,
  'symbol' | 'otherSymbol' | 'closed' | 'unknownOrderId' | 'withoutClientId'
> {
  readonly column: ConformanceColumn
  readonly client: BaseExchangeClient
  /** Client ids that were not used before. */
  readonly newId: () => string
  /**
   * A client with a key that exists and a wrong secret, one with a key that does not exist, one whose key may only
   * read.
   */
  readonly clientWith: (fault: 'wrong_secret' | 'unknown_key' | 'read_only') => Promise<BaseExchangeClient>
  /** Replaces the account's credentials, as the panel does. */
  changeCredentials(): void
  /** Moves the last price; with `maxQuantity` no more than that is traded on the way. */
  setPrice(symbol: string, price: Money, maxQuantity?: Money): Promise<void>
  setStatus(symbol: string, status: 'trading' | 'halted'): Promise<void>
  /** Fills this many small orders of the account without the client's help. */
  makeHistory(symbol: string, count: number): Promise<void>
  /** Sets the exchange's clock this far from the machine's. */
  skewClock(offsetMs: number): Promise<void>
  spoil(operation: Operation, trouble: Trouble, count?: number): Promise<void>
  /** How many requests for an operation arrived at the exchange. */
  arrived(operation: Operation): Promise<number>
  /** How many orders the exchange accepted under exactly this client id of ours. */
  acceptedUnder(clientOrderId: string): Promise<number>
  close(): Promise<void>
}

/** One thing that every exchange's client must do. */
export interface ConformanceRow {
  readonly id: string
  readonly title: string
  /** Why the row does not hold for a symbol that can do this; null: it does. */
  readonly needs?: (able: Capabilities) => string | null
  /** Throws when the client does not do it. Gets a fresh harness. */
  readonly run: (harness: ConformanceHarness) => Promise<void>
}

import type { Account, AmountMeaning } from '../../src-shared/account.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import type { ErrorView, GatewayError } from '../../src-shared/errors.ts'
import type { ExitRole } from '../../src-shared/exit-plan.ts'
import type { Balance, Market, Ticker } from '../../src-shared/market.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import type { Money } from '../../src-shared/money.ts'
import type { Order, Origin } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type {
  CancelIntent,
  ClosedOrdersQuery,
  Deadline,
  EditIntent,
  PlaceIntent,
  PlaceOutcome,
} from '../trading/desk-types.ts'
import type { AmountReadings } from '../trading/guard/approvals.ts'
import type { Told } from '../trading/live/live.ts'
import type { DjangoSide } from './django-side.ts'
import type { RefusedBroker } from './refused-brokers.ts'

/** At what prices the exits of an entry wake up; `entry` null: exits for coins that were held. */
export interface BracketPrices {
  readonly entry: { readonly orderId: string } | null
  readonly legs: readonly { readonly role: ExitRole; readonly triggerPrice: Money }[]
}

/**
 * The order desk, as far as Redis uses it. `place` answers a request id that it already knows with the stored outcome.
 */
interface RedisDesk {
  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome>
  /** What became of a request id placed earlier, or null; `asked` as in the intent; nothing is executed. */
  recall?(accountId: string, origin: Origin, asked: unknown): Promise<PlaceOutcome | null>
  /** Writes down an order that was refused before it could be handed over. Missing: it leaves no row. */
  refused?(intent: PlaceIntent, origin: Origin, error: GatewayError): PlaceOutcome
  /**
   * Whether an order of this client id is being placed, or nobody knows yet what became of it. Missing: nobody can
   * tell.
   */
  isUnderWay?(accountId: string, clientOrderId: string): boolean
  cancel(intent: CancelIntent, origin: Origin): Promise<Order>
  edit(intent: EditIntent, origin: Origin): Promise<Order>
  openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]>
  closedOrders(accountId: string, query: ClosedOrdersQuery): Promise<readonly Order[]>
  /** The same orders; of those that were cancelled it is told whether that was from here. Missing: nobody knows. */
  withEndings?(accountId: string, orders: readonly Order[]): readonly Order[]
  /**
   * Entries with exits that are placed, held or watched somewhere. Missing: an entry shows the exits that the exchange
   * tells of.
   */
  readonly brackets?: {
    /** `over`: how many of those that are over are listed, too. */
    list(accountId: string, over?: number): readonly BracketPrices[]
    /** The exits that the application holds itself and the exchange has not `listed`, in the shape of orders. */
    heldHere(accountId: string, symbol: string | null, listed?: readonly Order[]): readonly Order[]
    /** The exits that end along with this one when it is cancelled. */
    otherExits(accountId: string, orderId: string): readonly ExitRole[]
  }
  /**
   * BASE/QUOTE of an order that the journal knows, or null. Missing: orders without a symbol are looked for in the
   * exchange's lists.
   */
  symbolOf?(accountId: string, orderId: string): string | null
}

/** Rows of Django's table of trades. */
interface TradeTable {
  /**
   * An order is about to be placed. `must`: it may not be sent before its row stands, where the person wants that.
   * @throws GatewayError `refused` or `retryable` when it must not be sent
   */
  begin(trade: NewTrade, must: boolean): Promise<void>
  /** Nothing was sent of an order that the desk was not handed. */
  refused(clientOrderId: string, error: ErrorView): void
  /** Django's id of an order's row; null: it has none, or not yet. */
  idOf(clientOrderId: string): number | null
  /** Resolves when an order's row says what is known of it, or a little later. */
  settled(clientOrderId: string): Promise<void>
  /** Whether an order is not to be shown yet to who makes rows of its own for those that it finds none for. */
  isHeldBack(accountId: string, order: Pick<Order, 'id' | 'clientOrderId'>): boolean
}

/** An answer, as the audit trail keeps it; `accountId` null: it named no account of ours. */
export interface AnswerNote {
  readonly accountId: string | null
  readonly origin: Extract<Origin, { readonly kind: 'redis' }>
  readonly detail: {
    readonly outcome: string
    readonly error: MessageRef | null
    readonly orderId: string | null
  }
}

/**
 * Terminal 3 computes a value in USDT and sends it as the amount of every order, where the wire wants coins
 * (docs/wire-contract.md D25).
 */
export interface Terminal3Amounts {
  /** null: nobody has said for this account yet. */
  meaningFor(account: Account): AmountMeaning | null
  /**
   * Asks a person, whose word is kept for the account. @throws GatewayError `refused` when nobody says in time, or no
   * to both.
   */
  ask(question: AmountQuestion): Promise<AmountMeaning>
}

export interface AmountQuestion {
  readonly account: Account
  readonly origin: Origin
  readonly readings: AmountReadings
  /** US dollars of the reading as coins; null: nobody can tell. */
  readonly notionalUsd: Money | null
  readonly deadline: Deadline
}

/** What is told without asking an exchange, where that is possible, else by asking it so. */
interface LiveState {
  ticker(accountId: string, symbol: string, ask: () => Promise<Ticker>): Promise<Told<Ticker>>
  balances(accountId: string, ask: () => Promise<readonly Balance[]>): Promise<Told<readonly Balance[]>>
  openOrders(
    accountId: string,
    symbol: string | null,
    ask: () => Promise<readonly Order[]>,
  ): Promise<Told<readonly Order[]>>
}

/** What requests that come over Redis stand on; the composition root wires it. */
export interface RedisServices {
  readonly desk: RedisDesk
  readonly accounts: {
    byBroker(brokerId: number): Account | null
    list(): readonly Account[]
  }
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  /** Missing: exchanges are asked. */
  readonly live?: LiveState
  /** Notes for the audit trail what the sender of a request that moves orders is told. Missing: nobody keeps that. */
  readonly noteAnswer?: (note: AnswerNote) => void
  /** Told of every request for a broker that is not served here. Missing: its sender alone knows. */
  readonly refusedBroker?: (refused: RefusedBroker) => void
  /** Missing: Django is told nothing besides its answers. */
  readonly django?: DjangoSide
  /** Keeps rows in Django's table of trades. Missing: nobody does. */
  readonly trades?: TradeTable
  /** Keeps Django's list of symbols. Missing: nobody does. */
  readonly symbols?: {
    /** @throws GatewayError when the list stays as it was */
    write(account: Account, markets: readonly Market[]): Promise<void>
  }
  /** What the amounts of Terminal 3's limit orders and market sales mean. Missing: coins, as the wire says. */
  readonly terminal3?: Terminal3Amounts
}

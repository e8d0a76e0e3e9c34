import type { ExchangeName } from './account.ts'
import type { EndReason } from './end-reason.ts'
import type { MessageRef } from './messages/index.ts'
import type { Money } from './money.ts'
import type { ExitRole, OrderStatus, Side } from './order.ts'

/** What a person may want to hear of, and may not: `trouble` is always told. */
export type NewsKind = 'fill' | 'exit' | 'trouble'

/** What news tell of an order. Quantities are base units. */
export interface NewsOrder {
  readonly id: string
  readonly side: Side
  readonly filled: Money
  /** null: it was sized in quote. */
  readonly quantity: Money | null
  /** At which it was filled, on average; null: not told. */
  readonly price: Money | null
  /** Decimals of its market's prices; null: not known. */
  readonly priceDecimals: number | null
  /** The form of the window whose own answer said so already; null: no answer did, or no form asked. */
  readonly toldToForm: string | null
}

/** What happened, of which somebody may want to know at once. */
export type TradeHappening =
  | { readonly kind: 'fill'; readonly what: 'filled'; readonly order: NewsOrder }
  /** It ended otherwise than filled, with a part of it filled. */
  | { readonly kind: 'fill'; readonly what: 'ended_in_part'; readonly order: NewsOrder; readonly end: EndReason | null }
  /** `left`: what of its bracket is not exited, base units; null: it belongs to none that is known here. */
  | {
      readonly kind: 'exit'
      readonly what: 'exit_filled'
      readonly role: ExitRole
      readonly order: NewsOrder
      readonly left: Money | null
    }
  /** The price of an exit was reached, and it is not filled yet. */
  | { readonly kind: 'exit'; readonly what: 'exit_reached'; readonly role: ExitRole; readonly triggerPrice: Money }
  /** It was accepted once and came to nothing, by no request. */
  | {
      readonly kind: 'trouble'
      readonly what: 'not_filled'
      readonly order: NewsOrder
      readonly status: OrderStatus
      readonly end: EndReason | null
    }
  /**
   * A bracket has something to say, a bot's order waits for a person, or an operation is in doubt. `about` names which:
   * what is told of it later takes the place of what was told before.
   */
  | {
      readonly kind: 'trouble'
      readonly what: 'alarm' | 'approval' | 'in_doubt' | 'needs_person'
      readonly about: string
      readonly text: MessageRef
    }
  /** It is known what came of an operation that was told as `in_doubt` or `needs_person`, under the same `about`. */
  | { readonly kind: 'trouble'; readonly what: 'doubt_over'; readonly about: string }

/** One piece of news. `sequence` counts them in a run of the gateway; times are epoch ms. */
export type TradeNews = TradeHappening & {
  readonly sequence: number
  readonly at: number
  readonly accountId: string
  readonly accountName: string
  readonly exchange: ExchangeName
  /** BASE/QUOTE; null: not known. */
  readonly symbol: string | null
}

/** News since some moment, the oldest first. */
export interface NewsPage {
  /** Names the run of the gateway: another one counts anew. */
  readonly run: string
  /** The number of the latest piece; 0: there is none. */
  readonly last: number
  /** Pieces that are too old to be kept here, and were not told to who asks. */
  readonly missed: number
  readonly news: readonly TradeNews[]
}

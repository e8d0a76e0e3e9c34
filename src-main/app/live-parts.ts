import type { Order } from '../../src-shared/order.ts'
import { LiveStreams, type StreamPlace } from '../exchange/accounts/live-streams.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import { LivePrices } from '../trading/brackets/live-prices.ts'
import { TickerPrices } from '../trading/brackets/price-source.ts'
import type { Learned } from '../trading/events/learned.ts'
import { TradeEvents, type TradeEventsOptions } from '../trading/events/trade-events.ts'
import type { Journal } from '../trading/journal.ts'
import { LiveAccounts, type LiveAccountsOptions } from '../trading/live/live-accounts.ts'
import { LiveReads } from '../trading/live/live-reads.ts'
import { LiveTickers } from '../trading/live/live-tickers.ts'
import { OrderAsker } from '../trading/live/order-asker.ts'
import type { OrderDeskOptions } from '../trading/order-desk.ts'

/** All that lives on what exchanges push. */
export interface LiveParts {
  readonly accounts: LiveAccounts
  readonly streams: LiveStreams
  readonly reads: LiveReads
  /** What happens in accounts; of those that somebody holds all of it. */
  readonly events: TradeEvents
  /** What of it the order desk stands on. */
  readonly desk: Required<Pick<OrderDeskOptions, 'news' | 'prices'>>
  readonly close: () => void
}

interface Below {
  readonly manager: NativeExchangeManager
  /** Accounts whose orders are to go over a socket. */
  readonly orderAccounts: () => readonly string[]
  readonly journal: Journal
  readonly log: Logger
  /** Something in an account has changed, as its exchange pushed it. `isKnown`: it can be told without asking. */
  readonly changed: (accountId: string, isKnown: boolean) => void
  /** Told of every order that an exchange pushes or lists. */
  readonly seen: (accountId: string, orders: readonly Order[], learned: Learned) => void
  readonly memberOf: TradeEventsOptions['memberOf']
  readonly fills: NonNullable<LiveAccountsOptions['fills']>
}

/** Wires the streams of exchanges to who lives on them. Nothing is opened before somebody wants something. */
export function createLiveParts(below: Below): LiveParts {
  const { manager, orderAccounts, journal, log, changed, seen, memberOf, fills } = below
  const common = { clock: systemClock, logger: log }
  const placeOf = (id: string): StreamPlace => manager.streamPlaceOf(id)
  const clientFor = (id: string): ReturnType<NativeExchangeManager['clientFor']> => manager.clientFor(id)
  const streams = new LiveStreams({ ...common, placeOf, orderAccounts })
  const events = new TradeEvents({ ...common, journal, memberOf })
  const asker = new OrderAsker({
    ...common,
    clientFor,
    isOver: (...order) => events.isOver(...order),
    found: (accountId, order) => seen(accountId, [order], 'asked'),
  })
  const accounts = new LiveAccounts({
    ...common,
    clientFor,
    news: streams,
    changed,
    seen,
    touched: (...order) => asker.ask(...order),
    open: (accountId) => journal.orders.open(accountId),
    balances: (...told) => events.sawBalances(...told),
    fills,
  })
  const tickers = new LiveTickers({ tickers: (id) => streams.market(id), clock: systemClock })
  const reads = new LiveReads(accounts, tickers)
  const asked = new TickerPrices({ ...common, clients: manager })
  return {
    streams,
    accounts,
    reads,
    events,
    desk: {
      news: streams,
      prices: new LivePrices({ trades: (id) => streams.market(id), asked, clock: systemClock }),
    },
    close: () => {
      events.close()
      asker.close()
      reads.close()
      streams.close()
    },
  }
}

import { LiveStreams, type StreamPlace } from '../exchange/accounts/live-streams.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import { LivePrices } from '../trading/brackets/live-prices.ts'
import { TickerPrices } from '../trading/brackets/price-source.ts'
import type { Journal } from '../trading/journal.ts'
import { LiveAccounts } from '../trading/live/live-accounts.ts'
import { LiveReads } from '../trading/live/live-reads.ts'
import { LiveTickers } from '../trading/live/live-tickers.ts'
import type { OrderDeskOptions } from '../trading/order-desk.ts'
import { TradeEvents, type TradeEventsOptions } from '../trading/trade-events.ts'

/** All that lives on what exchanges push. */
export interface LiveParts {
  readonly streams: LiveStreams
  readonly reads: LiveReads
  /** What happens in accounts; of those that somebody follows all of it. */
  readonly events: TradeEvents
  /** What of it the order desk stands on. */
  readonly desk: Required<Pick<OrderDeskOptions, 'news' | 'prices'>>
}

interface Below {
  readonly manager: NativeExchangeManager
  /** Accounts whose orders are to go over a socket. */
  readonly orderAccounts: () => readonly string[]
  readonly journal: Journal
  readonly log: Logger
  /** Something in an account has changed, as its exchange pushed it. `isKnown`: it can be told without asking. */
  readonly changed: (accountId: string, isKnown: boolean) => void
  readonly memberOf: TradeEventsOptions['memberOf']
}

/** Wires the streams of exchanges to who lives on them. Nothing is opened before somebody wants something. */
export function createLiveParts({ manager, orderAccounts, journal, log, changed, memberOf }: Below): LiveParts {
  const clock = systemClock
  const placeOf = (id: string): StreamPlace => manager.streamPlaceOf(id)
  const streams = new LiveStreams({ placeOf, orderAccounts, clock, logger: log })
  const accounts = new LiveAccounts({
    clientFor: (id) => manager.clientFor(id),
    news: streams,
    clock,
    logger: log,
    changed,
    seen: (accountId, orders, learned) => {
      const failed = (error: unknown): void =>
        log.warn({ accountId, err: error }, 'what an exchange pushed could not be written to the journal')
      journal.observe(accountId, orders, failed, learned)
    },
  })
  const tickers = new LiveTickers({ tickers: (id) => streams.market(id), clock })
  const asked = new TickerPrices({ clients: manager, clock, logger: log })
  return {
    streams,
    reads: new LiveReads(accounts, tickers),
    events: new TradeEvents({
      journal,
      news: streams,
      clientFor: (id) => manager.clientFor(id),
      memberOf,
      clock,
      logger: log,
    }),
    desk: { news: streams, prices: new LivePrices({ trades: (id) => streams.market(id), asked, clock }) },
  }
}

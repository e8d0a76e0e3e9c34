import { GatewayError } from '../../../src-shared/errors.ts'
import type { FeedState } from '../../../src-shared/feed-state.ts'
import { Listeners } from '../../../src-shared/listeners.ts'
import type { Clock } from '../../infra/clock.ts'
import type { ClientParts, VenueStreams } from '../core/native-exchange.ts'
import type { ExchangeLogger } from '../core/venue.ts'
import type { AccountNews } from '../streams/account-news.ts'
import { AccountStream } from '../streams/account-stream.ts'
import type { FeedListener } from '../streams/feed.ts'
import type { LineState } from '../streams/line.ts'
import { Paced } from '../streams/paced.ts'
import { PublicStreams } from '../streams/public-streams.ts'
import { type OpenSocket, openWebSocket } from '../streams/socket.ts'
import { OrderLine } from './order-line.ts'

/** An account with its credentials as they are now, and where it is. */
export interface StreamPlace {
  /** Names exchange, environment and address. */
  readonly address: string
  /** null: the exchange pushes nothing to us. */
  readonly streams: VenueStreams | null
  readonly revision: number
  readonly parts: ClientParts
}

export interface LiveStreamsOptions {
  /** The manager's. @throws GatewayError when the account is unknown or has no credentials */
  readonly placeOf: (accountId: string) => StreamPlace
  /** Accounts whose orders are to go over a socket, at this moment. */
  readonly orderAccounts: () => readonly string[]
  readonly clock: Clock
  readonly logger: ExchangeLogger
  /** Missing: the machine's network. */
  readonly openSocket?: OpenSocket
}

/** How the connections of an account's exchange stand, for people. */
export interface StreamStatus {
  /** Public data; several connections where one does not carry all. */
  readonly market: readonly LineState[]
  /** What happens in the account; null: nobody has wanted it yet. */
  readonly account: LineState | null
  /** What its orders go over; null: HTTP, as the person has it. Unless it is live they go over HTTP, too. */
  readonly orders: LineState | null
}

interface Venue {
  readonly market: PublicStreams
  readonly connects: Paced
  readonly orders: OrderLine | null
}

interface Watched {
  readonly listeners: Listeners<[(listener: FeedListener<AccountNews>) => void]>
  /** null: there is none with the credentials that the account has now. */
  stream: AccountStream | null
  place: { readonly address: string; readonly revision: number } | null
  state: FeedState
  stop: () => void
}

/**
 * The one place from which everybody in the process has an exchange's streams: market data shared by all accounts at
 * one address, and of each account what happens in it. Where an exchange pushes nothing (to us) this says so, and the
 * caller asks.
 */
export class LiveStreams {
  readonly #options: LiveStreamsOptions
  readonly #openSocket: OpenSocket
  readonly #venues = new Map<string, Venue>()
  readonly #accounts = new Map<string, Watched>()
  readonly #changes = new Listeners<[]>()
  #closed = false

  constructor(options: LiveStreamsOptions) {
    this.#options = options
    this.#openSocket = options.openSocket ?? openWebSocket
  }

  /**
   * The public streams of an account's exchange; null: it pushes nothing. Ask at each use rather than keeping it.
   * @throws GatewayError when the account is not usable.
   */
  market(accountId: string): PublicStreams | null {
    const place = this.#options.placeOf(accountId)
    return place.streams === null || this.#closed ? null : this.#venueAt(place.address, place.streams).market
  }

  /**
   * Tells what happens in an account from now on, also with the credentials that it will have later. `refused`: nothing
   * will be told, ask the exchange.
   * @returns how to stop
   */
  watchAccount(accountId: string, listener: FeedListener<AccountNews>): () => void {
    const watched = this.#accounts.get(accountId) ?? this.#begin(accountId)
    const stop = watched.listeners.add((tell) => tell(listener))
    listener.state(watched.state)
    return () => {
      stop()
      if (watched.listeners.size > 0 || this.#accounts.get(accountId) !== watched) return
      this.#accounts.delete(accountId)
      this.#detach(watched)
    }
  }

  /** Whether what an account's exchange pushes is complete at this moment. */
  stateOf(accountId: string): FeedState {
    return this.#accounts.get(accountId)?.state ?? { kind: 'waiting' }
  }

  /** How an account's connections stand; null: its exchange pushes nothing, or nobody wanted anything. */
  status(accountId: string): StreamStatus | null {
    const place = this.#placeOrNull(accountId)
    const venue = place === null ? undefined : this.#venues.get(place.address)
    if (venue === undefined) return null
    const orders = place?.parts.orderRoute() === 'websocket' ? venue.orders : null
    return {
      market: venue.market.lines,
      account: this.#accounts.get(accountId)?.stream?.line ?? null,
      orders: orders?.state ?? null,
    }
  }

  /** Told when a connection changes its state. @returns how to stop */
  subscribe(changed: () => void): () => void {
    return this.#changes.add(changed)
  }

  /** Accounts, their credentials, or how their orders are to go have changed. To be called once at the start, too. */
  refresh(): void {
    this.#refreshOrders()
    for (const [accountId, watched] of this.#accounts) {
      const place = this.#placeOrNull(accountId)
      const same = place?.address === watched.place?.address && place?.revision === watched.place?.revision
      if (!same) this.#attach(accountId, watched, place)
    }
  }

  /** The machine woke up. */
  wake(): void {
    for (const { market, orders } of this.#venues.values()) {
      market.wake()
      orders?.wake()
    }
    for (const { stream } of this.#accounts.values()) stream?.wake()
  }

  close(): void {
    this.#closed = true
    for (const watched of this.#accounts.values()) this.#detach(watched)
    for (const { market, orders } of this.#venues.values()) {
      market.close()
      orders?.close()
    }
  }

  #refreshOrders(): void {
    if (this.#closed) return
    const wanted = new Set<OrderLine>()
    for (const accountId of this.#options.orderAccounts()) {
      const place = this.#placeOrNull(accountId)
      const orders = place?.streams && this.#venueAt(place.address, place.streams).orders
      if (orders) wanted.add(orders)
    }
    for (const { orders } of this.#venues.values()) orders?.want(wanted.has(orders))
  }

  #begin(accountId: string): Watched {
    const watched: Watched = {
      listeners: new Listeners((error) => this.#options.logger.warn({ err: error }, 'a listener of a stream failed')),
      stream: null,
      place: null,
      state: { kind: 'waiting' },
      stop: () => undefined,
    }
    this.#accounts.set(accountId, watched)
    this.#attach(accountId, watched, this.#placeOrNull(accountId))
    return watched
  }

  #attach(accountId: string, watched: Watched, place: StreamPlace | null): void {
    this.#detach(watched)
    watched.place = place
    if (this.#closed || place?.streams === undefined || place.streams === null) {
      const why = place === null ? 'the account has no key' : 'nothing is pushed'
      this.#become(watched, { kind: 'refused', why })
      return
    }
    const { connects } = this.#venueAt(place.address, place.streams)
    const { clock, logger } = this.#options
    try {
      const parts = place.streams.account(place.parts)
      const stream = new AccountStream({ ...parts, openSocket: this.#openSocket, clock, logger, connects })
      watched.stream = stream
      watched.stop = stream.watch({
        value: (news) => watched.listeners.tell((listener) => listener.value(news)),
        state: (state) => {
          this.#become(watched, state)
          this.#changes.tell()
        },
      })
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      logger.warn({ accountId, err: error }, 'an account cannot be listened to')
      this.#become(watched, { kind: 'refused', why: error.message })
    }
  }

  #detach(watched: Watched): void {
    watched.stop()
    watched.stream?.close()
    watched.stream = null
    watched.stop = () => undefined
  }

  #become(watched: Watched, state: FeedState): void {
    watched.state = state
    watched.listeners.tell((listener) => listener.state(state))
  }

  #venueAt(address: string, { market, connectPace, orders }: VenueStreams): Venue {
    const known = this.#venues.get(address)
    if (known !== undefined) return known
    const { clock, logger } = this.#options
    const connects = new Paced(connectPace, clock.now)
    const common = {
      openSocket: this.#openSocket,
      clock,
      logger,
      connects,
      changed: () => this.#changes.tell(),
    }
    const venue = {
      market: new PublicStreams({ ...market, ...common }),
      connects,
      orders: orders === undefined ? null : new OrderLine(orders, common),
    }
    this.#venues.set(address, venue)
    return venue
  }

  #placeOrNull(accountId: string): StreamPlace | null {
    try {
      return this.#options.placeOf(accountId)
    } catch (error) {
      if (error instanceof GatewayError) return null
      throw error
    }
  }
}

import type { Environment, ExchangeName, OrderRoute } from '../../../src-shared/account.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Credentials } from '../accounts/credentials.ts'
import type { TimeSource } from '../http/server-clock.ts'
import type { Sender } from '../http/transport.ts'
import type { BanStore } from '../stores/ban-store.ts'
import type { ClientIdStore } from '../stores/client-id-store.ts'
import type { NonceStore } from '../stores/nonce-store.ts'
import type { AccountTopic } from '../streams/account-stream.ts'
import type { Pace, StreamProtocol } from '../streams/protocol.ts'
import type { SocketRequests } from '../streams/requests.ts'
import type { PublicTopics } from '../streams/topics.ts'
import type { BaseExchangeClient } from './base-exchange-client.ts'
import type { ExchangeLogger, Venue } from './venue.ts'

/** What a venue is opened with; the manager has them all. */
interface VenueParts {
  /** Scheme, host and port (and the practice exchange's prefix), without a trailing slash. */
  readonly baseUrl: string
  readonly environment: Environment
  readonly transport: Sender
  readonly time: TimeSource
  readonly logger: ExchangeLogger
  readonly pause: (ms: number) => Promise<void>
  readonly nonces: NonceStore
  readonly clientIds: ClientIdStore
  readonly bans: BanStore
}

/** The account that a client is made for. */
export interface ClientParts {
  readonly accountId: string
  readonly credentials: Credentials
  /** Throws when the credentials are no longer the account's. */
  readonly check: () => void
  /** What the account may not use now although the exchange offers it. */
  readonly switchedOff: () => readonly SwitchedOff[]
  /** How its orders are to go now. */
  readonly orderRoute: () => OrderRoute
}

/** How an exchange's streams are got; see StreamProtocol. */
export interface VenueStreams {
  /** New sockets that one IP address may open, for whatever. */
  readonly connectPace: Pace
  /** What everybody may see. */
  readonly market: { readonly protocol: StreamProtocol; readonly topics: PublicTopics }
  /** What happens in one account. @throws GatewayError as {@link OpenVenue.client} */
  account(parts: ClientParts): { readonly protocol: StreamProtocol; readonly topics: readonly AccountTopic[] }
  /**
   * Orders over a socket, of all accounts here that have it so; used while it is open, else HTTP. Missing: the exchange has
   * no such way.
   */
  readonly orders?: { readonly protocol: StreamProtocol; readonly requests: SocketRequests }
}

/** What all accounts of one exchange at one address share, and how a client for one of them comes about. */
export interface OpenVenue {
  readonly venue: Venue
  /** null: nothing is pushed, all has to be asked for. */
  readonly streams: VenueStreams | null
  /** @throws GatewayError `auth` when the credentials are not of a kind that the exchange takes. */
  client(parts: ClientParts): BaseExchangeClient
}

/** An exchange with a native client: all that the manager knows of it. */
export interface NativeExchange {
  readonly name: ExchangeName
  /**
   * REST address of an environment; null where the exchange has no such environment (and for practice without an
   * address).
   */
  baseUrlOf(environment: Environment): string | null
  open(parts: VenueParts): OpenVenue
}

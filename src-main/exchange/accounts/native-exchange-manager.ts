import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment, ExchangeName, OrderRoute } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { BaseExchangeClient, CredentialsReport } from '../core/base-exchange-client.ts'
import type { ClientParts, NativeExchange, OpenVenue } from '../core/native-exchange.ts'
import { type ExchangeLogger, silentLogger, type VenueStatus } from '../core/venue.ts'
import { EvidenceSender } from '../http/evidence.ts'
import { type ClockSample, systemTime, type TimeSource } from '../http/server-clock.ts'
import { type Sender, Transport, type TransportOptions } from '../http/transport.ts'
import { nativeExchanges } from '../native-exchanges.ts'
import { type BanStore, MemoryBanStore } from '../stores/ban-store.ts'
import { type ClientIdStore, MemoryClientIdStore } from '../stores/client-id-store.ts'
import { MemoryNonceStore, type NonceStore } from '../stores/nonce-store.ts'
import type { AccountConnection, ConnectionSource } from './account-connection.ts'
import { AccountPool } from './account-pool.ts'
import { DividedLimits } from './divided-limits.ts'
import type { StreamPlace } from './live-streams.ts'

export interface ManagerOptions {
  readonly connections: ConnectionSource
  /** Every account there is, for reads that need a key but name no account; missing: none. */
  readonly accountIds?: () => readonly string[]
  readonly logger?: ExchangeLogger
  readonly time?: TimeSource
  readonly transport?: TransportOptions
  /** Where nonces are kept over restarts; missing: nowhere. */
  readonly nonces?: NonceStore
  /** Where it is kept what our order ids are called at an exchange that takes only others; missing: nowhere. */
  readonly clientIds?: ClientIdStore
  /** Where it is kept until when an exchange bans us; missing: nowhere. */
  readonly bans?: BanStore
  /** Waits between attempts of a read; tests give one that does not. */
  readonly pause?: (ms: number) => Promise<void>
  /** Where limits are divided among gateways; missing: nowhere. */
  readonly limits?: DividedLimits
  /** Its clients read, and refuse to send anything that could move an order; missing: they do both. */
  readonly readsOnly?: boolean
}

interface KnownClient {
  readonly revision: number
  readonly address: string
  readonly client: BaseExchangeClient
}

/**
 * Hands out a client per account. Accounts of one exchange at one address share its sockets, server clock, limits and
 * markets; credentials are bound to a client for good, and a client whose credentials are no longer the account's
 * refuses to send.
 */
export class NativeExchangeManager {
  readonly #connections: ConnectionSource
  readonly #logger: ExchangeLogger
  readonly #time: TimeSource
  readonly #pause: (ms: number) => Promise<void>
  readonly #transport: { close(): Promise<void> }
  readonly #sender: Sender
  readonly #nonces: NonceStore
  readonly #clientIds: ClientIdStore
  readonly #bans: BanStore
  readonly #venues = new Map<string, OpenVenue>()
  readonly #clients = new Map<string, KnownClient>()
  readonly #pool: AccountPool
  readonly #accountIds: () => readonly string[]
  readonly #limits: DividedLimits
  #closed = false

  constructor(options: ManagerOptions) {
    this.#connections = options.connections
    this.#logger = options.logger ?? silentLogger
    this.#time = options.time ?? systemTime
    this.#pause = options.pause ?? ((ms) => delay(ms))
    const transport = new Transport(options.transport)
    this.#transport = transport
    const sender = new EvidenceSender(transport)
    this.#sender = options.readsOnly === true ? { readsOnly: true, send: (request) => sender.send(request) } : sender
    this.#pool = new AccountPool(() => this.#time.monotonic())
    this.#accountIds = options.accountIds ?? (() => [])
    this.#nonces = options.nonces ?? new MemoryNonceStore()
    this.#clientIds = options.clientIds ?? new MemoryClientIdStore()
    this.#bans = options.bans ?? new MemoryBanStore()
    this.#limits = options.limits ?? new DividedLimits('')
  }

  /**
   * The client of an account with the credentials it has now. Cheap: ask for it at each use, rather than keeping it.
   * @throws GatewayError what the ConnectionSource throws.
   */
  clientFor(accountId: string): BaseExchangeClient {
    if (this.#closed) throw new GatewayError('retryable', 'error.shutting_down')
    const connection = this.#connections(accountId)
    const { revision } = connection
    const { address } = placeOf(connection)
    const known = this.#clients.get(accountId)
    if (known?.revision === revision && known.address === address) return known.client
    const client = this.#create(connection)
    this.#clients.set(accountId, { revision, address, client })
    return client
  }

  /**
   * A read that needs a key but no particular account: asked of the accounts of that exchange and environment in turn,
   * those whose keys work. @throws GatewayError as {@link AccountPool.read}.
   */
  readWithAny<T>(
    exchange: ExchangeName,
    environment: Environment['kind'],
    ask: (client: BaseExchangeClient) => Promise<T>,
  ): Promise<T> {
    const members = this.#accountIds().flatMap((accountId) => {
      const connection = this.#connectionOrNull(accountId)
      return connection?.exchange === exchange && connection.environment.kind === environment
        ? [{ accountId, revision: connection.revision }]
        : []
    })
    return this.#pool.read(members, exchangeProfiles[exchange].label, (id) => ask(this.clientFor(id)))
  }

  /**
   * Shows an exchange a key that is no account's (yet), with a client that is used for this alone.
   * @throws GatewayError `auth` when the exchange refuses the key, as {@link clientFor} and any read otherwise.
   */
  async probe({
    credentials,
    ...at
  }: Whereabouts & Pick<AccountConnection, 'credentials'>): Promise<CredentialsReport> {
    if (this.#closed) throw new GatewayError('retryable', 'error.shutting_down')
    const accountId = `probe-${randomUUID()}`
    return this.#venueAt(at)
      .client({ accountId, credentials, check: () => undefined, switchedOff: () => [], orderRoute: () => 'rest' })
      .checkCredentials()
  }

  /** Every venue that has been talked to. */
  status(): readonly VenueStatus[] {
    return [...this.#venues.values()].map(({ venue }) => venue.status())
  }

  /** The venue of one account; null when nothing has been asked of it yet or the account is not usable. */
  statusFor(accountId: string): VenueStatus | null {
    try {
      return this.#venues.get(placeOf(this.#connections(accountId)).address)?.venue.status() ?? null
    } catch {
      return null
    }
  }

  /**
   * Measures an exchange's clock now. `baseUrl` for a practice exchange.
   * @throws GatewayError `retryable` when the exchange cannot be reached.
   */
  async measureClock(
    exchange: ExchangeName,
    environment: Environment = { kind: 'production' },
    baseUrl: string | null = null,
  ): Promise<ClockSample> {
    const { venue } = this.#venueAt({ exchange, environment, baseUrl })
    await venue.clock.sync()
    const { sample } = venue.clock
    if (sample === null) throw new GatewayError('bug', 'error.internal')
    return sample
  }

  /** Refuses what waits, lets what is under way end for a few seconds, closes every socket. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const { venue } of this.#venues.values()) venue.close()
    await this.#transport.close()
  }

  /** Where an account's streams are, and with what they are asked for. @throws GatewayError as {@link clientFor}. */
  streamPlaceOf(accountId: string): StreamPlace {
    const connection = this.#connections(accountId)
    const { address } = placeOf(connection)
    const { streams } = this.#venueAt(connection)
    return { address, streams, revision: connection.revision, parts: this.#partsOf(connection) }
  }

  #create(connection: AccountConnection): BaseExchangeClient {
    const { accountId, credentials, exchange } = connection
    this.#limits.addAccount(accountId, exchange, credentials.apiKey)
    const opened = this.#venueAt(connection)
    opened.venue.keepWarm()
    return opened.client(this.#partsOf(connection))
  }

  #partsOf({ accountId, credentials, revision }: AccountConnection): ClientParts {
    const check = (): void => this.#requireCurrent(accountId, revision)
    const switchedOff = (): readonly SwitchedOff[] => this.#connectionOrNull(accountId)?.switchedOff ?? []
    const orderRoute = (): OrderRoute => this.#connectionOrNull(accountId)?.orderRoute ?? 'rest'
    return { accountId, credentials, check, switchedOff, orderRoute }
  }

  #requireCurrent(accountId: string, revision: number): void {
    if (this.#connectionOrNull(accountId)?.revision !== revision)
      throw new GatewayError('auth', 'account.credentials_changed')
  }

  /** null: unknown, or without a key. */
  #connectionOrNull(accountId: string): AccountConnection | null {
    try {
      return this.#connections(accountId)
    } catch (error) {
      if (error instanceof GatewayError) return null
      throw error
    }
  }

  #venueAt(at: Whereabouts): OpenVenue {
    const { exchange, baseUrl, address } = placeOf(at)
    const known = this.#venues.get(address)
    if (known !== undefined) return known
    const opened = exchange.open({
      baseUrl,
      environment: at.environment,
      transport: this.#sender,
      time: this.#time,
      logger: this.#logger,
      pause: this.#pause,
      nonces: this.#nonces,
      clientIds: this.#clientIds,
      bans: this.#bans,
    })
    this.#venues.set(address, opened)
    this.#limits.add(address, opened.venue.limiter)
    return opened
  }
}

type Whereabouts = Pick<AccountConnection, 'exchange' | 'environment' | 'baseUrl'>

/**
 * Where accounts share a venue: one exchange, one kind of environment, one address (Bitget's demo trading has the
 * address of its production).
 * @throws GatewayError `refused` for an environment that it does not have.
 */
function placeOf({ exchange: name, environment, baseUrl }: Whereabouts): {
  readonly exchange: NativeExchange
  readonly baseUrl: string
  readonly address: string
} {
  const exchange = nativeExchanges[name]
  const url = (baseUrl ?? exchange.baseUrlOf(environment))?.replace(/\/+$/, '')
  if (url === undefined) {
    const params = { exchange: exchangeProfiles[name].label, environment: environment.kind }
    throw new GatewayError('refused', 'exchange.no_environment', params, { field: 'environment' })
  }
  return { exchange, baseUrl: url, address: `${name} ${environment.kind} ${url}` }
}

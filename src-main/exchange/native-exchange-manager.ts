import { setTimeout as delay } from 'node:timers/promises'
import type { Environment, ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { AccountConnection, ConnectionSource } from './account-connection.ts'
import type { BaseExchangeClient } from './base-exchange-client.ts'
import { BinanceVenue, fetchServerTime } from './binance/binance-venue.ts'
import { BinanceNativeClient } from './binance/client.ts'
import { baseUrlOf } from './binance/endpoints.ts'
import { initialLimits } from './binance/limits.ts'
import { payloadSigner } from './binance/signing.ts'
import { type ClockSample, systemTime, type TimeSource } from './clock.ts'
import { type Sender, Transport, type TransportOptions } from './transport.ts'
import { type ExchangeLogger, silentLogger, Venue, type VenueStatus } from './venue.ts'

export interface ManagerOptions {
  readonly connections: ConnectionSource
  readonly logger?: ExchangeLogger
  readonly time?: TimeSource
  readonly transport?: TransportOptions
  /** Waits between attempts of a read; tests give one that does not. */
  readonly pause?: (ms: number) => Promise<void>
}

interface KnownClient {
  readonly revision: number
  readonly address: string
  readonly client: BaseExchangeClient
}

/**
 * Hands out a client per account. Accounts of one exchange at one address share its sockets, server clock, limits and markets; credentials
 * are bound to a client for good, and a client whose credentials are no longer the account's refuses to send.
 */
export class NativeExchangeManager {
  readonly #connections: ConnectionSource
  readonly #logger: ExchangeLogger
  readonly #time: TimeSource
  readonly #pause: (ms: number) => Promise<void>
  readonly #transport: Sender & { close(): Promise<void> }
  readonly #binanceVenues = new Map<string, BinanceVenue>()
  readonly #clients = new Map<string, KnownClient>()
  #closed = false

  constructor(options: ManagerOptions) {
    this.#connections = options.connections
    this.#logger = options.logger ?? silentLogger
    this.#time = options.time ?? systemTime
    this.#pause = options.pause ?? ((ms) => delay(ms))
    this.#transport = new Transport(options.transport)
  }

  /**
   * The client of an account with the credentials it has now. Cheap: ask for it at each use, rather than keeping it.
   * @throws GatewayError what the ConnectionSource throws; `refused` for exchanges without a native client.
   */
  clientFor(accountId: string): BaseExchangeClient {
    if (this.#closed) throw new GatewayError('retryable', 'error.shutting_down')
    const connection = this.#connections(accountId)
    const { revision } = connection
    const address = addressOf(connection)
    const known = this.#clients.get(accountId)
    if (known?.revision === revision && known.address === address) return known.client
    const client = this.#create(connection)
    this.#clients.set(accountId, { revision, address, client })
    return client
  }

  /** Every venue that has been talked to. */
  status(): readonly VenueStatus[] {
    return [...this.#binanceVenues.values()].map(({ venue }) => venue.status())
  }

  /** The venue of one account; null when nothing has been asked of it yet or the account is not usable. */
  statusFor(accountId: string): VenueStatus | null {
    try {
      const connection = this.#connections(accountId)
      return this.#binanceVenues.get(addressOf(connection))?.venue.status() ?? null
    } catch {
      return null
    }
  }

  /**
   * Measures an exchange's clock now. `baseUrl` for a practice exchange.
   * @throws GatewayError `retryable` when the exchange cannot be reached, `refused` when it has no native client.
   */
  async measureClock(
    exchange: ExchangeName,
    environment: Environment = { kind: 'production' },
    baseUrl: string | null = null,
  ): Promise<ClockSample> {
    const { venue } = this.#binanceVenue(addressOf({ exchange, environment, baseUrl }))
    await venue.clock.sync()
    const { sample } = venue.clock
    if (sample === null) throw new GatewayError('bug', 'error.internal')
    return sample
  }

  /** Refuses what waits, lets what is under way end for a few seconds, closes every socket. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const { venue } of this.#binanceVenues.values()) venue.close()
    await this.#transport.close()
  }

  #create(connection: AccountConnection): BaseExchangeClient {
    const { accountId, credentials, revision, environment } = connection
    const shared = this.#binanceVenue(addressOf(connection))
    const signer = payloadSigner(credentials)
    const check = (): void => this.#requireCurrent(accountId, revision)
    return new BinanceNativeClient(
      shared,
      { accountId, apiKey: credentials.apiKey, signer, check },
      environment,
    )
  }

  #requireCurrent(accountId: string, revision: number): void {
    let current: number | null = null
    try {
      current = this.#connections(accountId).revision
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
    }
    if (current !== revision) throw new GatewayError('auth', 'account.credentials_changed')
  }

  #binanceVenue(baseUrl: string): BinanceVenue {
    const known = this.#binanceVenues.get(baseUrl)
    if (known !== undefined) return known
    const venue = new Venue({
      exchange: 'binance',
      baseUrl,
      transport: this.#transport,
      limits: initialLimits,
      time: this.#time,
      logger: this.#logger,
      fetchServerTime,
      pause: this.#pause,
    })
    const shared = new BinanceVenue(venue)
    this.#binanceVenues.set(baseUrl, shared)
    return shared
  }
}

/** @throws GatewayError `refused` for an exchange without a native client, or an address that nobody gave. */
function addressOf({
  exchange,
  environment,
  baseUrl,
}: Pick<AccountConnection, 'exchange' | 'environment' | 'baseUrl'>): string {
  if (exchange !== 'binance') throw new GatewayError('refused', 'exchange.unsupported', { exchange })
  const address = baseUrl ?? baseUrlOf(environment)
  if (address === null)
    throw new GatewayError('refused', 'account.field_invalid', { field: 'baseUrl', reason: '—' })
  return address.replace(/\/+$/, '')
}

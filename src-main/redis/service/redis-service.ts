import { GatewayError } from '../../../src-shared/errors.ts'
import type { SecretChange } from '../../../src-shared/link-fields.ts'
import { Listeners } from '../../../src-shared/listeners.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { OldTerminal } from '../../../src-shared/old-terminal.ts'
import { redisAudience, redisLabel } from '../../../src-shared/redis-label.ts'
import type {
  RedisForm,
  RedisOptions,
  RedisSecrets,
  RedisSettingsView,
  RedisSource,
  RedisTrial,
} from '../../../src-shared/redis-options.ts'
import type { RedisSharing } from '../../../src-shared/redis-sharing.ts'
import type { StoredSecret } from '../../accounts/stored-secret.ts'
import type { Logger } from '../../infra/log.ts'
import { SerialQueue } from '../../infra/serial-queue.ts'
import type { BridgeEvent, RedisBridge } from '../bridge.ts'
import { plainConnection, type RedisConnection } from '../connection.ts'
import { DjangoRedis } from '../django-side.ts'
import { ExchangeEvents, type ExchangeEventsOptions } from '../events/exchange-events.ts'
import { gatewayName } from '../machine.ts'
import { openCommands } from '../redis-commands.ts'
import { RequestLog } from '../request-log.ts'
import { Heartbeat } from './heartbeat.ts'
import { RedisHost, type RedisTarget } from './redis-host.ts'
import { redisSecretsFor, redisSecretsText, storedRedisSecrets } from './redis-secrets.ts'
import { tryConnection } from './try-connection.ts'

/** What a person chose about Redis, and where it is kept. */
interface RedisSettings {
  /** Whether these are a person's choices; else they stand in for some that cannot be read. */
  readonly isKnown: boolean
  get(): {
    readonly redis: RedisOptions | null
    readonly startOwnRedis: boolean
    readonly redisSharing: RedisSharing
    readonly terminal3AmountsInUsdt: boolean
    readonly exchangeEvents: number | null
  }
  /** @throws GatewayError when it cannot be kept */
  change(change: { readonly redis: RedisOptions | null }): unknown
}

interface Options {
  readonly target: RedisTarget
  readonly settings: RedisSettings
  readonly secret: StoredSecret
  readonly log: Logger
  /** Makes a bridge, not yet started. */
  readonly bridge: (parts: {
    readonly connection: RedisConnection
    readonly log: RequestLog
    readonly django: DjangoRedis
  }) => RedisBridge
  /** What the stream of events is made of. */
  readonly events: Omit<ExchangeEventsOptions, 'write' | 'inCluster' | 'length' | 'changed' | 'gateway'>
  /** Notes a change of the connection where it can be looked up later. Nothing secret. */
  readonly note: (detail: object) => void
}

/**
 * The gateway's one connection to Redis and what hangs on it: the bridge, what Django reads besides its answers, the
 * heartbeat, and the machine's own server where nobody named another. When its options change, requests under way are
 * answered where they came from, and the next ones are taken from the new place.
 */
export class RedisService {
  readonly django: DjangoRedis
  /** What happens in accounts, told on a stream. */
  readonly events: ExchangeEvents
  readonly #options: Options
  readonly #host: RedisHost
  readonly #heartbeat: Heartbeat
  readonly #requests = new RequestLog()
  readonly #listeners = new Listeners<[BridgeEvent]>()
  #bridge: RedisBridge
  #stopListening: () => void = () => undefined
  /** What was saved is in use, also in a run that was started with an address of its own. */
  #savedMeanwhile = false
  #unreadable: MessageRef | null = null
  #isStarted = false
  #closed = false
  /** Changes run one after the other. */
  readonly #changes = new SerialQueue()

  constructor(options: Options) {
    this.#options = options
    this.#host = new RedisHost(options.target, options.log)
    this.django = new DjangoRedis({ open: () => openCommands(this.#connection()), logger: options.log })
    this.events = new ExchangeEvents({
      ...options.events,
      gateway: gatewayName(),
      write: (work) => this.django.write(work),
      inCluster: () => this.#connection().options.mode === 'cluster',
      length: () => (this.#isStarted ? options.settings.get().exchangeEvents : null),
      changed: () => this.#listeners.tell('state'),
    })
    this.#heartbeat = new Heartbeat({
      write: (work) => this.django.write(work),
      serves: () => this.#bridge.state().state === 'connected',
    })
    this.#bridge = this.#makeBridge()
  }

  /** The bridge of the connection in use. */
  get bridge(): RedisBridge {
    return this.#bridge
  }

  /** Whether the Redis in use is one that we started. */
  get ownServer(): boolean {
    return this.#host.own
  }

  /** That the stored password could not be read, where Redis does not do without it. */
  get notice(): MessageRef | null {
    return this.#bridge.state().state === 'connected' ? null : this.#unreadable
  }

  /** The old Terminal 5 that takes requests here, beside us or instead of us; null: none is known. */
  get oldTerminal(): { readonly old: OldTerminal; readonly isBeside: boolean } | null {
    const state = this.#bridge.state()
    if (state.state !== 'connected' && state.state !== 'standby') return null
    // Where another gateway takes them, it is that one which it is beside.
    const isBeside = state.state === 'connected' || state.holder !== null
    return state.oldTerminal === null ? null : { old: state.oldTerminal, isBeside }
  }

  /** Whether a password may be in the keychain, which does not give it. */
  get waitsForSecret(): boolean {
    return this.notice !== null
  }

  /** The keychain answers now. */
  async readSecretAgain(): Promise<void> {
    if (this.#unreadable === null) return
    if (await this.#loadSecrets()) await this.#reconnect()
  }

  /** Begins to connect and serve. Never throws for a Redis that is not there. */
  async start(): Promise<void> {
    // Another Redis than the one that was chosen might be served, or orders read in other amounts.
    if (!this.#options.settings.isKnown) return
    this.#isStarted = true
    if (this.#options.settings.get().redis !== null) {
      await this.#loadSecrets()
      this.#bridge = this.#makeBridge()
    }
    await this.#serve()
  }

  /** The settings changed: begins to serve where that waited for them to be known. */
  async settingsKnown(): Promise<void> {
    if (!this.#isStarted && !this.#closed) await this.start()
  }

  /** @returns how to stop listening. Also told when another connection takes the place of this one. */
  subscribe(listener: (event: BridgeEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** After the switch for the machine's own server was moved. */
  async ownServerChanged(): Promise<void> {
    await this.#hostOwnServer()
    this.#bridge.reconnectNow()
  }

  /** After it was changed whether events are published, and how many the stream keeps. */
  eventsChanged(): void {
    this.events.refresh()
    this.#options.note({ exchangeEvents: this.#options.settings.get().exchangeEvents })
  }

  /** After it was changed whether the queue is shared. */
  async sharingChanged(): Promise<void> {
    await this.#bridge.sharingChanged()
    this.#options.note({ redisSharing: this.#options.settings.get().redisSharing })
  }

  /**
   * Takes the requests from the gateway for which this one stands by, or beside an old Terminal 5. @throws GatewayError `refused` where it does not
   * stand by
   */
  async takeOver(): Promise<void> {
    const state = this.#bridge.state()
    if (state.state !== 'standby') throw new GatewayError('refused', 'redis_link.not_standing_by')
    this.#options.note({ takeOver: state.holder, oldTerminal: state.oldTerminal })
    await this.#bridge.takeOver()
  }

  view(): RedisSettingsView {
    const { password, sentinelPassword } = this.#secretsFor(this.#options.settings.get().redis)
    const { state } = this.#options.secret
    const { redis, terminal3AmountsInUsdt, redisSharing, exchangeEvents } = this.#options.settings.get()
    return {
      options: redis,
      inUse: this.#source(),
      plainAddress: redisLabel(plainConnection(this.#options.target).options),
      password: password === null ? 'missing' : state,
      sentinelPassword: sentinelPassword === null ? 'missing' : state,
      terminal3AmountsInUsdt,
      redisSharing,
      exchangeEvents,
    }
  }

  /**
   * Tries a connection that a form describes; nothing is changed. @throws GatewayError `refused` when a secret would go
   * to others
   */
  async try(form: RedisForm): Promise<RedisTrial> {
    const plain = plainConnection(this.#options.target)
    if (form.options === null) return tryConnection(plain)
    return tryConnection({ options: form.options, secrets: this.#secretsOf(form) })
  }

  /**
   * Keeps a connection and begins to use it at once.
   * @throws GatewayError `refused` when a secret would go to others, `retryable` `keychain.unavailable` when it could
   * not be kept
   */
  async save(form: RedisForm, thisRunOnly: boolean): Promise<RedisSettingsView> {
    const { settings, secret, note } = this.#options
    if (form.options === null) await secret.put(null, false)
    else {
      const { password, sentinelPassword } = this.#secretsOf(form)
      const hasSecret = password !== null || sentinelPassword !== null
      const keeps = form.password.kind === 'keep' && form.sentinelPassword.kind === 'keep'
      if (!keeps || !hasSecret)
        await secret.put(hasSecret ? redisSecretsText({ password, sentinelPassword }, form.options) : null, thisRunOnly)
    }
    settings.change({ redis: form.options })
    this.#isStarted = true
    this.#savedMeanwhile = form.options !== null
    this.#unreadable = null
    note({
      redis: form.options === null ? null : redisLabel(form.options),
      password: form.password.kind,
      sentinelPassword: form.sentinelPassword.kind,
    })
    void this.#reconnect()
    return this.view()
  }

  /** Stops taking, answers what is in work, takes the heartbeat away, closes everything. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#changes.run(() => Promise.resolve())
    await this.#bridge.close()
    await this.events.endSending()
    await this.#heartbeat.stop()
    this.django.close()
    await this.#host.stop()
  }

  #source(): RedisSource {
    const { target, settings } = this.#options
    const isSaved = settings.get().redis !== null
    if (isSaved && (this.#savedMeanwhile || target.forThisRun !== true)) return 'saved'
    if (target.forThisRun === true) return 'option'
    return target.given ? 'environment' : 'default'
  }

  #connection(): RedisConnection {
    const { redis } = this.#options.settings.get()
    if (redis === null || this.#source() !== 'saved') return plainConnection(this.#options.target)
    return { options: redis, secrets: this.#secretsFor(redis) }
  }

  #secretsFor(options: RedisOptions | null): RedisSecrets {
    return redisSecretsFor(options, this.#options.secret.text)
  }

  /** @returns whether they were read, or there are none. */
  async #loadSecrets(): Promise<boolean> {
    const reason = await this.#options.secret.load()
    this.#unreadable = reason === null ? null : message('redis_link.secret_unreadable', { reason })
    return reason === null
  }

  /** The secrets that a form means; stored ones are kept for those that they were stored for. */
  #secretsOf({ options, password, sentinelPassword }: RedisForm): RedisSecrets {
    const stored = storedRedisSecrets(this.#options.secret.text)
    const isForThem = redisAudience(options) === stored.audience
    const after = (change: SecretChange, before: string | null): string | null => {
      if (change.kind === 'set') return change.text
      if (change.kind === 'none' || before === null) return null
      if (!isForThem) throw new GatewayError('refused', 'redis_link.type_password_again')
      return before
    }
    return {
      password: after(password, stored.password),
      sentinelPassword: after(sentinelPassword, stored.sentinelPassword),
    }
  }

  #reconnect(): Promise<void> {
    return this.#changes
      .run(async () => {
        if (this.#closed) return
        await this.#bridge.close()
        await this.#heartbeat.stop()
        this.#stopListening()
        this.django.reopen()
        this.events.reconnected()
        this.#bridge = this.#makeBridge()
        await this.#serve()
      })
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'Redis was not taken up again'))
  }

  async #serve(): Promise<void> {
    this.#stopListening = this.#bridge.subscribe((event) => {
      this.#heartbeat.look()
      if (event === 'state' && this.#bridge.state().state === 'connected') this.events.reconnected()
      this.#listeners.tell(event)
    })
    await this.#hostOwnServer()
    this.events.refresh()
    this.#bridge.start()
  }

  /** The machine's own server runs only where nobody named another Redis, in whatever way. */
  async #hostOwnServer(): Promise<void> {
    const wanted = this.#source() === 'default' && this.#options.settings.get().startOwnRedis
    await (wanted ? this.#host.ensure() : this.#host.stop())
  }

  #makeBridge(): RedisBridge {
    return this.#options.bridge({ connection: this.#connection(), log: this.#requests, django: this.django })
  }
}

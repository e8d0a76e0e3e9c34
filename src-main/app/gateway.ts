import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import about from '../../package.json' with { type: 'json' }
import type { ExchangeName } from '../../src-shared/account.ts'
import type { AppInfo, GatewayStatus, Panel, PanelEvent } from '../../src-shared/contract.ts'
import type { KillSwitchState } from '../../src-shared/guard.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import { Accounts } from '../accounts/accounts.ts'
import { BackgroundChecks } from '../accounts/background-checks.ts'
import { KeyChecker } from '../accounts/key-health.ts'
import { KeychainWatch } from '../accounts/keychain-watch.ts'
import { Leftovers } from '../accounts/leftovers.ts'
import { AccountRegistry } from '../accounts/registry.ts'
import { Vault } from '../accounts/vault.ts'
import { brokerMemoryFile } from '../django/broker-memory.ts'
import { DividedLimits } from '../exchange/accounts/divided-limits.ts'
import { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { productName } from '../exchange/http/transport.ts'
import { ExchangeStore } from '../exchange/stores/exchange-store.ts'
import { systemClock } from '../infra/clock.ts'
import { watchFiles } from '../infra/folder-watch.ts'
import { Holds } from '../infra/holds.ts'
import type { Logger } from '../infra/log.ts'
import { Connections } from '../panel/connections.ts'
import { createPanel } from '../panel/panel.ts'
import type { PanelAccounts } from '../panel/services.ts'
import type { RedisBridge } from '../redis/bridge.ts'
import { RefusedBrokers } from '../redis/refused-brokers.ts'
import type { RedisTarget } from '../redis/service/redis-host.ts'
import type { RedisService } from '../redis/service/redis-service.ts'
import { DeadManKeeper } from '../trading/dead-man-keeper.ts'
import { Journal } from '../trading/journal.ts'
import { OrderDesk } from '../trading/order-desk.ts'
import { JournalReader } from '../trading/reading/journal-reader.ts'
import { Verifications } from '../verify/verifications.ts'
import { accountNotes, switchOffNoted } from './account-notes.ts'
import { auditedAccounts } from './audited-accounts.ts'
import { createDjangoParts, type DjangoParts } from './django-parts.ts'
import { createFillParts, type FillParts } from './fill-parts.ts'
import { beginWithPractice, isNewFolder } from './first-start.ts'
import { statusOf } from './gateway-status.ts'
import { InProcessPractice } from './in-process-practice.ts'
import { KillSwitchWatch } from './kill-switch-watch.ts'
import { pauseMsFor } from './list-pause.ts'
import { createLiveParts, type LiveParts } from './live-parts.ts'
import { createNewsParts, type NewsParts } from './news-parts.ts'
import { createPortfolioParts, type PortfolioParts } from './portfolio-parts.ts'
import { createRedisService } from './redis-parts.ts'
import { SettingsStore } from './settings.ts'
import { StandingTold } from './standing-told.ts'
import { ToldSoon } from './told-soon.ts'

export interface GatewayOptions {
  /** Holds accounts, settings, journal and log; made when it is not there. */
  readonly dataFolder: string
  readonly redis: RedisTarget
  /** Who shows the panel. */
  readonly host: AppInfo['host'] | 'none'
  readonly log: Logger
  /** Names the IP address from which this gateway's requests come; missing: that of all that name none. */
  readonly address?: string
  /** Tells other processes which kill switch is heeded here. */
  readonly heeding?: (killSwitch: KillSwitchState) => void
  /** What to tell the person while lines of the log cannot be written. */
  readonly logTrouble?: () => MessageRef | null
}

/** An import tells of each page. */
const fillsGapMs = 1_000

/** Each is a connection of its own. */
const mostFollowed = 50

/**
 * The composition root: builds every part, hands each what it may know, and takes them down in order. The same for the
 * Electron window, the browser panel and the gateway without a window.
 */
export class Gateway {
  readonly panel: Panel
  readonly accounts: Accounts
  readonly #options: GatewayOptions
  readonly #settings: SettingsStore
  readonly #practice: InProcessPractice
  /** The folder held nothing when we started. */
  readonly #isNew: boolean
  readonly #exchangeStore: ExchangeStore
  readonly #limits: DividedLimits
  readonly #manager: NativeExchangeManager
  readonly #live: LiveParts
  /** The accounts of which whoever looks at the window is told. */
  readonly #held: Holds
  readonly #news: NewsParts
  readonly #keys: KeyChecker
  readonly #backgroundChecks: BackgroundChecks
  readonly #journal: Journal
  readonly #desk: OrderDesk
  readonly #deadMan: DeadManKeeper
  readonly #verifications: Verifications
  readonly #journalReader: JournalReader
  readonly #fills: FillParts
  readonly #portfolio: PortfolioParts
  readonly #redis: RedisService
  /** The accounts, as a person changes them. */
  readonly #panelAccounts: PanelAccounts
  readonly #django: DjangoParts
  readonly #refusedBrokers: RefusedBrokers
  readonly #listeners = new Listeners<[PanelEvent]>()
  readonly #stopWatching: () => void
  readonly #keychainWatch: KeychainWatch
  readonly #soon: ToldSoon<PanelEvent>
  readonly #standing: StandingTold
  readonly #killSwitchWatch: KillSwitchWatch
  #closing: Promise<void> | null = null

  private constructor(
    options: GatewayOptions,
    parts: {
      readonly accounts: Accounts
      readonly practice: InProcessPractice
      readonly journal: Journal
      readonly isNew: boolean
    },
  ) {
    const { dataFolder, log, redis } = options
    this.#options = options
    this.accounts = parts.accounts
    this.#practice = parts.practice
    this.#journal = parts.journal
    this.#isNew = parts.isNew
    this.#settings = new SettingsStore(dataFolder, parts.journal.audit.has('settings'))
    this.#exchangeStore = ExchangeStore.open({ folder: dataFolder })
    if (this.#exchangeStore.backup !== null)
      log.warn({ backup: this.#exchangeStore.backup }, 'the exchange store was damaged and put aside')
    this.#limits = new DividedLimits(options.address ?? '')
    // Until Redis tells who shares them.
    if (this.#settings.isKnown) this.#limits.hold()
    this.#manager = new NativeExchangeManager({
      limits: this.#limits,
      connections: this.accounts.connectionFor,
      accountIds: () => this.accounts.list().map(({ id }) => id),
      nonces: this.#exchangeStore,
      clientIds: this.#exchangeStore,
      bans: this.#exchangeStore,
      transport: { userAgent: `${productName}/${about.version}` },
      logger: log,
    })
    this.#keys = new KeyChecker({
      accounts: this.accounts,
      clients: this.#manager,
      logBug: (error) => log.error({ err: error }, 'the check of a key failed'),
    })
    this.#backgroundChecks = new BackgroundChecks({
      accounts: this.accounts,
      check: (id) => this.#keys.check(id),
    })
    this.#soon = new ToldSoon({ clock: systemClock, tell: (event) => this.#publish(event) })
    this.#standing = new StandingTold({
      status: () => this.status(),
      tell: () => this.#publish({ type: 'gateway-changed' }),
      clock: systemClock,
    })
    this.#killSwitchWatch = new KillSwitchWatch({
      state: () => this.#desk.guard.killSwitch().state,
      changed: () => this.#publishGuardChange(),
      heeding: (state) => options.heeding?.(state),
      clock: systemClock,
      logger: log,
    })
    this.#news = createNewsParts({
      manager: this.#manager,
      accounts: this.accounts,
      desk: () => this.#desk,
      journal: this.#journal,
      log,
      changed: () => this.#soon.tell({ type: 'trade-news' }),
    })
    this.#journalReader = new JournalReader(this.#journal.file, () => this.#journal.flush())
    this.#fills = createFillParts({
      manager: this.#manager,
      accounts: this.accounts,
      journal: this.#journal,
      reader: this.#journalReader,
      log,
      changed: (accountId) => this.#soon.tell({ type: 'fills-changed', accountId }, fillsGapMs),
    })
    this.#live = createLiveParts({
      manager: this.#manager,
      orderAccounts: () =>
        this.accounts.list().flatMap(({ id, orderRoute }) => (orderRoute === 'websocket' ? [id] : [])),
      journal: this.#journal,
      log,
      seen: (...told) => this.#desk.tookNotice(...told),
      changed: (accountId, isKnown) => this.#ordersChanged(accountId, isKnown),
      memberOf: (...order) => this.#desk.memberOf(...order),
      fills: {
        pushed: (...told) => this.#fills.keeper.pushed(...told),
        complete: (accountId) => this.#fills.keeper.reconnected(accountId),
      },
    })
    this.#held = new Holds((accountId) => this.#live.accounts.hold(accountId))
    this.#desk = new OrderDesk({
      journal: this.#journal,
      accounts: this.accounts,
      clients: this.#manager,
      ...this.#live.desk,
      exchangeAccount: this.accounts.exchangeAccountOf,
      logger: log,
    })
    this.#deadMan = new DeadManKeeper({
      accounts: this.accounts,
      clients: this.#manager,
      clock: systemClock,
      logger: log,
    })
    const noteCheck = accountNotes(this.#journal, () => ({ kind: 'panel', requestId: 'check' }))
    this.#verifications = new Verifications({
      dataFolder,
      accounts: this.accounts,
      clients: this.#manager,
      streams: this.#live.streams,
      desk: this.#desk,
      secretsOf: this.accounts.secretsOf,
      origin: (requestId) => ({ kind: 'panel', requestId }),
      switchOff: (id, found) => switchOffNoted(this.accounts, noteCheck, id, found),
      changed: ({ accountId }) => this.#publish({ type: 'verification-changed', accountId }),
      logBug: (error) => log.error({ err: error }, 'the check of an account failed'),
    })
    this.#refusedBrokers = new RefusedBrokers({
      now: Date.now,
      onFirst: (refused) => {
        log.warn(refused, 'Django asks for a broker that no account here serves')
        this.#standing.mayHaveChanged()
      },
    })
    this.#portfolio = createPortfolioParts({
      manager: this.#manager,
      accounts: this.accounts,
      journal: this.#journal,
      reader: this.#journalReader,
      live: this.#live.reads,
      fills: this.#fills.kept,
      log,
      changed: () => this.#soon.tell({ type: 'portfolio-changed' }, fillsGapMs),
    })
    this.#panelAccounts = this.#auditAccounts()
    this.#django = createDjangoParts({
      dataFolder,
      settings: this.#settings,
      accounts: this.accounts,
      manager: this.#manager,
      journal: this.#journal,
      desk: this.#desk,
      live: this.#live.accounts,
      doors: this.#panelAccounts,
      note: (detail) => this.#noteConnection(detail),
      changed: () => this.#standing.mayHaveChanged(),
      log,
    })
    this.#redis = createRedisService({
      dataFolder,
      target: redis,
      settings: this.#settings,
      accounts: this.accounts,
      manager: this.#manager,
      limits: this.#limits,
      journal: this.#journal,
      desk: this.#desk,
      live: this.#live,
      refusedBrokers: this.#refusedBrokers,
      django: this.#django,
      note: (detail) => this.#noteConnection(detail),
      log,
    })
    this.panel = this.#createPanel()
    this.#forwardEvents()
    this.#keychainWatch = new KeychainWatch({
      vault: this.accounts.vault,
      isWaitedFor: () =>
        this.accounts.waitingForKeychain().length > 0 ||
        this.accounts.vault.leftovers > 0 ||
        this.#redis.waitsForSecret ||
        this.#django.database.waitsForSecret,
      answered: async () => {
        await this.#takeOverAccounts()
        await this.#redis.readSecretAgain()
        await this.#django.database.readSecretAgain()
        this.#standing.mayHaveChanged()
      },
      failed: (error) => log.error({ err: error }, 'the keychain could not be asked'),
    })
    this.#stopWatching = watchFiles({
      folder: dataFolder,
      files: ['accounts.json', 'settings.json', brokerMemoryFile],
      changed: (file) => {
        if (file === 'accounts.json') void this.#takeOverAccounts()
        else if (file === 'settings.json') void this.#takeOverSettings()
        else this.#django.brokerWatch.lookAgain()
      },
    })
  }

  /**
   * Starts everything and resolves once the panel answers and Redis is being served or reconnected to. A data folder
   * that never held anything gets a practice account. @throws FileTooNewError for files of a later version, and when
   * the folder cannot be written.
   */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const { dataFolder } = options
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    const looksNew = isNewFolder(dataFolder)
    const leftovers = new Leftovers(dataFolder)
    const [registry, vault] = await Promise.all([
      AccountRegistry.open({ folder: dataFolder }),
      Vault.open({ leftovers }),
    ])
    // Before anything else is kept here: whoever finds the rest without a journal knows that it was lost.
    const journal = Journal.open({ folder: dataFolder })
    let gateway: Gateway
    try {
      const practice = new InProcessPractice({ folder: join(dataFolder, 'practice') })
      const practiceBaseUrl = (exchange: ExchangeName): string | null => practice.baseUrl(exchange)
      const accounts = await Accounts.open({ registry, vault, practiceBaseUrl })
      const isNew = looksNew && journal.isUnused
      if (isNew) await beginWithPractice(accounts, journal)
      gateway = new Gateway(options, { accounts, practice, journal, isNew })
    } catch (error) {
      journal.close()
      throw error
    }
    try {
      await gateway.#openPracticeAccounts()
      gateway.#live.streams.refresh()
      await gateway.#desk.start()
      gateway.#followAccounts()
      gateway.#news.needs.look()
      gateway.#deadMan.refresh()
      gateway.#killSwitchWatch.start()
      // Before the first request: a trade may have to have its row there.
      await gateway.#django.database.start()
      gateway.#django.trades.look()
      await gateway.#redis.start()
      gateway.#backgroundChecks.start()
      gateway.#fills.keeper.start()
      gateway.#portfolio.keeper.start()
      gateway.#keychainWatch.start()
    } catch (error) {
      await gateway.close()
      throw error
    }
    return gateway
  }

  /** Base addresses of the practice exchanges in this process, by exchange. */
  get practiceUrls(): Readonly<Partial<Record<ExchangeName, string>>> {
    return this.#practice.baseUrls
  }

  /** Told of Redis as it happens; the panel's events tell of it a few times a second. @returns how to stop listening. */
  subscribeRedis(listener: () => void): () => void {
    return this.#redis.subscribe(listener)
  }

  status(): GatewayStatus {
    return statusOf({
      ...this.#options,
      accounts: this.accounts,
      isNew: this.#isNew,
      settings: this.#settings,
      journal: this.#journal,
      redis: this.#redis,
      ...this.#django,
      limits: this.#limits,
      exchangeStore: this.#exchangeStore,
      verifications: this.#verifications,
      practice: this.#practice,
      refusedBrokers: this.#refusedBrokers,
      desk: this.#desk,
      manager: this.#manager,
    })
  }

  /**
   * Stops taking requests, lets those under way end and be answered, then takes everything down. Safe to call twice.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** The machine woke up: connections that seem to live are asked whether they do. */
  wake(): void {
    this.#live.streams.wake()
  }

  async #close(): Promise<void> {
    this.#stopWatching()
    this.#keychainWatch.close()
    this.#backgroundChecks.close()
    this.#standing.close()
    this.#soon.close()
    this.#killSwitchWatch.close()
    this.#desk.guard.close()
    // First, since what a check has placed is cancelled with all the rest still there.
    await this.#verifications.close()
    this.#desk.endSending()
    await this.#redis.close()
    await this.#desk.close()
    this.#redis.events.close()
    await this.#django.close()
    await this.#deadMan.close()
    this.#news.needs.close()
    this.#news.room.close()
    this.#portfolio.close()
    this.#fills.close()
    this.#live.close()
    await this.#manager.close()
    await this.#practice.close()
    await this.#journalReader.close()
    this.#journal.close()
    this.#exchangeStore.close()
  }

  /** The bridge of the Redis in use, which the person may change. */
  get #bridge(): RedisBridge {
    return this.#redis.bridge
  }

  /** The way to Redis or to Django's database is another. */
  #noteConnection(detail: object): void {
    this.#publish({ type: 'settings-changed' })
    this.#noteSettings(detail)
  }

  /** Its being there also tells, should the file be lost, that something had been chosen. */
  #noteSettings(detail: object): void {
    if (this.#journal.damaged !== null) return
    const origin = { kind: 'panel', requestId: 'redis' } as const
    try {
      this.#journal.audit.add({ kind: 'settings', accountId: null, origin, detail })
    } catch (error) {
      // What was chosen is in use all the same.
      this.#options.log.error({ err: error }, 'a change of the settings was not noted in the journal')
    }
  }

  #auditAccounts(): PanelAccounts {
    return auditedAccounts({
      accounts: this.accounts,
      keys: this.#keys,
      journal: this.#journal,
      beforeAdding: async ({ environment }) => {
        if (environment.kind === 'practice' && environment.url === null) await this.#practice.require()
      },
      afterAdding: () => this.#openPracticeAccounts(),
      openWork: (id) => this.#desk.openWork(id),
      beforeRemoving: async (id) => {
        await this.#deadMan.release(id)
        this.#desk.brackets.giveUp(id)
      },
    })
  }

  #createPanel(): Panel {
    const { accounts, log } = { accounts: this.accounts, log: this.#options.log }
    return createPanel({
      accounts: this.#panelAccounts,
      desk: this.#desk,
      journal: this.#journal,
      journalReader: this.#journalReader,
      placing: this.#django.beginPanelTrade,
      journalRenewed: () => this.#standing.mayHaveChanged(),
      verifications: this.#verifications,
      clients: {
        clientFor: (id) => this.#manager.clientFor(id),
        clockOffset: (id) => this.#manager.statusFor(id)?.clock?.offsetMs ?? null,
      },
      app: {
        info: () => this.#info(),
        change: async (change) => {
          this.#settings.change(change)
          const { startOwnRedis, terminal3AmountsInUsdt } = change
          if (startOwnRedis !== undefined || terminal3AmountsInUsdt !== undefined)
            this.#noteSettings({ startOwnRedis, terminal3AmountsInUsdt })
          await this.#redis.settingsKnown()
          if (change.startOwnRedis !== undefined) await this.#redis.ownServerChanged()
          if (change.redisSharing !== undefined) await this.#redis.sharingChanged()
          if (change.exchangeEvents !== undefined) this.#redis.eventsChanged()
          this.#publish({ type: 'settings-changed' })
          return this.#info()
        },
      },
      gateway: { status: () => this.status(), requests: (limit) => this.#bridge.requests(limit) },
      redis: this.#redis,
      database: this.#django.database,
      brokers: this.#django.brokers,
      live: this.#live.reads,
      news: this.#news.room,
      fills: this.#fills.keeper,
      portfolio: this.#portfolio.portfolio,
      streams: this.#live.streams,
      watching: {
        market: (id) => this.#live.streams.market(id),
        connections: new Connections({ accounts, streams: this.#live.streams, clock: systemClock }),
        history: (id, symbol, timeframe, limit) => this.#manager.clientFor(id).fetchCandles(symbol, timeframe, limit),
        clock: systemClock,
        logger: log,
      },
      events: { subscribe: (listener) => this.#subscribe(listener) },
      logBug: (error, call) => log.error({ err: error, call }, 'a call of the panel failed'),
    })
  }

  #info(): AppInfo {
    const { redis: _redis, database: _database, ...chosen } = this.#settings.get()
    const { dataFolder, host } = this.#options
    return {
      ...chosen,
      version: about.version,
      host: host === 'electron' ? 'electron' : 'browser',
      dataFolder,
      keychain: this.accounts.vault.availability(),
    }
  }

  #subscribe(listener: (event: PanelEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  #publish(event: PanelEvent): void {
    this.#listeners.tell(event)
  }

  #forwardEvents(): void {
    this.#desk.subscribe((event) => {
      this.#live.reads.heed(event)
      this.#live.events.heed(event)
      if (event.type === 'order') this.#news.room.answered(event)
      if (event.type === 'guard') {
        this.#news.needs.look()
        this.#publishGuardChange()
      } else this.#ordersChanged(event.accountId, true)
    })
    this.accounts.subscribe(() => this.#accountsChanged())
    this.#live.events.subscribe((event) => this.#news.room.heed(event))
    // By themselves: a row of Django's that fails takes nothing else along.
    this.#desk.subscribe((event) => this.#django.trades.heed(event))
    this.#live.events.subscribe((event) => this.#django.trades.happened(event))
    this.#redis.subscribe(() => this.#standing.mayHaveChanged())
    this.#live.streams.subscribe(() => this.#soon.tell({ type: 'streams-changed' }))
  }

  #accountsChanged(): void {
    this.#standing.mayHaveChanged()
    this.#django.symbols.look()
    this.#deadMan.refresh()
    this.#fills.keeper.accountsChanged()
    this.#live.streams.refresh()
    this.#followAccounts()
    this.#redis.events.refresh()
    this.#publish({ type: 'accounts-changed' })
  }

  /** Somebody who looks at the window is told of what happens in any account. */
  #followAccounts(): void {
    if (this.#options.host === 'none') return
    const usable = this.accounts.list().filter(({ credentials }) => credentials !== 'missing')
    this.#held.keep(usable.slice(0, mostFollowed).map(({ id }) => id))
  }

  /** `isKnown`: all of it can be told without asking the exchange. */
  #ordersChanged(accountId: string, isKnown: boolean): void {
    const pauseMs = pauseMsFor({ ...this.#live.reads.sizeOf(accountId), isKnown })
    this.#soon.tell({ type: 'orders-changed', accountId }, pauseMs)
  }

  #publishGuardChange(): void {
    this.#publish({ type: 'guard-changed' })
    this.#standing.mayHaveChanged()
  }

  #openPracticeAccounts(): Promise<void> {
    return this.#practice.openMissing(this.accounts, (error, account) =>
      this.#options.log.error({ err: error, account: account.name }, 'could not open a practice account'),
    )
  }

  /** Somebody wrote into the settings, or took them away. */
  async #takeOverSettings(): Promise<void> {
    try {
      this.#settings.reload()
      await this.#redis.settingsKnown()
      this.#redis.events.refresh()
      await this.#django.database.settingsChanged()
      this.#publish({ type: 'settings-changed' })
      this.#standing.mayHaveChanged()
    } catch (error) {
      this.#options.log.error({ err: error }, 'the settings could not be taken over')
    }
  }

  /** The `account` command of another process changed the registry. */
  async #takeOverAccounts(): Promise<void> {
    try {
      await this.accounts.reload()
      await this.#openPracticeAccounts()
      this.#accountsChanged()
    } catch (error) {
      this.#options.log.error({ err: error }, 'could not read the accounts that changed on disk')
    }
  }
}

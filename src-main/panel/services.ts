import type { AmountMeaning, OrderRoute, RedisPermission } from '../../src-shared/account.ts'
import type {
  AccountView,
  AppInfo,
  GatewayStatus,
  KeyHealth,
  PanelEvent,
  RequestLogEntry,
} from '../../src-shared/contract.ts'
import type { DatabaseForm, DatabaseSettingsView, DatabaseTrial } from '../../src-shared/database-options.ts'
import type { DjangoBrokers } from '../../src-shared/django-brokers.ts'
import type { AccountLimits } from '../../src-shared/guard.ts'
import type { NewsPlace } from '../../src-shared/news-reader.ts'
import type { OrderRequest, Origin } from '../../src-shared/order.ts'
import type { RedisForm, RedisSettingsView, RedisTrial } from '../../src-shared/redis-options.ts'
import type { SettingsChange } from '../../src-shared/settings.ts'
import type { Switchable } from '../../src-shared/switched-off.ts'
import type { NewsPage } from '../../src-shared/trade-news.ts'
import type { StreamStatus } from '../exchange/accounts/live-streams.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { FillKeeper } from '../trading/fills/fill-keeper.ts'
import type { Journal } from '../trading/journal.ts'
import type { LiveReads } from '../trading/live/live-reads.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import type { Portfolio } from '../trading/portfolio/portfolio.ts'
import type { JournalReader } from '../trading/reading/journal-reader.ts'
import type { Verifications } from '../verify/verifications.ts'
import type { HandlerInput } from './call-handlers.ts'
import type { WatchServices } from './watching.ts'

type NewAccountInput = HandlerInput<'accounts.add'>
type CredentialsInput = HandlerInput<'accounts.setCredentials'>['credentials']
type Storing = Pick<NewAccountInput, 'thisRunOnly' | 'acceptWithdrawals'>

/** Accounts as the window may handle them: secrets go in, views come out. */
export interface PanelAccounts {
  list(): readonly AccountView[]
  /** @throws GatewayError `refused` for an account that is not there */
  view(accountId: string): AccountView
  add(input: NewAccountInput): Promise<AccountView>
  /**
   * `despiteOpenWork`: also while it has orders in doubt or live brackets. @throws GatewayError `refused`
   * `account.open_work` otherwise.
   */
  setCredentials(
    accountId: string,
    credentials: CredentialsInput,
    storing: Storing & DespiteOpenWork,
  ): Promise<AccountView>
  acceptWithdrawals(accountId: string): Promise<AccountView>
  /** Asks the exchange about the account's key; never throws for what the exchange answers. */
  check(accountId: string): Promise<KeyHealth>
  setRedisPermission(accountId: string, permission: RedisPermission): Promise<AccountView>
  setLimits(accountId: string, limits: AccountLimits): Promise<AccountView>
  setDeadManSeconds(accountId: string, seconds: number | null): Promise<AccountView>
  setTerminal3Amounts(accountId: string, meaning: AmountMeaning | null): Promise<AccountView>
  setOrderRoute(accountId: string, route: OrderRoute): Promise<AccountView>
  /** Gives back what the check of the account took away. */
  switchOn(accountId: string, what: Switchable): Promise<AccountView>
  /** As {@link setCredentials}; its live brackets end. */
  remove(accountId: string, how: DespiteOpenWork): Promise<void>
}

/** Whether a person goes on although an account has orders in doubt or live brackets. */
export interface DespiteOpenWork {
  readonly despiteOpenWork: boolean
}

/**
 * The connection to Redis, as far as the window handles it: secrets go in, and only whether there are any comes out.
 */
interface PanelRedis {
  view(): RedisSettingsView
  try(form: RedisForm): Promise<RedisTrial>
  save(form: RedisForm, thisRunOnly: boolean): Promise<RedisSettingsView>
  /** @throws GatewayError `refused` where this gateway does not stand by */
  takeOver(): Promise<void>
}

/** The connection to Django's database, handled in the same way. */
interface PanelDatabase {
  view(): DatabaseSettingsView
  try(form: DatabaseForm): Promise<DatabaseTrial>
  save(form: DatabaseForm, thisRunOnly: boolean): Promise<DatabaseSettingsView>
}

/** Django's brokers, as far as the window handles them: its SECRET_KEY goes in, and nothing of their keys comes out. */
interface PanelBrokers {
  list(secretKey: string | null): Promise<DjangoBrokers>
  takeOver(input: HandlerInput<'brokers.takeOver'>): Promise<AccountView>
}

/** What the panel stands on; the composition root wires it. */
export interface PanelServices {
  readonly accounts: PanelAccounts
  readonly desk: OrderDesk
  readonly verifications: Verifications
  readonly journal: Journal
  /** Searches and exports, on a thread of their own. */
  readonly journalReader: JournalReader
  /** Told of each order of the window before it is placed. Missing: nobody wants to know. */
  readonly placing?: (accountId: string, request: OrderRequest, origin: Origin) => Promise<void>
  /** A new journal took the place of a damaged one. */
  readonly journalRenewed: () => void
  readonly clients: {
    clientFor(accountId: string): BaseExchangeClient
    /** Exchange clock minus ours for the account's venue, ms; null before the first measurement. */
    clockOffset(accountId: string): number | null
  }
  readonly app: { info(): AppInfo; change(change: SettingsChange): Promise<AppInfo> }
  readonly gateway: { status(): GatewayStatus; requests(limit: number): readonly RequestLogEntry[] }
  readonly redis: PanelRedis
  readonly database: PanelDatabase
  readonly brokers: PanelBrokers
  /** What is told without asking an exchange, where that is possible. */
  readonly live: Pick<LiveReads, 'balances' | 'openOrders'>
  /** What happened to orders and brackets. */
  readonly news: { page(after: NewsPlace | null): NewsPage }
  /** What fetches fills and keeps them. */
  readonly fills: Pick<FillKeeper, 'imports' | 'startImport' | 'stopImport'>
  /** What is held, what it is worth and what it has cost. */
  readonly portfolio: Pick<Portfolio, 'get' | 'history' | 'results' | 'exportSales'>
  /** How the connections of an account's exchange stand; null: it pushes nothing, or nobody has wanted anything. */
  readonly streams: { status(accountId: string): StreamStatus | null }
  /** What the window watches stands on this. */
  readonly watching: WatchServices
  readonly events: { subscribe(listener: (event: PanelEvent) => void): () => void }
  /** Errors that are our own fault are logged here; the window gets a plain sentence. */
  readonly logBug: (error: unknown, call: string) => void
}

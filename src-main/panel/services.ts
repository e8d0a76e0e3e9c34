import type { z } from 'zod'
import type { AmountMeaning, RedisPermission } from '../../src-shared/account.ts'
import type { CancelScope } from '../../src-shared/cancel-scope.ts'
import type { BracketView } from '../../src-shared/bracket.ts'
import type {
  AccountView,
  AppInfo,
  CancelledAll,
  MeantToCancel,
  credentialsSchema,
  GatewayStatus,
  GuardView,
  KeyHealth,
  newAccountSchema,
  PanelEvent,
  RequestLogEntry,
} from '../../src-shared/contract.ts'
import type { WantedExits } from '../../src-shared/exit-plan.ts'
import type { AccountLimits, KillSwitchState } from '../../src-shared/guard.ts'
import type { JournalDetail, JournalExport, JournalFilter, JournalPage } from '../../src-shared/journal.ts'
import type { Money } from '../../src-shared/money.ts'
import type { Order, OrderHistory, OrderRequest, Origin } from '../../src-shared/order.ts'
import type { WarningLimits } from '../../src-shared/order-warnings.ts'
import type { RedisForm, RedisSettingsView, RedisTrial } from '../../src-shared/redis-options.ts'
import type { RedisSharing } from '../../src-shared/redis-sharing.ts'
import type { Switchable } from '../../src-shared/switched-off.ts'
import type { VerificationReport, VerificationRisk } from '../../src-shared/verification.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { CancelIntent, EditIntent, PlaceIntent, PlaceOutcome } from '../trading/desk-types.ts'

export type NewAccountInput = z.infer<typeof newAccountSchema>
export type CredentialsInput = z.infer<typeof credentialsSchema>
export type Storing = Pick<NewAccountInput, 'thisRunOnly' | 'acceptWithdrawals'>

/** Accounts as the window may handle them: secrets go in, views come out. */
export interface PanelAccounts {
  list(): readonly AccountView[]
  add(input: NewAccountInput): Promise<AccountView>
  /** `despiteOpenWork`: also while it has orders in doubt or live brackets. @throws GatewayError `refused` `account.open_work` otherwise. */
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
  /** Gives back what the check of the account took away. */
  switchOn(accountId: string, what: Switchable): Promise<AccountView>
  /** As {@link setCredentials}; its live brackets end. */
  remove(accountId: string, how: DespiteOpenWork): Promise<void>
}

/** Whether a person goes on although an account has orders in doubt or live brackets. */
export interface DespiteOpenWork {
  readonly despiteOpenWork: boolean
}

/** The order desk, as far as the window uses it. */
export interface PanelDesk {
  place(intent: PlaceIntent, origin: Origin): Promise<PlaceOutcome>
  outcomeOf(accountId: string, origin: Origin): Promise<PlaceOutcome | null>
  cancel(intent: CancelIntent, origin: Origin): Promise<Order>
  edit(intent: EditIntent, origin: Origin): Promise<Order>
  preview(intent: PlaceIntent): Promise<OrderRequest>
  sendable(intent: PlaceIntent): Promise<OrderRequest | null>
  openOrders(accountId: string, symbol: string | null): Promise<readonly Order[]>
  /** Orders as the exchange tells them, with what the journal knows of how they ended. */
  withEndings(accountId: string, orders: readonly Order[]): readonly Order[]
  history(
    accountId: string,
    query: {
      readonly symbol: string | null
      readonly since: number | null
      readonly until: number | null
      readonly limit: number
    },
  ): Promise<OrderHistory>
  meantToCancel(request: CancelMany): Promise<MeantToCancel>
  cancelAll(request: CancelMany, origin: (index: number) => Origin): Promise<CancelledAll>
  askAgain(journalId: number): void
  settleByHand(journalId: number, orderId: string | null, origin: Origin): Promise<void>
}

interface CancelMany {
  /** null: every account. */
  readonly accountId: string | null
  readonly scope: CancelScope
  readonly includeExits: boolean
}

/** Brackets, as far as the window uses them. */
export interface PanelBrackets {
  list(accountId: string): readonly BracketView[]
  move(accountId: string, bracketId: string, wanted: WantedExits, origin: Origin): Promise<void>
  release(accountId: string, bracketId: string, origin: Origin): void
  acknowledge(accountId: string, bracketId: string): void
}

/** Checks of accounts, as far as the window uses them. */
export interface PanelVerifications {
  list(accountId: string): readonly VerificationReport[]
  /** @throws GatewayError `refused` while a check of the account runs, or where it may not trade, and without the account's name. */
  start(accountId: string, trade: VerificationTrade | null): VerificationReport
  /** What {@link start} would put at risk. @throws GatewayError `refused` where not even the smallest order may be placed. */
  preview(accountId: string, trade: Omit<VerificationTrade, 'name'>): Promise<VerificationRisk>
  stop(accountId: string): void
}

/** Orders of a check: on which symbol (null: the most traded that there is a balance for), and the most at risk in its quote currency. */
export interface VerificationTrade {
  readonly symbol: string | null
  readonly most: Money
  /** The account's name as a person typed it; needed where it is no practice account. */
  readonly name: string | null
}

/** Kill switch and approvals, as far as the window uses them. */
export interface PanelGuard {
  view(): GuardView
  setKillSwitch(to: KillSwitchState, word: string | null, origin: Origin): void
  decide(approvalId: string, approve: boolean, meaning: AmountMeaning | null): void
}

/** The journal to look into; searches and exports run on a thread of their own. */
export interface PanelJournal {
  search(filter: JournalFilter, cursor: string | null, limit: number): Promise<JournalPage>
  detail(journalId: number): Promise<JournalDetail>
  export(
    filter: JournalFilter,
    format: 'csv' | 'jsonl',
    cursor: string | null,
    origin: Origin,
  ): Promise<JournalExport>
  renew(origin: Origin): void
}

/** The connection to Redis, as far as the window handles it: secrets go in, and only whether there are any comes out. */
export interface PanelRedis {
  view(): RedisSettingsView
  try(form: RedisForm): Promise<RedisTrial>
  save(form: RedisForm, thisRunOnly: boolean): Promise<RedisSettingsView>
  /** @throws GatewayError `refused` where this gateway does not stand by */
  takeOver(): Promise<void>
}

export interface SettingsChange {
  readonly language?: AppInfo['language'] | undefined
  readonly theme?: AppInfo['theme'] | undefined
  readonly startOwnRedis?: boolean | undefined
  readonly terminal3AmountsInUsdt?: boolean | undefined
  readonly redisSharing?: RedisSharing | undefined
  readonly orderWarnings?: WarningLimits | undefined
}

/** What the panel stands on; the composition root wires it. */
export interface PanelServices {
  readonly accounts: PanelAccounts
  readonly desk: PanelDesk
  readonly brackets: PanelBrackets
  readonly guard: PanelGuard
  readonly verifications: PanelVerifications
  readonly journal: PanelJournal
  readonly clients: {
    clientFor(accountId: string): BaseExchangeClient
    /** Exchange clock minus ours for the account's venue, ms; null before the first measurement. */
    clockOffset(accountId: string): number | null
  }
  readonly app: { info(): AppInfo; change(change: SettingsChange): Promise<AppInfo> }
  readonly gateway: { status(): GatewayStatus; requests(limit: number): readonly RequestLogEntry[] }
  readonly redis: PanelRedis
  readonly events: { subscribe(listener: (event: PanelEvent) => void): () => void }
  /** Errors that are our own fault are logged here; the window gets a plain sentence. */
  readonly logBug: (error: unknown, call: string) => void
}

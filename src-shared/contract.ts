import { z } from 'zod'
import type { Account, CredentialsState, ExchangeName, KeyReport } from './account.ts'
import { amountMeanings, exchangeNames, redisPermissions } from './account.ts'
import type { BracketView } from './bracket.ts'
import { cancelScopes } from './cancel-scope.ts'
import type { ErrorView } from './errors.ts'
import { type KillSwitchState, killSwitchStates } from './guard.ts'
import {
  type JournalDetail,
  type JournalExport,
  type JournalFilter,
  journalKinds,
  lifecycleStates,
  journalOrigins,
  type JournalPage,
} from './journal.ts'
import type { Balance, Candle, Market, OrderBook, Ticker } from './market.ts'
import { timeframes } from './capabilities.ts'
import { type Language, languages, type MessageRef } from './messages/index.ts'
import { Money } from './money.ts'
import type { WarningLimits } from './order-warnings.ts'
import {
  type Order,
  type OrderHistory,
  type OrderRequest,
  type Origin,
  type PlacedOrder,
  timesInForce,
} from './order.ts'
import type { QueueFigures } from './queue-figures.ts'
import { redisFormSchema, type RedisSettingsView, type RedisTrial } from './redis-options.ts'
import { type OtherGateway, redisSharings } from './redis-sharing.ts'
import { switchables } from './switched-off.ts'
import type { VerificationReport, VerificationRisk } from './verification.ts'
import type { Wire } from './wire.ts'

/** Decimal text from a form; becomes Money in the panel's implementation. */
const decimal = z
  .string()
  .max(64)
  .refine((text) => Money.tryParse(text) !== null, { error: 'not a decimal number' })
const positiveDecimal = decimal.refine((text) => Money.tryParse(text)?.isPositive() === true, {
  error: 'must be greater than 0',
})
const id = z.string().min(1).max(128)
const symbol = z.string().min(1).max(64)
const side = z.enum(['buy', 'sell'])
const timeInForce = z.enum(timesInForce)
const exitLeg = z.strictObject({ triggerPrice: decimal, limitPrice: decimal.nullable() })
const exits = z
  .strictObject({ takeProfit: exitLeg.nullable(), stopLoss: exitLeg.nullable() })
  .refine((value) => value.takeProfit !== null || value.stopLoss !== null, {
    error: 'needs a take-profit or a stop-loss',
  })
const common = { symbol, side }

/** An order request as the window sends it: src-shared/order.ts with decimal texts. */
export const orderRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('market'),
    ...common,
    amount: z.strictObject({ unit: z.enum(['base', 'quote']), value: decimal }),
    exits: exits.nullable(),
  }),
  z.strictObject({
    kind: z.literal('limit'),
    ...common,
    quantity: decimal,
    price: decimal,
    timeInForce,
    postOnly: z.boolean(),
    exits: exits.nullable(),
  }),
  z.strictObject({
    kind: z.enum(['stop_loss', 'take_profit']),
    ...common,
    quantity: decimal,
    triggerPrice: decimal,
  }),
  z.strictObject({
    kind: z.enum(['stop_limit', 'take_profit_limit']),
    ...common,
    quantity: decimal,
    triggerPrice: decimal,
    price: decimal,
    timeInForce,
  }),
  z.strictObject({
    kind: z.literal('trailing_stop'),
    ...common,
    quantity: decimal,
    trailingBips: z.int().min(1).max(10_000),
    activationPrice: decimal.nullable(),
    limitPrice: decimal.nullable(),
  }),
  z.strictObject({
    kind: z.literal('oco'),
    ...common,
    quantity: decimal,
    takeProfit: exitLeg,
    stopLoss: exitLeg,
  }),
])
export type OrderRequestInput = z.infer<typeof orderRequestSchema>

const environmentInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('production') }),
  z.strictObject({ kind: z.literal('testnet') }),
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({
    kind: z.literal('practice'),
    url: z.url().max(200).nullable(),
    accountKind: z.string().min(1).max(40).nullable(),
  }),
])

/** An API key on its way in; there is no way out. `secret` is an HMAC secret or a PKCS#8 PEM private key. */
export const credentialsSchema = z.strictObject({
  apiKey: z.string().trim().min(1).max(512),
  secret: z.string().min(1).max(8192),
  passphrase: z.string().min(1).max(512).nullable(),
})

/** How a key is to be stored. */
/** The person goes on although the account has orders in doubt or live brackets. */
const despiteOpenWork = { despiteOpenWork: z.boolean().default(false) }

const storing = {
  /** Keep the key in memory only, where there is no keychain. */
  thisRunOnly: z.boolean(),
  /** The person agrees that the key may withdraw. */
  acceptWithdrawals: z.boolean(),
}

export const newAccountSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  exchange: z.enum(exchangeNames),
  brokerId: z.int().positive().max(Number.MAX_SAFE_INTEGER),
  userId: z.int().positive().max(Number.MAX_SAFE_INTEGER),
  environment: environmentInput,
  redisPermission: z.enum(redisPermissions),
  /** null for the application's own practice exchange, which needs none. */
  credentials: credentialsSchema.nullable(),
  ...storing,
})

const journalFilterSchema = z.strictObject({
  text: z.string().max(200).nullable(),
  accountId: z.string().max(128).nullable(),
  origin: z.enum(journalOrigins).nullable(),
  kind: z.enum(journalKinds).nullable(),
  symbol: z.string().max(64).nullable(),
  lines: z.enum(['orders', 'changes']).nullable(),
  state: z.enum(lifecycleStates).nullable(),
  from: z.int().nullable(),
  to: z.int().nullable(),
}) satisfies z.ZodType<JournalFilter>

/** What was last found out about an account's key in this run; `at` is epoch ms. */
export type KeyHealth =
  | { readonly state: 'unchecked' }
  | { readonly state: 'checked'; readonly at: number; readonly report: KeyReport }
  | { readonly state: 'failed'; readonly at: number; readonly error: ErrorView }

/** An account as the window sees it: no secret, only whether there is one. */
export interface AccountView extends Account {
  readonly credentials: CredentialsState
  /** Whether this run's own practice exchange serves it. */
  readonly practice: boolean
  readonly health: KeyHealth
  /** Its key can withdraw and nobody accepted that: nothing is sent for it. */
  readonly blocked: boolean
}

/** An exchange's own switch that cancels an account's orders when this application falls silent; null: there is none. */
export interface DeadManAbility {
  readonly minSeconds: number
  readonly maxSeconds: number
  /** Whether it takes protective stops along; null: the exchange does not say. */
  readonly coversStops: boolean | null
}

export interface AccountTest {
  readonly connected: boolean
  readonly error: ErrorView | null
  readonly report: KeyReport | null
  /** At most five assets with a balance. */
  readonly sample: readonly Balance[]
  /** Exchange clock minus ours, ms; null before the first measurement. */
  readonly clockOffsetMs: number | null
}

export type PlaceResult =
  | {
      readonly outcome: 'accepted'
      readonly journalId: number
      readonly clientOrderId: string
      readonly placed: PlacedOrder
    }
  | { readonly outcome: 'rejected'; readonly error: ErrorView }
  | { readonly outcome: 'unknown'; readonly clientOrderId: string; readonly error: ErrorView }

/** What an order would be after rounding to the market's steps, or why it would be refused. */
export type OrderPreview =
  | {
      readonly accepted: true
      /** Base quantity and quote value as they would be sent; null where only the exchange decides it. */
      readonly quantity: Money | null
      readonly quoteValue: Money | null
    }
  | { readonly accepted: false; readonly error: ErrorView }

/** What the exchange says of an order that it checked and did not place. */
export type DryRun = { readonly accepted: true } | { readonly accepted: false; readonly error: ErrorView }

/** A bot's order that waits for a person. Times are epoch ms. */
export interface ApprovalView {
  readonly id: string
  readonly accountId: string
  readonly account: string
  readonly origin: Origin
  readonly request: OrderRequest
  /** US dollars; null: nobody can tell. */
  readonly notional: Money | null
  /** Of an order of Terminal 3: what its amount may mean, coins or a value in USDT (null: that is no order); null: only whether it may go is asked. */
  readonly readings: { readonly coins: OrderRequest; readonly usdt: OrderRequest | null } | null
  readonly askedAt: number
  readonly expiresAt: number
}

/** The kill switch and the orders that wait for a person. */
export interface GuardView {
  readonly state: KillSwitchState
  /** Epoch ms; null: nobody ever set it. */
  readonly since: number | null
  readonly approvals: readonly ApprovalView[]
}

/** Whose orders are meant by cancelling many. */
const cancelMany = z.strictObject({
  /** null: of every account. */
  accountId: id.nullable(),
  scope: z.enum(cancelScopes),
  /** Exits of brackets, too; what they protect is unprotected then. */
  includeExits: z.boolean(),
})

/** One order of many. `account` is its name. */
export interface OneOfMany {
  readonly account: string
  readonly orderId: string
  /** BASE/QUOTE. */
  readonly symbol: string
}

interface NotOneOfMany {
  readonly account: string
  /** null: the account's open orders could not be had. */
  readonly orderId: string | null
  readonly error: ErrorView
}

/** What cancelling many would cancel at this moment. */
export interface MeantToCancel {
  readonly orders: readonly OneOfMany[]
  /** Live brackets that would be released first. */
  readonly brackets: number
  readonly failed: readonly NotOneOfMany[]
}

/** What came of cancelling many. */
export interface CancelledAll {
  readonly cancelled: readonly OneOfMany[]
  readonly failed: readonly NotOneOfMany[]
}

/** How the gateway stands with Redis. */
export type RedisState =
  | { readonly state: 'connecting'; readonly url: string }
  | {
      readonly state: 'connected'
      readonly url: string
      readonly ownServer: boolean
      readonly others: readonly OtherGateway[]
    }
  /** Another gateway takes the requests. `holder` null: it does not say who it is. */
  | {
      readonly state: 'standby'
      readonly url: string
      readonly holder: OtherGateway | null
      readonly others: readonly OtherGateway[]
    }
  | { readonly state: 'lost'; readonly url: string; readonly reason: string; readonly nextAttemptAt: number }
  | { readonly state: 'off'; readonly url: string }

/** One request that came over Redis. Times are epoch ms. */
export interface RequestLogEntry {
  readonly sequence: number
  readonly requestId: string | null
  readonly action: string | null
  readonly account: string | null
  readonly outcome: 'waiting' | 'working' | 'success' | 'failure' | 'expired' | 'duplicate'
  readonly error: MessageRef | null
  readonly receivedAt: number
  readonly durationMs: number | null
}

export interface GatewayStatus {
  readonly redis: RedisState
  /** What went wrong at start and a person should know: a damaged file set aside, a key that could not be read. */
  readonly notices: readonly MessageRef[]
  readonly startOwnRedis: boolean
  readonly counts: {
    readonly received: number
    readonly answered: number
    readonly failed: number
    /** Of those: too old to be carried out. */
    readonly expired: number
    readonly working: number
  }
  readonly queue: QueueFigures
  /** Journal rows whose outcome is still being asked. */
  readonly unknownOrders: number
  /** Journal rows whose outcome could not be found out: a person has to look. */
  readonly ordersInNeed: number
  /** Brackets with something to say. */
  readonly bracketAlarms: number
  readonly killSwitch: KillSwitchState
  /** Bots' orders that wait for a person. */
  readonly approvals: number
  /** The journal can only be read until a new one is started. */
  readonly journalDamaged: boolean
  readonly venues: readonly {
    readonly exchange: ExchangeName
    readonly baseUrl: string
    readonly clockOffsetMs: number | null
    readonly usedWeight: number | null
    readonly weightLimit: number | null
    readonly bannedUntil: number | null
  }[]
}

/** See {@link WarningLimits}. */
export const warningLimitsSchema = z.strictObject({
  throughPercent: decimal.nullable(),
  awayPercent: decimal.nullable(),
  timesUsual: decimal.nullable(),
}) satisfies z.ZodType<WarningLimits>

export interface AppInfo {
  readonly version: string
  readonly host: 'electron' | 'browser'
  readonly dataFolder: string
  readonly keychain: { readonly available: boolean; readonly reason: string | null }
  readonly language: Language
  readonly theme: Theme
  readonly orderWarnings: WarningLimits
}

export const themes = ['dark', 'light', 'system'] as const
export type Theme = (typeof themes)[number]

/** A type that exists at compile time only: the answer of a call. */
interface Answer<T> {
  readonly answer?: T
}
const call = <Input extends z.ZodType, Output>(
  input: Input,
  _output: Answer<Output>,
): Call<Input, Output> => ({ input })
const gives = <T>(): Answer<T> => ({})
interface Call<Input extends z.ZodType, Output> {
  readonly input: Input
  readonly output?: Output
}
const nothing = z.strictObject({})
const ofAccount = z.strictObject({ accountId: id })
/** With which orders an account is checked. */
const checkedWith = {
  /** null: the most traded symbol for which there is a balance. */
  symbol: symbol.nullable(),
  /** The most that may be at risk, in the symbol's quote currency. */
  most: positiveDecimal,
}
const ofSymbol = z.strictObject({ accountId: id, symbol })
const ofBracket = z.strictObject({ accountId: id, bracketId: id })

/**
 * Everything the window may ask, except whether it changes anything (call-names.ts, which needs no schemas): the one list from which IPC channels, browser routes and the renderer's client are made.
 * An input is checked against its schema at the border; an answer travels as {@link Wire} data (Money as decimal text).
 */
export const contract = {
  'app.info': call(nothing, gives<AppInfo>()),
  'settings.set': call(
    z.strictObject({
      language: z.enum(languages).optional(),
      theme: z.enum(themes).optional(),
      startOwnRedis: z.boolean().optional(),
      terminal3AmountsInUsdt: z.boolean().optional(),
      redisSharing: z.enum(redisSharings).optional(),
      orderWarnings: warningLimitsSchema.optional(),
    }),
    gives<AppInfo>(),
  ),
  'accounts.list': call(nothing, gives<readonly AccountView[]>()),
  'accounts.add': call(newAccountSchema, gives<AccountView>()),
  'accounts.setCredentials': call(
    z.strictObject({ accountId: id, credentials: credentialsSchema, ...storing, ...despiteOpenWork }),
    gives<AccountView>(),
  ),
  /** Records that the account's key may withdraw, which ends the block. */
  'accounts.acceptWithdrawals': call(ofAccount, gives<AccountView>()),
  'accounts.setRedisPermission': call(
    z.strictObject({ accountId: id, redisPermission: z.enum(redisPermissions) }),
    gives<AccountView>(),
  ),
  /** Limits in US dollars; see AccountLimits. */
  'accounts.setLimits': call(
    z.strictObject({
      accountId: id,
      limits: z.strictObject({
        symbols: z.array(symbol).max(1000).nullable(),
        largestOrder: positiveDecimal.nullable(),
        ordersPerMinute: z.int().min(1).max(100_000).nullable(),
        dailyNotional: positiveDecimal.nullable(),
        approvalAbove: decimal.nullable(),
      }),
    }),
    gives<AccountView>(),
  ),
  'accounts.deadMan': call(ofAccount, gives<DeadManAbility | null>()),
  'accounts.setDeadMan': call(
    z.strictObject({ accountId: id, seconds: z.int().min(1).max(100_000).nullable() }),
    gives<AccountView>(),
  ),
  /** A person gives back what the check of the account took away. */
  'accounts.switchOn': call(
    z.strictObject({ accountId: id, what: z.enum(switchables) }),
    gives<AccountView>(),
  ),
  'accounts.setTerminal3Amounts': call(
    z.strictObject({ accountId: id, meaning: z.enum(amountMeanings).nullable() }),
    gives<AccountView>(),
  ),
  'accounts.test': call(ofAccount, gives<AccountTest>()),
  /** Live brackets of the account end: what its exchange holds stays there, what the application holds is given up. */
  'accounts.remove': call(z.strictObject({ accountId: id, ...despiteOpenWork }), gives<null>()),
  /** What checks of the account found out, the newest first. */
  'verifications.list': call(ofAccount, gives<readonly VerificationReport[]>()),
  /** What a check with orders would put at risk as prices stand; nothing is sent. */
  'verifications.preview': call(z.strictObject({ accountId: id, ...checkedWith }), gives<VerificationRisk>()),
  /** Checks an account; `trade` null: it only reads. @returns the report so far, which events tell to be read again. */
  'verifications.start': call(
    z.strictObject({
      accountId: id,
      trade: z
        .strictObject({
          ...checkedWith,
          /** The account's name, typed by the person where it is no practice account. */
          name: z.string().max(100).nullable(),
        })
        .nullable(),
    }),
    gives<VerificationReport>(),
  ),
  /** Ends the check of an account that runs after its present step, with everything cleaned up. */
  'verifications.stop': call(ofAccount, gives<null>()),
  'markets.list': call(ofAccount, gives<readonly Market[]>()),
  'market.ticker': call(ofSymbol, gives<Ticker>()),
  'market.candles': call(
    z.strictObject({ accountId: id, symbol, timeframe: z.enum(timeframes), limit: z.int().min(1).max(1000) }),
    gives<readonly Candle[]>(),
  ),
  'market.orderBook': call(
    z.strictObject({ accountId: id, symbol, depth: z.int().min(1).max(100) }),
    gives<OrderBook>(),
  ),
  'balances.get': call(ofAccount, gives<readonly Balance[]>()),
  'orders.preview': call(
    z.strictObject({ accountId: id, request: orderRequestSchema }),
    gives<OrderPreview>(),
  ),
  /** The exchange's own check of an order, where the market's capabilities have one; nothing is placed. */
  'orders.dryRun': call(z.strictObject({ accountId: id, request: orderRequestSchema }), gives<DryRun>()),
  /** `formId` is made when the form is opened: the same form places at most one order. */
  'orders.place': call(
    z.strictObject({ accountId: id, formId: z.uuid(), request: orderRequestSchema }),
    gives<PlaceResult>(),
  ),
  /** What became of the order of a form; null: the gateway never took one from it. Nothing is sent but questions. */
  'orders.outcome': call(z.strictObject({ accountId: id, formId: z.uuid() }), gives<PlaceResult | null>()),
  'orders.open': call(ofAccount, gives<readonly Order[]>()),
  /** One order as the exchange tells it now. */
  'orders.get': call(z.strictObject({ accountId: id, orderId: id, symbol }), gives<Order>()),
  'orders.history': call(
    z.strictObject({ accountId: id, symbol: symbol.nullable(), limit: z.int().min(1).max(500) }),
    gives<OrderHistory>(),
  ),
  'orders.cancel': call(z.strictObject({ accountId: id, orderId: id, symbol }), gives<Order>()),
  'orders.edit': call(
    z.strictObject({
      accountId: id,
      orderId: id,
      symbol,
      quantity: decimal.nullable(),
      price: decimal.nullable(),
      triggerPrice: decimal.nullable(),
    }),
    gives<Order>(),
  ),
  /** What `orders.cancelAll` would cancel; nothing is sent but questions. */
  'orders.meantToCancel': call(cancelMany, gives<MeantToCancel>()),
  'orders.cancelAll': call(cancelMany, gives<CancelledAll>()),
  /** Asks the exchange once more about an order that needs attention. */
  'orders.askAgain': call(z.strictObject({ journalId: z.int() }), gives<null>()),
  /** A person says what became of an order that needs attention: the order of that id, or (null) that nothing was placed. */
  'orders.settle': call(z.strictObject({ journalId: z.int(), orderId: id.nullable() }), gives<null>()),
  /** Live brackets, and the last ones that are over. */
  'brackets.list': call(ofAccount, gives<readonly BracketView[]>()),
  /** Moves the exits of a live bracket; null gives that one up. */
  'brackets.move': call(
    z.strictObject({
      accountId: id,
      bracketId: id,
      takeProfit: exitLeg.nullable(),
      stopLoss: exitLeg.nullable(),
    }),
    gives<null>(),
  ),
  /** Cancels the exits of a bracket; its coins stay, unprotected. */
  'brackets.release': call(ofBracket, gives<null>()),
  /** The person has read what a bracket had to say. */
  'brackets.acknowledge': call(ofBracket, gives<null>()),
  'guard.get': call(nothing, gives<GuardView>()),
  /** `word` is what has to be typed to let more through than before: see {@link wordFor}. */
  'guard.set': call(
    z.strictObject({ state: z.enum(killSwitchStates), word: z.string().max(40).nullable() }),
    gives<GuardView>(),
  ),
  /** `meaning`: how the amount of an order with readings is meant; kept for its account. */
  'approvals.decide': call(
    z.strictObject({ id: z.uuid(), approve: z.boolean(), meaning: z.enum(amountMeanings).nullable() }),
    gives<null>(),
  ),
  /** Intents, answers and changes, the newest first; `cursor` of the last page for the next. */
  'journal.search': call(
    z.strictObject({
      filter: journalFilterSchema,
      cursor: z.string().max(100).nullable(),
      limit: z.int().min(1).max(500),
    }),
    gives<JournalPage>(),
  ),
  /** One operation with all that is known of it. */
  'journal.detail': call(z.strictObject({ journalId: z.int() }), gives<JournalDetail>()),
  /** A part of an export as text; `cursor` of the last part for the next. */
  'journal.export': call(
    z.strictObject({
      filter: journalFilterSchema,
      format: z.enum(['csv', 'jsonl']),
      cursor: z.string().max(100).nullable(),
    }),
    gives<JournalExport>(),
  ),
  /** Puts a new journal in the place of a damaged one. */
  'journal.renew': call(nothing, gives<null>()),
  'gateway.status': call(nothing, gives<GatewayStatus>()),
  'gateway.requests': call(
    z.strictObject({ limit: z.int().min(1).max(500) }),
    gives<readonly RequestLogEntry[]>(),
  ),
  'redis.settings': call(nothing, gives<RedisSettingsView>()),
  /** Tries a connection; what is wrong with it is an answer, not an error. Nothing is changed. */
  'redis.try': call(redisFormSchema, gives<RedisTrial>()),
  /** Keeps a connection and uses it at once; its secrets go to the keychain, or into memory only. */
  'redis.save': call(redisFormSchema.extend({ thisRunOnly: z.boolean() }), gives<RedisSettingsView>()),
  /** Takes the requests from the gateway for which this one stands by; that one stands by from then on. */
  'redis.takeOver': call(nothing, gives<null>()),
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
export type CallInput<Name extends CallName> = z.infer<Contract[Name]['input']>
export type CallOutput<Name extends CallName> = Wire<NonNullable<Contract[Name]['output']>> | NullIn<Name>
type NullIn<Name extends CallName> = null extends Contract[Name]['output'] ? null : never

export const callNames = Object.keys(contract) as readonly CallName[]

/** How a call ends on the wire between window and gateway. */
export type CallResult<Name extends CallName> =
  { readonly ok: true; readonly value: CallOutput<Name> } | { readonly ok: false; readonly error: ErrorView }

/** What the gateway tells the window without being asked: something changed, ask again. */
export type PanelEvent =
  | { readonly type: 'accounts-changed' }
  | { readonly type: 'orders-changed'; readonly accountId: string }
  | { readonly type: 'verification-changed'; readonly accountId: string }
  | { readonly type: 'gateway-changed' }
  /** The kill switch or the list of approvals. */
  | { readonly type: 'guard-changed' }
  /** Somebody outside the window (the tray) wants the kill switch set so, which the window has to ask about. */
  | { readonly type: 'kill-switch-asked'; readonly to: KillSwitchState }
  | { readonly type: 'settings-changed' }

/**
 * The panel's interface, whoever implements it: in this process on a Gateway, or remote over a socket. `call` never throws: an
 * unknown name, a bad input and an internal error are answers too.
 */
export interface Panel {
  call(name: string, input: unknown): Promise<CallResult<CallName>>
  subscribe(listener: (event: PanelEvent) => void): () => void
}

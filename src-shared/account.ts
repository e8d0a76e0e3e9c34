import type { AccountLimits } from './guard.ts'
import type { MessageRef } from './messages/index.ts'
import type { SwitchedOff } from './switched-off.ts'

/** The exchanges with (or about to have) a native client. */
export const exchangeNames = ['binance', 'bitget', 'kucoin', 'kraken'] as const
export type ExchangeName = (typeof exchangeNames)[number]

/** The exchange of this name, whatever its case, where there is a client for it. */
export function exchangeNamed(text: string): ExchangeName | null {
  const name = text.trim().toLowerCase()
  return exchangeNames.find((each) => each === name) ?? null
}

/**
 * Where an account trades. `practice` with `url: null` is the application's own in-process practice exchange;
 * `accountKind` is one of the exchange's practice kinds (see ExchangeProfile), null its first.
 */
export type Environment =
  | { readonly kind: 'production' }
  | { readonly kind: 'testnet' }
  | { readonly kind: 'demo' }
  | { readonly kind: 'practice'; readonly url: string | null; readonly accountKind: string | null }

/** What requests that come over Redis may do with an account. */
export const redisPermissions = ['nothing', 'read', 'trade'] as const
export type RedisPermission = (typeof redisPermissions)[number]

/**
 * What the amount of a market sale or a limit order of Terminal 3 stands for: coins, or their value in USDT
 * (docs/wire-contract.md D25).
 */
export const amountMeanings = ['coins', 'usdt'] as const
export type AmountMeaning = (typeof amountMeanings)[number]

/** How an account's orders go to its exchange: each over HTTP, or over a socket that is kept open for them. */
export const orderRoutes = ['rest', 'websocket'] as const
export type OrderRoute = (typeof orderRoutes)[number]

/** An account as the registry keeps it: nothing secret. `brokerId` and `userId` are Django's ids on the wire. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly exchange: ExchangeName
  readonly brokerId: number
  readonly userId: number
  readonly environment: Environment
  readonly redisPermission: RedisPermission
  /** A person agreed that this account's key may withdraw; without that such a key is not used. */
  readonly withdrawalAccepted: boolean
  /**
   * false: its key was stored without its exchange having said what it may do. Until that is read, it places and
   * changes nothing.
   */
  readonly rightsRead: boolean
  readonly limits: AccountLimits
  /**
   * What its exchange was seen to do otherwise than we rely on, when the account was checked: not used until a person
   * switches it on again.
   */
  readonly switchedOff: readonly SwitchedOff[]
  /**
   * Opt-in: the exchange is asked to cancel every order of the account when this application has been silent for so
   * many seconds. It takes protective stops along. null: off.
   */
  readonly deadManSeconds: number | null
  /** null: nobody has said yet; the first such order asks. */
  readonly terminal3Amounts: AmountMeaning | null
  /** `websocket` only where the exchange has it (see ExchangeProfile); while its socket is not open, orders go by REST. */
  readonly orderRoute: OrderRoute
  /** Integer epoch milliseconds. */
  readonly createdAt: number
}

/** How an account's secret signs: a shared secret or a private key in PKCS#8 PEM. */
export type KeyKind = 'hmac' | 'rsa' | 'ed25519'

/** Where an account's credentials are: in the OS keychain, in memory until the application ends, or nowhere. */
export type CredentialsState = 'keychain' | 'this_run_only' | 'missing'

/** What an exchange says of a key. null: it does not say. */
export interface KeyReport {
  readonly canRead: boolean
  readonly canTrade: boolean | null
  readonly canWithdraw: boolean | null
  readonly ipRestricted: boolean | null
  /** Epoch ms. */
  readonly expiresAt: number | null
  readonly accountKind: string
  /** What the exchange calls the (sub)account that the key belongs to; null: it does not tell. */
  readonly uid: string | null
  /** What the person should know about this key or account beyond that. */
  readonly notes: readonly MessageRef[]
}

import type { z } from 'zod'
import { accountCalls } from './contract/accounts.ts'
import { brokerCalls } from './contract/brokers.ts'
import { databaseCalls } from './contract/database.ts'
import { fillCalls } from './contract/fills.ts'
import { appCalls, gatewayCalls } from './contract/gateway.ts'
import { guardCalls } from './contract/guard.ts'
import { journalCalls } from './contract/journal.ts'
import { marketCalls } from './contract/markets.ts'
import { newsCalls } from './contract/news.ts'
import { orderCalls } from './contract/orders.ts'
import { portfolioCalls } from './contract/portfolio.ts'
import { redisCalls } from './contract/redis.ts'
import { verificationCalls } from './contract/verifications.ts'
import type { Watched, Watches, WatchName } from './contract/watches.ts'
import type { ErrorView } from './errors.ts'
import type { KillSwitchState } from './guard.ts'
import type { Wire } from './wire.ts'

export type * from './contract/accounts.ts'
export type * from './contract/connections.ts'
export type * from './contract/gateway.ts'
export type * from './contract/guard.ts'
export type { StreamView } from './contract/markets.ts'
export type * from './contract/orders.ts'
export type { Watched, WatchName } from './contract/watches.ts'
export { isWatchName, watches } from './contract/watches.ts'

/**
 * Everything the window may ask, subject by subject (contract/): from this one list come handlers, browser routes and
 * the renderer's client. An input is checked against its schema where the call is answered; an answer travels as
 * {@link Wire} data (Money as decimal text).
 */
export const contract = {
  ...appCalls,
  ...accountCalls,
  ...verificationCalls,
  ...marketCalls,
  ...orderCalls,
  ...guardCalls,
  ...journalCalls,
  ...newsCalls,
  ...fillCalls,
  ...portfolioCalls,
  ...gatewayCalls,
  ...redisCalls,
  ...databaseCalls,
  ...brokerCalls,
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
/** What is sent: plain JSON data. */
export type CallInput<Name extends CallName> = z.input<Contract[Name]['input']>
/** What is received: plain JSON data. */
export type CallOutput<Name extends CallName> = Wire<Exclude<Contract[Name]['output'], undefined>>

export const callNames = Object.keys(contract) as readonly CallName[]
export const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(contract, name)

/** How a call ends on the wire between window and gateway. */
export type CallResult<Name extends CallName> =
  { readonly ok: true; readonly value: CallOutput<Name> } | { readonly ok: false; readonly error: ErrorView }

/** What is sent to watch something: plain JSON data. */
export type WatchInput<Name extends WatchName> = z.input<Watches[Name]['input']>
/** What a watch is told: plain JSON data. */
export type WatchTold<Name extends WatchName> = Watched<Wire<Exclude<Watches[Name]['told'], undefined>>>

/** What the gateway tells the window without being asked: something changed, ask again. */
export type PanelEvent =
  | { readonly type: 'accounts-changed' }
  | { readonly type: 'orders-changed'; readonly accountId: string }
  /** How the connections to an exchange stand. */
  | { readonly type: 'streams-changed' }
  | { readonly type: 'verification-changed'; readonly accountId: string }
  | { readonly type: 'gateway-changed' }
  /** The kill switch or the list of approvals. */
  | { readonly type: 'guard-changed' }
  /** Somebody outside the window (the tray) wants the kill switch set so, which the window has to ask about. */
  | { readonly type: 'kill-switch-asked'; readonly to: KillSwitchState }
  | { readonly type: 'settings-changed' }
  /** There is news of trades. */
  | { readonly type: 'trade-news' }
  /** Fills of an account were kept, or how their import stands. */
  | { readonly type: 'fills-changed'; readonly accountId: string }
  /** What accounts are worth was kept anew, or fills that their cost follows from. */
  | { readonly type: 'portfolio-changed' }

/**
 * The panel's interface, whoever implements it: in this process on a Gateway, or remote over a socket. `call` never
 * throws: a bad input and an internal error are answers, too.
 */
export interface Panel {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>>
  subscribe(listener: (event: PanelEvent) => void): () => void
  /**
   * Tells what happens from now on, beginning with how it stands. Never throws: a bad input is a watch that is refused.
   * @returns how to stop
   */
  watch<Name extends WatchName>(
    name: Name,
    input: WatchInput<Name>,
    listener: (told: WatchTold<Name>) => void,
  ): () => void
}

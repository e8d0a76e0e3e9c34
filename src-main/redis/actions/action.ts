import type { Account } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { Market } from '../../../src-shared/market.ts'
import type { Language, MessageRef } from '../../../src-shared/messages/index.ts'
import type { Origin } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import type { Deadline } from '../../trading/desk-types.ts'
import type { Told } from '../../trading/live/live.ts'
import { resolveSymbol } from '../../trading/resolve-symbol.ts'
import { late, type Patience } from '../patience.ts'
import type { RedisServices } from '../services.ts'
import type { Params } from './params.ts'

export type RedisOrigin = Extract<Origin, { kind: 'redis' }>

/** What an action that concerns no single account may use. */
interface GatewayContext {
  readonly services: RedisServices
  readonly params: Params
  readonly language: Language
  /** null: the request does not say. */
  readonly userId: number | null
}

/**
 * All that an action on an account may use. The account is known, its owner asked, and Redis may do with it what the
 * action needs.
 */
export interface ActionContext extends GatewayContext {
  readonly account: Account
  readonly client: BaseExchangeClient
  readonly origin: RedisOrigin
  /**
   * When its sender stops waiting: checked right before anything is handed to the desk, and by the desk right before
   * sending.
   */
  readonly deadline: Deadline
  /** How long its sender is left without an answer. */
  readonly patience: Patience
}

/**
 * `failed`: an answer that is an error but carries data (an order whose outcome is not known). Anything thrown is an
 * error without.
 */
export type ActionAnswer =
  /** `notes`: what is missing in it. `ageMs`: how old it is, where the exchange was not asked; null: it was. */
  | {
      readonly kind: 'done'
      readonly data: unknown
      readonly notes: readonly MessageRef[]
      readonly ageMs: number | null
    }
  | { readonly kind: 'failed'; readonly data: unknown; readonly error: MessageRef }
  /** As `failed`, of what is still under way: the same request again is answered with what has become of it by then. */
  | { readonly kind: 'pending'; readonly data: unknown; readonly error: MessageRef }

/** `needs`: what the account must allow over Redis; null: the action is not about one account. */
export type Action = AccountAction | GatewayAction
interface AccountAction {
  readonly needs: 'read' | 'trade'
  readonly run: (context: ActionContext) => Promise<ActionAnswer>
}
interface GatewayAction {
  readonly needs: null
  readonly run: (context: GatewayContext) => Promise<ActionAnswer>
}

/** What the exchange was asked for. */
export async function asked<T>(ask: () => Promise<T>): Promise<Told<T>> {
  return { value: await ask(), ageMs: null }
}

export function done(data: unknown, ageMs: number | null = null): ActionAnswer {
  return { kind: 'done', data, notes: [], ageMs }
}

/**
 * The market meant by a `symbol` parameter, flat or with a slash. @throws GatewayError when it is missing or not listed
 */
export async function marketOf(context: ActionContext): Promise<Market> {
  const text = context.params.requiredText('symbol')
  const market = listedMarket(context, text, await context.client.getMarkets())
  if (market) return market
  const params = { symbol: text, exchange: exchangeProfiles[context.account.exchange].label }
  throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
}

/** The market that a symbol means, in any spelling; null when there is none. */
export function listedMarket(
  context: ActionContext,
  text: string,
  markets: ReadonlyMap<string, Market>,
): Market | null {
  try {
    return markets.get(resolveSymbol(text, markets, context.account.exchange)) ?? null
  } catch (error) {
    if (error instanceof GatewayError) return null
    throw error
  }
}

/** The BASE/QUOTE symbol of an optional `symbol` parameter. */
export async function optionalSymbolOf(context: ActionContext): Promise<string | null> {
  return context.params.text('symbol') === null ? null : (await marketOf(context)).symbol
}

/**
 * As {@link optionalSymbolOf}, for what moves an order: what is too late, or was interrupted, is told so whatever the
 * exchange says of the symbol.
 * @throws GatewayError `refused` as the deadline does, before and after asking
 */
export async function symbolInTime(context: ActionContext): Promise<string | null> {
  context.deadline.check()
  const symbol = await optionalSymbolOf(context)
  context.deadline.check()
  return symbol
}

/**
 * What comes while the sender waits. @throws GatewayError `unknown-outcome` with what to say of work that is late; it
 * goes on.
 */
export async function inGoodTime<T>({ patience }: ActionContext, work: Promise<T>, unknown: MessageRef): Promise<T> {
  const value = await patience.within(work)
  if (value === late) throw new GatewayError('unknown-outcome', unknown.key, unknown.params)
  return value
}

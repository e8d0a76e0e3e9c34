import type { Money } from '../../../src-shared/money.ts'
import { type ExitLeg, isFinal, type Order, type ExitRole } from '../../../src-shared/order.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import type { BracketPrices } from '../services.ts'
import type { ActionContext } from './action.ts'

/** The prices at which an entry's exits wake up; null: none. */
export interface Presets {
  readonly takeProfit: Money | null
  readonly stopLoss: Money | null
}

export const noPresets: Presets = { takeProfit: null, stopLoss: null }

/** What is known of exits besides the orders themselves. */
export interface ExitSources {
  readonly client: Pick<BaseExchangeClient, 'exitsOf'>
  /** Those that live; asked only for orders that may have some: an account may hold hundreds. */
  readonly brackets: () => readonly BracketPrices[]
}

/**
 * An entry's exits: those of its bracket, wherever they are held; else what an exchange keeps in the entry itself, or
 * as other members of its list (`orders`).
 */
export function presetsOf(order: Order, orders: readonly Order[], { client, brackets }: ExitSources): Presets {
  const bracket = isFinal(order.status) ? undefined : brackets().find(({ entry }) => entry?.orderId === order.id)
  if (bracket !== undefined) return ofBracket(bracket)
  if (order.role !== 'entry') return noPresets
  const own = client.exitsOf(order)
  if (own !== null) return { takeProfit: triggerOf(own.takeProfit), stopLoss: triggerOf(own.stopLoss) }
  const legs = orders.filter((each) => each.listId !== null && each.listId === order.listId && !isFinal(each.status))
  return { takeProfit: priceOf(legs, 'take_profit'), stopLoss: priceOf(legs, 'stop_loss') }
}

function ofBracket({ legs }: BracketPrices): Presets {
  const of = (role: ExitRole): Money | null => legs.find((leg) => leg.role === role)?.triggerPrice ?? null
  return { takeProfit: of('take_profit'), stopLoss: of('stop_loss') }
}

function triggerOf(leg: ExitLeg | null): Money | null {
  return leg?.triggerPrice ?? null
}

/** An exit that rests as a limit order has no trigger: its limit is the price that counts. */
function priceOf(legs: readonly Order[], role: ExitRole): Money | null {
  const terms = legs.find((leg) => leg.role === role)?.terms
  if (terms === undefined) return null
  if ('triggerPrice' in terms) return terms.triggerPrice
  return 'price' in terms ? terms.price : null
}

export function exitSourcesOf({ client, services, account }: ActionContext): ExitSources {
  let listed: readonly BracketPrices[] | null = null
  const brackets = (): readonly BracketPrices[] => (listed ??= services.desk.brackets?.list(account.id, 0) ?? [])
  return { client, brackets }
}

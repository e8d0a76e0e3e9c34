import type { CallInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { ExitRole } from '../../src-shared/order.ts'
import { buildExits, type DraftField, type Problem } from '../trade/build-request.ts'
import type { ExitDraft } from '../trade/draft.ts'
import { type ExitLegName, exitLegNames } from '../trade/exits-shape.ts'
import type { BracketView, MarketView } from '../views.ts'

export type ExitsDraft = Readonly<Record<ExitLegName, ExitDraft>>

/** One price of an exit that somebody wants elsewhere; decimal text. */
export interface ProposedExit {
  readonly role: ExitRole
  readonly field: 'triggerPrice' | 'limitPrice'
  readonly price: string
}

/** The exits of a bracket as a form begins with them, with what is proposed. */
export function exitsDraftOf({ legs }: BracketView, proposed?: ProposedExit): ExitsDraft {
  const leg = (role: ExitRole): ExitDraft => {
    const found = legs.find((each) => each.role === role)
    return {
      enabled: found !== undefined,
      triggerPrice: found?.triggerPrice ?? '',
      limitPrice: found?.limitPrice ?? '',
      ...(proposed?.role === role && { [proposed.field]: proposed.price }),
    }
  }
  return { takeProfit: leg('take_profit'), stopLoss: leg('stop_loss') }
}

/** The exits that are wanted from now on. */
export type Moved = Pick<CallInput<'brackets.move'>, 'takeProfit' | 'stopLoss'>

export type MovedExits =
  | { readonly ok: true; readonly exits: Moved; readonly changed: boolean }
  | { readonly ok: false; readonly problems: ReadonlyMap<DraftField, Problem> }

/**
 * What a form of exits asks for, or what is wrong with it: steps and bounds of the market, and the side. `last` is the
 * last price, null where the entry has not filled or nobody knows it: then the gateway judges the side.
 */
export function movedExits(
  typed: ExitsDraft,
  bracket: BracketView,
  market: MarketView,
  last: string | null,
): MovedExits {
  const built = buildExits(typed, market)
  const problems = new Map(built.problems)
  const refuse = (field: DraftField, key: Problem['key'], limit: string): void => {
    if (!problems.has(field))
      problems.set(field, { key, params: { symbol: market.symbol, minimum: limit, maximum: limit } })
  }
  const sells = bracket.exitSide === 'sell'
  const { takeProfit, stopLoss } = built
  const beyond = (name: ExitLegName, price: string, limit: string): void => {
    const above = (name === 'takeProfit') === sells
    const at = Money.parse(price)
    const fits = above ? at.greaterThan(Money.parse(limit)) : at.lessThan(Money.parse(limit))
    if (!fits) refuse(`${name}.triggerPrice`, above ? 'notAbove' : 'notBelow', limit)
  }
  if (takeProfit !== null && stopLoss !== null) beyond('takeProfit', takeProfit.triggerPrice, stopLoss.triggerPrice)
  for (const name of exitLegNames) {
    const leg = built[name]
    if (leg !== null && last !== null) beyond(name, leg.triggerPrice, last)
  }
  if (takeProfit === null && stopLoss === null && problems.size === 0)
    problems.set('exits', { key: 'exitsNone', params: {} })
  if (problems.size > 0) return { ok: false, problems }
  const before = exitsDraftOf(bracket)
  const changed = exitLegNames.some((name) => {
    const now = built[name]
    const was = before[name]
    return (
      (now !== null) !== was.enabled ||
      (now !== null && (now.triggerPrice !== was.triggerPrice || (now.limitPrice ?? '') !== was.limitPrice))
    )
  })
  return { ok: true, exits: { takeProfit, stopLoss }, changed }
}

import type { Capabilities, ExitExecution } from '../../src-shared/capabilities.ts'
import type { OrderKind } from '../../src-shared/order.ts'

export type ExitLegName = 'takeProfit' | 'stopLoss'

/**
 * The exits that a form offers. `oco`: both are the order itself. `attached`: those that may go with an entry, of which the person may
 * choose as they like (`any`), `one` at most, or both `together`.
 */
export type ExitsShape =
  | { readonly kind: 'oco'; readonly execution: ExitExecution }
  | {
      readonly kind: 'attached'
      readonly legs: readonly ExitLegName[]
      readonly choice: 'any' | 'one' | 'together'
      readonly execution: ExitExecution
      /** false: nobody is known to have seen the exchange honour them. */
      readonly confirmed: boolean
    }

type Abilities = Pick<Capabilities, 'attachedExits' | 'oco'>

/** What a kind of order offers; null: no exits. */
export function exitsOf(kind: OrderKind, { attachedExits, oco }: Abilities): ExitsShape | null {
  if (kind === 'oco') return oco === null ? null : { kind: 'oco', execution: oco }
  if (kind !== 'market' && kind !== 'limit') return null
  const { entries, takeProfitAlone, stopLossAlone, both, limitExits, marketExits, confirmed } = attachedExits
  const legs: readonly ExitLegName[] = [
    ...(takeProfitAlone || both ? (['takeProfit'] as const) : []),
    ...(stopLossAlone || both ? (['stopLoss'] as const) : []),
  ]
  if (!entries.includes(kind) || legs.length === 0 || !(limitExits || marketExits)) return null
  const alone = takeProfitAlone || stopLossAlone
  const choice = both ? (alone ? 'any' : 'together') : legs.length > 1 ? 'one' : 'any'
  return { kind: 'attached', legs, choice, execution: { limitExits, marketExits }, confirmed }
}

import { type Capabilities, noAttachedExits } from './capabilities.ts'
import type { OrderKind, OrderRequest } from './order.ts'

/** What can be switched off for one account when its exchange contradicts what we rely on. */
export const switchables = [
  'conditional_orders',
  'attached_exits',
  'attached_exits_on_market',
  'oco',
  'trailing_stop',
  'post_only',
  'quote_amounts',
  'edit_in_place',
  'edit_by_replacing',
  'dry_run',
  'dead_man',
] as const
export type Switchable = (typeof switchables)[number]

/** One ability that an account may not use, and which assumption proved wrong when. `at` is epoch ms. */
export interface SwitchedOff {
  readonly what: Switchable
  /** Id of the assumption that differed (see verification.ts). */
  readonly assumption: string
  readonly at: number
}

const conditionalKinds: readonly OrderKind[] = ['stop_loss', 'stop_limit', 'take_profit', 'take_profit_limit']

/** What is left of a symbol's abilities. The desk plans with it: exits that the exchange may not hold are held here. */
export function withoutSwitchedOff(able: Capabilities, off: readonly Switchable[]): Capabilities {
  if (off.length === 0) return able
  const isOff = (what: Switchable): boolean => off.includes(what)
  const goneKinds: readonly OrderKind[] = [
    ...(isOff('conditional_orders') ? conditionalKinds : []),
    ...(isOff('oco') ? (['oco'] as const) : []),
    ...(isOff('trailing_stop') ? (['trailing_stop'] as const) : []),
  ]
  const { buy, sell } = able.marketAmountUnits
  const exits = able.attachedExits
  return {
    ...able,
    orderKinds: able.orderKinds.filter((kind) => !goneKinds.includes(kind)),
    postOnly: able.postOnly && !isOff('post_only'),
    marketAmountUnits: isOff('quote_amounts')
      ? { buy: buy.filter((unit) => unit === 'base'), sell: sell.filter((unit) => unit === 'base') }
      : able.marketAmountUnits,
    attachedExits: isOff('attached_exits')
      ? noAttachedExits
      : isOff('attached_exits_on_market')
        ? { ...exits, entries: exits.entries.filter((entry) => entry !== 'market') }
        : exits,
    oco: isOff('oco') ? null : able.oco,
    trailing: isOff('trailing_stop') ? null : able.trailing,
    // A client chooses between its ways by itself: where one is off, none may be used.
    edit: editing.some(isOff) ? [] : able.edit,
    dryRun: able.dryRun && !isOff('dry_run'),
  }
}

/** What a change of an order may need. */
export const editing = ['edit_in_place', 'edit_by_replacing'] as const satisfies readonly Switchable[]

/** What a request needs that nothing of ours can stand in for. Exits need nothing: the application can hold them. */
export function neededBy(request: OrderRequest): readonly Switchable[] {
  switch (request.kind) {
    case 'market':
      return request.amount.unit === 'quote' ? ['quote_amounts'] : []
    case 'limit':
      return request.postOnly ? ['post_only'] : []
    case 'trailing_stop':
      return ['trailing_stop']
    case 'oco':
      return []
    case 'stop_loss':
    case 'take_profit':
    case 'stop_limit':
    case 'take_profit_limit':
      return ['conditional_orders']
  }
}

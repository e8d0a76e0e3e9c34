import type { AttachedExitsCapability, Capabilities, ExitExecution } from './capabilities.ts'
import { type ExitLeg, exitRoles, type ExitRole, type Exits, type OrderKind, type OrderRequest } from './order.ts'

export { exitRoles, type ExitRole }

/** Who makes an exit happen: the exchange, or this application while it runs. */
export type Holder = 'exchange' | 'application'

/**
 * How exits for coins that are there are kept. `oco`: as a pair of the exchange; `pair`: as two orders at the exchange
 * that the application links; `one`: the stop-loss (or the only exit) at the exchange, the other with the application;
 * `guarded`: all held here, by the application (the word is that of kept rows).
 */
export const exitForms = ['oco', 'pair', 'one', 'guarded'] as const
export type ExitForm = (typeof exitForms)[number]

/** Exits that are wanted; null: that one is not. */
export interface WantedExits {
  readonly takeProfit: ExitLeg | null
  readonly stopLoss: ExitLeg | null
}

/** What becomes of the exits of one request. */
export interface ExitPlan {
  /** Those that the entry takes along to the exchange; null: none. */
  readonly attached: Exits | null
  /** When the exchange arms those; null: there are none. */
  readonly armedBy: AttachedExitsCapability['armedBy'] | null
  /**
   * How those that it does not take along are kept once there is something to protect, and all of them should the
   * exchange lose them.
   */
  readonly form: ExitForm
  /** Who holds each once it is armed; null: not wanted. */
  readonly holders: { readonly takeProfit: Holder | null; readonly stopLoss: Holder | null }
}

type Abilities = Pick<Capabilities, 'attachedExits' | 'oco' | 'orderKinds' | 'exitPair'>

export function legOf(exits: WantedExits, role: ExitRole): ExitLeg | null {
  return role === 'take_profit' ? exits.takeProfit : exits.stopLoss
}

export function wantedRoles(exits: WantedExits): readonly ExitRole[] {
  return exitRoles.filter((role) => legOf(exits, role) !== null)
}

/** The kind of order that one exit is when it stands by itself. */
export function kindOfExit(
  role: ExitRole,
  { limitPrice }: ExitLeg,
): Extract<OrderKind, 'stop_loss' | 'stop_limit' | 'take_profit' | 'take_profit_limit'> {
  if (role === 'stop_loss') return limitPrice === null ? 'stop_loss' : 'stop_limit'
  return limitPrice === null ? 'take_profit' : 'take_profit_limit'
}

/** The exits that a request brings with it; null: none. */
export function exitsOfRequest(request: OrderRequest): WantedExits | null {
  if (request.kind === 'oco') return request
  return request.kind === 'market' || request.kind === 'limit' ? request.exits : null
}

/** What a symbol can do for the exits of a request; null: it has none. Pure: forms, desk and Redis all ask here. */
export function planExits(request: OrderRequest, able: Abilities): ExitPlan | null {
  const exits = exitsOfRequest(request)
  if (exits === null) return null
  const form = formOf(exits, able)
  if (request.kind === 'oco') return { attached: null, armedBy: null, form, holders: holdersOf(exits, form) }
  const attached = attachable(request, exits, able)
  const rest: WantedExits = {
    takeProfit: attached?.takeProfit ? null : exits.takeProfit,
    stopLoss: attached?.stopLoss ? null : exits.stopLoss,
  }
  // What is left beside an exit that went with the entry has its coins taken: only the application can hold it.
  const others = holdersOf(rest, attached === null ? form : 'guarded')
  return {
    attached,
    armedBy: attached === null ? null : able.attachedExits.armedBy,
    form,
    holders: {
      takeProfit: attached?.takeProfit ? 'exchange' : others.takeProfit,
      stopLoss: attached?.stopLoss ? 'exchange' : others.stopLoss,
    },
  }
}

/** The exits that an entry of this kind may take along: all of them, else the stop-loss alone, else none. */
function attachable(request: OrderRequest, exits: WantedExits, { attachedExits }: Abilities): Exits | null {
  if (request.kind !== 'market' && request.kind !== 'limit') return null
  if (!attachedExits.entries.includes(request.kind)) return null
  // An entry that may fill in part and end would leave that part without its exits.
  if (request.kind === 'limit' && request.timeInForce === 'ioc') return null
  const { takeProfit, stopLoss } = exits
  const executes = (leg: ExitLeg | null): boolean => leg === null || canExecute(leg, attachedExits)
  if (takeProfit !== null && stopLoss !== null) {
    if (attachedExits.both && executes(takeProfit) && executes(stopLoss)) return { takeProfit, stopLoss }
    return attachedExits.stopLossAlone && executes(stopLoss) ? { takeProfit: null, stopLoss } : null
  }
  if (stopLoss !== null)
    return attachedExits.stopLossAlone && executes(stopLoss) ? { takeProfit: null, stopLoss } : null
  if (takeProfit !== null)
    return attachedExits.takeProfitAlone && executes(takeProfit) ? { takeProfit, stopLoss: null } : null
  return null
}

function canExecute({ limitPrice }: ExitLeg, { limitExits, marketExits }: ExitExecution): boolean {
  return limitPrice === null ? marketExits : limitExits
}

/** The best form in which exits for coins held can be kept. */
function formOf(exits: WantedExits, able: Abilities): ExitForm {
  return formsFor(exits, able)[0] ?? 'guarded'
}

/** Every form that a symbol can keep these exits in, the best first; `guarded` is always the last. */
export function formsFor(exits: WantedExits, able: Abilities): readonly ExitForm[] {
  const { takeProfit, stopLoss } = exits
  const { oco } = able
  const stands = (role: ExitRole): boolean => {
    const leg = legOf(exits, role)
    return leg !== null && able.orderKinds.includes(kindOfExit(role, leg))
  }
  const both = takeProfit !== null && stopLoss !== null
  const forms: ExitForm[] = []
  if (both && oco !== null && canExecute(takeProfit, oco) && canExecute(stopLoss, oco)) forms.push('oco')
  if (both && able.exitPair === 'independent' && stands('take_profit') && stands('stop_loss')) forms.push('pair')
  if (stands(mainRole(exits))) forms.push('one')
  return [...forms, 'guarded']
}

/** The exit that goes to the exchange where only one can. */
export function mainRole({ stopLoss }: WantedExits): ExitRole {
  return stopLoss === null ? 'take_profit' : 'stop_loss'
}

/** Which exits the exchange is to hold in a form. */
export function rolesAtExchange(exits: WantedExits, form: ExitForm): readonly ExitRole[] {
  const wanted = wantedRoles(exits)
  if (form === 'guarded') return []
  return form === 'one' ? wanted.filter((role) => role === mainRole(exits)) : wanted
}

function holdersOf(exits: WantedExits, form: ExitForm): ExitPlan['holders'] {
  const atExchange = rolesAtExchange(exits, form)
  const holder = (role: ExitRole): Holder | null => {
    if (legOf(exits, role) === null) return null
    return atExchange.includes(role) ? 'exchange' : 'application'
  }
  return { takeProfit: holder('take_profit'), stopLoss: holder('stop_loss') }
}

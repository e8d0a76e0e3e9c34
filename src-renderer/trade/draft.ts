import type { ExitPlan } from '../../src-shared/exit-plan.ts'
import type { Amount, OrderKind, Side, TimeInForce } from '../../src-shared/order.ts'
import type { TypedNumber } from '../ui/typed-number.ts'
import type { MarketView } from '../views.ts'
import { exitPlanOf, type ExitsShape, exitsShapeOf } from './exits-shape.ts'

export type Unit = Amount['unit']

/** One exit as typed. */
export interface ExitDraft {
  readonly enabled: boolean
  readonly triggerPrice: TypedNumber
  readonly limitPrice: TypedNumber
}

/** The order form as typed: nothing checked yet. Fields that the kind does not use keep what they had. */
export interface OrderDraft {
  readonly side: Side
  readonly kind: OrderKind
  readonly unit: Unit
  readonly amount: TypedNumber
  /** The limit price; optional (market) for a trailing stop. */
  readonly price: TypedNumber
  readonly triggerPrice: TypedNumber
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  /** Per cent; 0.5 is 50 basis points. */
  readonly trailingPercent: TypedNumber
  readonly activationPrice: TypedNumber
  readonly takeProfit: ExitDraft
  readonly stopLoss: ExitDraft
}

export const orderKinds: readonly OrderKind[] = [
  'market',
  'limit',
  'stop_loss',
  'stop_limit',
  'take_profit',
  'take_profit_limit',
  'trailing_stop',
  'oco',
]

const noExit: ExitDraft = { enabled: false, triggerPrice: '', limitPrice: '' }

export const emptyDraft: OrderDraft = {
  side: 'buy',
  kind: 'market',
  unit: 'base',
  amount: '',
  price: '',
  triggerPrice: '',
  timeInForce: 'gtc',
  postOnly: false,
  trailingPercent: '',
  activationPrice: '',
  takeProfit: noExit,
  stopLoss: noExit,
}

/** The form after an order, for another market, or wiped: only the side and the kind stay, which nobody overlooks. */
export function cleared({ side, kind }: OrderDraft): OrderDraft {
  return { ...emptyDraft, side, kind }
}

/** Which inputs a kind has on a market. One place decides it for the form, the request and the sizes. */
export interface TicketShape {
  readonly kind: OrderKind
  readonly price: 'required' | 'optional' | 'none'
  readonly trigger: boolean
  readonly trailing: boolean
  /** A trailing stop that may wait for a price. */
  readonly activation: boolean
  readonly timeInForce: readonly TimeInForce[]
  readonly postOnly: boolean
  readonly exits: ExitsShape | null
  /** In which units the amount may be, the usual one first; more than one: the person chooses. */
  readonly units: readonly Unit[]
}

/**
 * The kinds this market offers, in the order of the form; an OCO everywhere, since the application links what the
 * exchange does not.
 */
export function kindsOf(market: MarketView): readonly OrderKind[] {
  return orderKinds.filter(
    (kind) =>
      kind === 'oco' ||
      (market.capabilities.orderKinds.includes(kind) &&
        (kind !== 'trailing_stop' || market.capabilities.trailing !== null)),
  )
}

export function shapeOf(draft: OrderDraft, market: MarketView): TicketShape {
  const { capabilities } = market
  const offered = kindsOf(market)
  const kind = offered.includes(draft.kind) ? draft.kind : (offered[0] ?? 'market')
  const hasLimit = kind === 'limit' || kind === 'stop_limit' || kind === 'take_profit_limit'
  const trailing = kind === 'trailing_stop' ? capabilities.trailing : null
  return {
    kind,
    price: hasLimit ? 'required' : trailing?.limitPrice === true ? 'optional' : 'none',
    trigger: kind !== 'market' && kind !== 'limit' && kind !== 'trailing_stop' && kind !== 'oco',
    trailing: trailing !== null,
    activation: trailing?.activation === true,
    timeInForce: hasLimit ? capabilities.timeInForce : [],
    postOnly: kind === 'limit' && capabilities.postOnly,
    exits: exitsShapeOf(kind),
    units:
      kind === 'market'
        ? capabilities.marketAmountUnits[draft.side]
        : kind === 'trailing_stop' || kind === 'oco'
          ? ['base']
          : ['base', 'quote'],
  }
}

/** The unit in force: the one chosen where the market takes it. */
export function unitOf(draft: OrderDraft, { units }: TicketShape): Unit {
  return units.includes(draft.unit) ? draft.unit : (units[0] ?? 'base')
}

/** The typed price at which a total is turned into a quantity; '' where the kind has none. */
export function totalPriceOf(draft: OrderDraft, shape: TicketShape): TypedNumber {
  return shape.price === 'required' ? draft.price : shape.trigger ? draft.triggerPrice : ''
}

/** The time in force: the one chosen where the market offers it. */
export function timeInForceOf(draft: OrderDraft, { timeInForce }: TicketShape): TimeInForce {
  return timeInForce.includes(draft.timeInForce) ? draft.timeInForce : (timeInForce[0] ?? 'gtc')
}

/** What becomes of the exits as they are typed; null: there are none. */
export function planOf(draft: OrderDraft, market: MarketView): ExitPlan | null {
  const shape = shapeOf(draft, market)
  const { kind } = shape
  if (kind !== 'market' && kind !== 'limit' && kind !== 'oco') return null
  const leg = (exit: ExitDraft): ExitDraft | null => (kind === 'oco' || exit.enabled ? exit : null)
  const { takeProfit, stopLoss } = draft
  const terms = { kind, timeInForce: timeInForceOf(draft, shape) }
  return exitPlanOf({ ...terms, takeProfit: leg(takeProfit), stopLoss: leg(stopLoss) }, market.capabilities)
}

/**
 * The form with another side or kind. An amount whose unit changes with it is dropped: 1000 USDT must not become 1000
 * BTC; and so is what the new kind does not show, which would come back unseen with the next one.
 */
export function withTerms(
  draft: OrderDraft,
  change: Partial<Pick<OrderDraft, 'side' | 'kind'>>,
  market: MarketView,
): OrderDraft {
  const changed = withoutHidden({ ...draft, ...change }, market)
  const unit = (of: OrderDraft): Unit => unitOf(of, shapeOf(of, market))
  return unit(changed) === unit(draft) ? changed : { ...changed, amount: '' }
}

function withoutHidden(draft: OrderDraft, market: MarketView): OrderDraft {
  const { price, trigger, trailing, activation, timeInForce, postOnly, exits } = shapeOf(draft, market)
  return {
    ...draft,
    ...(price === 'none' && { price: '' }),
    ...(!trigger && { triggerPrice: '' }),
    ...(!trailing && { trailingPercent: '' }),
    ...(!activation && { activationPrice: '' }),
    ...(timeInForce.length === 0 && { timeInForce: emptyDraft.timeInForce }),
    ...(!postOnly && { postOnly: false }),
    ...(exits === null && { takeProfit: noExit, stopLoss: noExit }),
  }
}

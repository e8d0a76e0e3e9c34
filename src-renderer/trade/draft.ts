import type { OrderKind, Side, TimeInForce } from '../../src-shared/order.ts'
import type { MarketView } from '../views.ts'

/** One exit as typed. */
export interface ExitDraft {
  readonly enabled: boolean
  readonly triggerPrice: string
  readonly limitPrice: string
}

/** The order form as typed: texts, nothing checked yet. Fields that the kind does not use keep what they had. */
export interface OrderDraft {
  readonly side: Side
  readonly kind: OrderKind
  readonly unit: 'base' | 'quote'
  readonly amount: string
  /** The limit price; optional (market) for a trailing stop. */
  readonly price: string
  readonly triggerPrice: string
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  /** Per cent; 0.5 is 50 basis points. */
  readonly trailingPercent: string
  readonly activationPrice: string
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

/** The form after an order or for another symbol: what was chosen stays, what was typed goes. */
export function cleared(draft: OrderDraft): OrderDraft {
  return {
    ...emptyDraft,
    side: draft.side,
    kind: draft.kind,
    unit: draft.unit,
    timeInForce: draft.timeInForce,
    postOnly: draft.postOnly,
  }
}

/** Which inputs a kind has on a market. One place decides it for the form, the request and the sizes. */
export interface TicketShape {
  readonly kind: OrderKind
  readonly price: 'required' | 'optional' | 'none'
  readonly trigger: boolean
  readonly trailing: boolean
  readonly timeInForce: readonly TimeInForce[]
  readonly postOnly: boolean
  /** Attached: exits that may be added to an entry. Oco: both are the order itself. */
  readonly exits: 'attached' | 'oco' | 'none'
  readonly quoteUnit: boolean
}

/** The kinds this market offers, in the order of the form. */
export function kindsOf(market: MarketView): readonly OrderKind[] {
  return orderKinds.filter(
    (kind) =>
      market.capabilities.orderKinds.includes(kind) &&
      (kind !== 'trailing_stop' || market.capabilities.trailing !== null),
  )
}

export function shapeOf(draft: OrderDraft, market: MarketView): TicketShape {
  const { capabilities } = market
  const offered = kindsOf(market)
  const kind = offered.includes(draft.kind) ? draft.kind : (offered[0] ?? 'market')
  const hasLimit = kind === 'limit' || kind === 'stop_limit' || kind === 'take_profit_limit'
  const hasExits =
    (kind === 'market' || kind === 'limit') && capabilities.attachedExits.entries.includes(kind)
  return {
    kind,
    price: hasLimit ? 'required' : kind === 'trailing_stop' ? 'optional' : 'none',
    trigger: kind !== 'market' && kind !== 'limit' && kind !== 'trailing_stop' && kind !== 'oco',
    trailing: kind === 'trailing_stop',
    timeInForce: hasLimit ? capabilities.timeInForce : [],
    postOnly: kind === 'limit' && capabilities.postOnly,
    exits: kind === 'oco' ? 'oco' : hasExits ? 'attached' : 'none',
    quoteUnit: kind === 'market' && capabilities.marketAmountUnits[draft.side].includes('quote'),
  }
}

/** The unit in force: quote only where the market takes it. */
export function unitOf(draft: OrderDraft, shape: TicketShape): 'base' | 'quote' {
  return shape.quoteUnit ? draft.unit : 'base'
}

import type { DecimalText } from '../../src-shared/money.ts'
import type { ExitRole, OrderKind, Side } from '../../src-shared/order.ts'
import { membershipOf } from '../brackets/bracket-standing.ts'
import { editable } from '../orders/arrange.ts'
import type { BracketView, MarketView, OrderView } from '../views.ts'
import { comparePrices } from './level-price.ts'

/** Which of an order's prices a level is. */
type LevelField = 'price' | 'triggerPrice'

/** Why a level stays where it is. */
type Fixed = 'list' | 'trailing' | 'kind' | 'exchange'

/** What a new price for a level would be a change of. */
type LevelMove =
  | { readonly kind: 'order'; readonly order: OrderView; readonly field: LevelField }
  | {
      readonly kind: 'bracket'
      readonly bracket: BracketView
      readonly role: ExitRole
      readonly field: 'triggerPrice' | 'limitPrice'
    }
  | { readonly kind: 'none'; readonly why: Fixed }

/** A price on the chart at which something of the person's would happen. */
export interface ChartLevel {
  /** The same for as long as the order or bracket lives, whatever its price. */
  readonly id: string
  readonly price: DecimalText
  readonly side: Side
  readonly role: OrderView['role']
  /** What kind of order it is; null: an exit of a bracket, whoever holds it. */
  readonly kind: OrderKind | null
  readonly field: LevelField
  /** Base units; null: not known. */
  readonly quantity: DecimalText | null
  readonly move: LevelMove
}

/** All levels of a market, the highest price first. Exits of a live bracket are its levels, not those of their orders. */
export function chartLevels(
  orders: readonly OrderView[],
  brackets: readonly BracketView[],
  market: MarketView,
): readonly ChartLevel[] {
  const here = <Of extends { readonly symbol: string }>(all: readonly Of[]): readonly Of[] =>
    all.filter(({ symbol }) => symbol === market.symbol)
  const own = here(brackets).filter(({ ended }) => ended === null)
  return [
    ...here(orders).flatMap((order) => ofOrder(order, own, market)),
    ...own.flatMap((bracket) => ofBracket(bracket)),
  ].toSorted((one, other) => comparePrices(other.price, one.price) || one.id.localeCompare(other.id))
}

function ofOrder(order: OrderView, brackets: readonly BracketView[], market: MarketView): readonly ChartLevel[] {
  const member = membershipOf(order.id, brackets)
  if (member !== null && member.role !== 'entry') return []
  const { terms, side, quantity } = order
  const role = member?.role ?? order.role
  const before = editable(order, market, member)
  const level = (field: LevelField, price: DecimalText): ChartLevel => ({
    id: `${order.id} ${field}`,
    price,
    side,
    role,
    kind: terms.kind,
    field,
    quantity,
    move:
      (before?.[field] ?? null) === null
        ? { kind: 'none', why: whyFixed(order, market) }
        : { kind: 'order', order, field },
  })
  switch (terms.kind) {
    case 'market':
      return []
    case 'limit':
      return [level('price', terms.price)]
    case 'stop_loss':
    case 'take_profit':
      return [level('triggerPrice', terms.triggerPrice)]
    case 'stop_limit':
    case 'take_profit_limit':
      return [level('triggerPrice', terms.triggerPrice), level('price', terms.price)]
    case 'trailing_stop':
      return [
        ...(terms.activationPrice === null ? [] : [level('triggerPrice', terms.activationPrice)]),
        ...(terms.price === null ? [] : [level('price', terms.price)]),
      ]
  }
}

function whyFixed(order: OrderView, market: MarketView): Fixed {
  if (order.terms.kind === 'trailing_stop') return 'trailing'
  if (market.capabilities.edit.length === 0) return 'exchange'
  return order.role === 'single' ? 'kind' : 'list'
}

function ofBracket(bracket: BracketView): readonly ChartLevel[] {
  return bracket.legs.flatMap(({ role, triggerPrice, limitPrice }): readonly ChartLevel[] => {
    const level = (field: LevelField, price: DecimalText): ChartLevel => ({
      id: `${bracket.id} ${role} ${field}`,
      price,
      side: bracket.exitSide,
      role,
      kind: null,
      field,
      quantity: bracket.remaining === '0' ? null : bracket.remaining,
      move: { kind: 'bracket', bracket, role, field: field === 'price' ? 'limitPrice' : 'triggerPrice' },
    })
    return [level('triggerPrice', triggerPrice), ...(limitPrice === null ? [] : [level('price', limitPrice)])]
  })
}

import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import { quote, withdrawQuotes, type Ladder } from './market-maker.ts'
import { scale } from './past.ts'
import { settle } from './settling.ts'
import type { EngineState, MarketState } from './state.ts'
import { printTrade, trade } from './trading.ts'
import { nextTriggerPrice } from './triggers.ts'

export interface PriceMove {
  /** Base units that may trade with accounts' orders on the way; null: as much as there is. */
  readonly maxQuantity: Money | null
}

type Direction = 'up' | 'down'

/**
 * Moves a market's price to `target` as trading would: on the way every account's resting order that the price reaches
 * trades (at its own price, best first), every trigger on the way fires at its price, and the last trade prints at the
 * target. When `maxQuantity` runs out the price stops at the order that is left. Returns where it stands then.
 */
export function walkPrice(
  state: EngineState,
  market: MarketState,
  ladder: Ladder,
  target: Money,
  move: PriceMove,
): Money {
  const direction: Direction = target.lessThan(market.tape.last) ? 'down' : 'up'
  let left = move.maxQuantity
  let position = market.tape.last
  for (;;) {
    const next = nextStop(market, direction, position, target)
    withdrawQuotes(market)
    for (const resting of ['buy', 'sell'] as const) {
      left = tradeWithAccounts(state, market, resting, next, left)
      const blocking = left?.isZero() === true ? reached(market, resting, next) : null
      if (blocking !== null) {
        arrive(state, market, ladder, blocking, resting)
        return blocking
      }
    }
    arrive(state, market, ladder, next, direction === 'down' ? 'buy' : 'sell')
    position = next
    if (!position.equals(target)) continue
    // Triggered orders may have pushed the last price off the target.
    if (!market.tape.last.equals(target)) arrive(state, market, ladder, target, 'buy')
    return target
  }
}

function arrive(state: EngineState, market: MarketState, ladder: Ladder, price: Money, resting: Side): void {
  market.fair = price
  const { quantity } = market.market
  const lots = scale(market.market.levelValue, 0.02).dividedBy(price, 12).floorToStep(quantity.step)
  printTrade(state, market, resting === 'buy' ? 'sell' : 'buy', price, Money.max(lots, quantity.min, quantity.step))
  quote(market, ladder)
  settle(state)
}

/** The nearest price beyond `position` where an account's order or a trigger stands, at most the target. */
function nextStop(market: MarketState, direction: Direction, position: Money, target: Money): Money {
  const { step } = market.market.price
  const down = direction === 'down'
  let nearest = target
  const consider = (price: Money | null): void => {
    if (price === null) return
    const onStep = price.floorToStep(step)
    const stop = down || price.equals(onStep) ? onStep : onStep.plus(step)
    if (!stop.isPositive()) return
    const ahead = down ? stop.lessThan(position) : stop.greaterThan(position)
    const nearer = down ? stop.greaterThan(nearest) : stop.lessThan(nearest)
    if (ahead && nearer) nearest = stop
  }
  for (const entry of market.book.entries(down ? 'buy' : 'sell')) if (entry.order !== null) consider(entry.price)
  for (const order of market.waiting) consider(nextTriggerPrice(order, direction))
  return nearest
}

/** The price of the best account's order of a side that a market at `price` has reached, or null. */
function reached(market: MarketState, side: Side, price: Money): Money | null {
  const best = market.book.best(side)
  if (best === null) return null
  return (side === 'buy' ? best.atLeast(price) : best.atMost(price)) ? best : null
}

function tradeWithAccounts(
  state: EngineState,
  market: MarketState,
  resting: Side,
  price: Money,
  limit: Money | null,
): Money | null {
  let left = limit
  while (reached(market, resting, price) !== null) {
    const entry = market.book.first(resting)
    if (entry === null) return left
    const quantity = left === null ? entry.remaining : Money.min(left, entry.remaining)
    if (!quantity.isPositive()) return left
    trade(state, market, { side: resting === 'buy' ? 'sell' : 'buy', order: null }, entry, quantity)
    left = left === null ? null : left.minus(quantity)
  }
  return left
}

import { Money } from '../../../src-shared/money.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { EngineOrder, OrderSpec } from '../engine/types.ts'

/**
 * Fills small market orders of an account, buys and sells in turn so that it does not run dry. `complete` lends each
 * the labels and client id that its server gives to a market order. @throws RangeError for an unknown symbol.
 */
export function makeHistory(
  engine: PracticeEngine,
  at: { readonly accountId: string; readonly symbol: string; readonly count: number },
  complete: (index: number) => Pick<OrderSpec, 'clientOrderId' | 'labels'>,
): readonly EngineOrder[] {
  const market = engine.markets().find(({ symbol }) => symbol === at.symbol)
  if (market === undefined) throw new RangeError(`there is no market ${at.symbol}`)
  const least = Money.max(market.quantity.min, market.quantity.step)
  const worthEnough = market.minNotional
    .times(Money.parse('2'))
    .dividedBy(engine.lastPrice(at.symbol), 18)
    .floorToStep(market.quantity.step)
    .plus(market.quantity.step)
  const quantity = Money.max(least, worthEnough)
  return Array.from({ length: at.count }, (_, index) =>
    engine.place(at.accountId, at.symbol, {
      ...complete(index),
      side: index % 2 === 0 ? 'buy' : 'sell',
      quantity,
      quoteQuantity: null,
      limitPrice: null,
      timeInForce: 'gtc',
      postOnly: false,
      trigger: null,
      visibleQuantity: null,
      selfTrade: 'expire_taker',
      funding: 'placed',
      whenReached: 'refuse',
    }),
  )
}

import { EngineRejection } from './engine-rejection.ts'
import { lockFunds, requiredFunds } from './funds.ts'
import { closeListIfOver, endOrder, takeOver } from './lifecycle.ts'
import { enterBook } from './matching.ts'
import { checkNow, fund, placeOrder, startOrder } from './placement.ts'
import { pairIsSound, violatedRule } from './rules.ts'
import { accountOf, marketOf, orderOf, type EngineState, type MarketState } from './state.ts'
import { stepTrigger } from './triggers.ts'
import { isOver, type EngineOrder, type OrderList, type OrderSpec } from './types.ts'

/**
 * Carries out what a command set off, until nothing is left: every traded price is shown to the waiting triggers in its
 * turn, legs whose entry has filled are placed, and so are the orders that fills have called for.
 */
export function settle(state: EngineState): void {
  for (;;) {
    const told = [...state.markets.values()].filter((market) => tellTriggers(state, market)).length
    const list = state.activations.shift()
    const due = state.due.shift()
    if (list !== undefined) activateLegs(state, list)
    if (due !== undefined) placeFollowUp(state, due.parent, due.spec)
    if (list === undefined && due === undefined && told === 0) return
  }
}

function tellTriggers(state: EngineState, market: MarketState): boolean {
  const price = market.untold.shift()
  if (price === undefined) return false
  for (const order of [...market.waiting]) {
    if (order.trigger === null || !market.waiting.has(order)) continue
    const step = stepTrigger(order.side, order.trigger, order.trailingExtreme, price)
    if (order.trailingExtreme === null && step.extreme !== null) order.trailingSince = state.now()
    order.trailingExtreme = step.extreme
    if (step.fires) fire(state, market, order)
  }
  return true
}

function placeFollowUp(state: EngineState, parent: EngineOrder, spec: OrderSpec): void {
  const account = accountOf(state, parent.accountId)
  try {
    const child = placeOrder(state, marketOf(state, parent.symbol), account, spec)
    state.followUps?.placed(parent, child)
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    state.followUps?.refused(parent, spec, error)
  }
}

function fire(state: EngineState, market: MarketState, order: EngineOrder): void {
  market.waiting.delete(order)
  takeOver(state, order)
  order.triggered = true
  order.updatedAt = state.now()
  try {
    if (order.limitPrice === null) fund(state, market, order)
    else if (order.hold !== null) state.ledger.resize(order.hold, requiredFunds(state, order).amount)
    else lockFunds(state, [order])
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    const unfunded = order.funding === 'triggered' && error.reason === 'insufficient_balance'
    endOrder(state, order, { state: 'expired', reason: unfunded ? 'insufficient_funds' : 'rejected' })
    return
  }
  order.workingSince = state.now()
  state.feed.order(state, order, 'triggered')
  enterBook(state, market, order)
}

function activateLegs(state: EngineState, list: OrderList): void {
  const market = marketOf(state, list.symbol)
  const legs = list.legIds.map((id) => orderOf(state, id)).filter((leg) => !isOver(leg))
  try {
    if (list.entryPays) sizeByProceeds(state, market, list, legs)
    checkLegs(market, list, legs)
    if (list.kind === 'then_either') lockFunds(state, legs)
    else for (const leg of legs) fund(state, market, leg)
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error
    for (const leg of legs) endOrder(state, leg, { state: 'expired', reason: 'rejected' })
    closeListIfOver(state, list)
    return
  }
  state.feed.list(state, list, 'executing')
  for (const leg of legs) startOrder(state, market, leg)
  closeListIfOver(state, list)
}

/** What the entry brought, in whole steps; the rest of it is free again. */
function sizeByProceeds(state: EngineState, market: MarketState, list: OrderList, legs: readonly EngineOrder[]): void {
  const { proceeds } = list
  if (proceeds === null) throw new EngineRejection('insufficient_balance')
  const lots = proceeds.amount.floorToStep(market.market.quantity.step)
  const atMarket = legs.some((leg) => leg.limitPrice === null)
  const quantity = atMarket ? lots.floorToStep(market.market.marketQuantity.step) : lots
  state.ledger.release(proceeds)
  list.proceeds = null
  for (const leg of legs) leg.quantity = quantity
}

function checkLegs(market: MarketState, list: OrderList, legs: readonly EngineOrder[]): void {
  if (market.status !== 'trading') throw new EngineRejection('market_closed')
  for (const leg of legs) {
    const violation = violatedRule(market.market, leg, market.tape.last)
    if (violation !== null) throw new EngineRejection('rule', violation)
    checkNow(market, leg)
    leg.fundingPrice = leg.limitPrice ?? leg.trigger?.price ?? market.tape.last
  }
  if (list.kind === 'then_either' && !pairIsSound(legs, market.tape.last)) {
    throw new EngineRejection('bad_price_relation')
  }
}

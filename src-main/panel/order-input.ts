import { assertNever } from '../../src-shared/assert-never.ts'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { ExitLeg, Exits, OrderRequest } from '../../src-shared/order.ts'

interface ExitLegInput {
  readonly triggerPrice: string
  readonly limitPrice: string | null
}

interface ExitsInput {
  readonly takeProfit: ExitLegInput | null
  readonly stopLoss: ExitLegInput | null
}

const moneyOrNull = (text: string | null): Money | null => (text === null ? null : Money.parse(text))

/** One exit of a form. */
export const exitLegFromInput = (input: ExitLegInput): ExitLeg => ({
  triggerPrice: Money.parse(input.triggerPrice),
  limitPrice: moneyOrNull(input.limitPrice),
})

function exits(input: ExitsInput | null): Exits | null {
  if (input === null) return null
  const takeProfit = input.takeProfit && exitLegFromInput(input.takeProfit)
  const stopLoss = input.stopLoss && exitLegFromInput(input.stopLoss)
  if (takeProfit) return stopLoss ? { takeProfit, stopLoss } : { takeProfit, stopLoss: null }
  return stopLoss && { takeProfit: null, stopLoss }
}

/** The window's order with its texts made exact numbers. The schema has proved that they are numbers. */
export function orderRequestFromInput(input: OrderRequestInput): OrderRequest {
  const common = { symbol: input.symbol, side: input.side }
  switch (input.kind) {
    case 'market':
      return {
        ...common,
        kind: input.kind,
        amount: { unit: input.amount.unit, value: Money.parse(input.amount.value) },
        exits: exits(input.exits),
      }
    case 'limit':
      return {
        ...common,
        kind: input.kind,
        quantity: Money.parse(input.quantity),
        price: Money.parse(input.price),
        timeInForce: input.timeInForce,
        postOnly: input.postOnly,
        exits: exits(input.exits),
      }
    case 'stop_loss':
    case 'take_profit':
      return {
        ...common,
        kind: input.kind,
        quantity: Money.parse(input.quantity),
        triggerPrice: Money.parse(input.triggerPrice),
      }
    case 'stop_limit':
    case 'take_profit_limit':
      return {
        ...common,
        kind: input.kind,
        quantity: Money.parse(input.quantity),
        triggerPrice: Money.parse(input.triggerPrice),
        price: Money.parse(input.price),
        timeInForce: input.timeInForce,
      }
    case 'trailing_stop':
      return {
        ...common,
        kind: input.kind,
        quantity: Money.parse(input.quantity),
        trailingBips: input.trailingBips,
        activationPrice: moneyOrNull(input.activationPrice),
        limitPrice: moneyOrNull(input.limitPrice),
      }
    case 'oco':
      return {
        ...common,
        kind: input.kind,
        quantity: Money.parse(input.quantity),
        takeProfit: exitLegFromInput(input.takeProfit),
        stopLoss: exitLegFromInput(input.stopLoss),
      }
    default:
      return assertNever(input)
  }
}

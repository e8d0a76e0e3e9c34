import { assertNever } from '../../src-shared/assert-never.ts'
import type { Market } from '../../src-shared/market.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Money } from '../../src-shared/money.ts'
import {
  type ExitLeg,
  type Exits,
  type OrderChange,
  type OrderRequest,
  opposite,
  type Side,
} from '../../src-shared/order.ts'
import { limitRounding, onPriceStep, type StepRounding } from '../../src-shared/price-step.ts'

/**
 * A request with every price on its market's step, and a note (`order.price.adjusted`: field, asked, used) for each
 * that was moved: limit prices never against the sender, triggers to the nearest. What senders that reckon in floating
 * point mean by 62312.36473456789. Pure.
 */
export function requestOnStep(
  request: OrderRequest,
  market: Market,
): { readonly value: OrderRequest; readonly notes: readonly MessageRef[] } {
  const notes: MessageRef[] = []
  const put = putter(market, notes)
  const value = ((): OrderRequest => {
    switch (request.kind) {
      case 'market':
        return { ...request, exits: exitsOnStep(request.exits, opposite(request.side), put) }
      case 'limit':
        return {
          ...request,
          price: put('price', request.price, limitRounding(request.side)),
          exits: exitsOnStep(request.exits, opposite(request.side), put),
        }
      case 'stop_loss':
      case 'take_profit':
        return { ...request, triggerPrice: put('triggerPrice', request.triggerPrice, 'nearest') }
      case 'stop_limit':
      case 'take_profit_limit':
        return {
          ...request,
          triggerPrice: put('triggerPrice', request.triggerPrice, 'nearest'),
          price: put('price', request.price, limitRounding(request.side)),
        }
      case 'trailing_stop':
        return {
          ...request,
          activationPrice: request.activationPrice && put('activationPrice', request.activationPrice, 'nearest'),
          limitPrice: request.limitPrice && put('limitPrice', request.limitPrice, limitRounding(request.side)),
        }
      case 'oco':
        return {
          ...request,
          takeProfit: legOnStep('takeProfit', request.takeProfit, request.side, put),
          stopLoss: legOnStep('stopLoss', request.stopLoss, request.side, put),
        }
      default:
        return assertNever(request)
    }
  })()
  return { value, notes }
}

/** As {@link requestOnStep}, for the change of an order of this side. */
export function changeOnStep(change: OrderChange, side: Side, { tickSize }: Market): OrderChange {
  return {
    quantity: change.quantity,
    price: change.price && onPriceStep(change.price, tickSize, limitRounding(side)),
    triggerPrice: change.triggerPrice && onPriceStep(change.triggerPrice, tickSize, 'nearest'),
  }
}

type Put = (field: string, price: Money, rounding: StepRounding) => Money

function putter({ tickSize, symbol }: Market, notes: MessageRef[]): Put {
  return (field, asked, rounding) => {
    const used = onPriceStep(asked, tickSize, rounding)
    if (!used.equals(asked))
      notes.push(
        message('order.price.adjusted', {
          field,
          asked: asked.toString(),
          used: used.toString(),
          step: tickSize.toString(),
          symbol,
        }),
      )
    return used
  }
}

function exitsOnStep(exits: Exits | null, side: Side, put: Put): Exits | null {
  if (exits === null) return null
  const { takeProfit, stopLoss } = exits
  if (takeProfit !== null && stopLoss !== null)
    return {
      takeProfit: legOnStep('takeProfit', takeProfit, side, put),
      stopLoss: legOnStep('stopLoss', stopLoss, side, put),
    }
  return takeProfit === null
    ? { takeProfit, stopLoss: legOnStep('stopLoss', exits.stopLoss, side, put) }
    : { takeProfit: legOnStep('takeProfit', takeProfit, side, put), stopLoss: null }
}

function legOnStep(name: string, { triggerPrice, limitPrice }: ExitLeg, side: Side, put: Put): ExitLeg {
  return {
    triggerPrice: put(`${name}.triggerPrice`, triggerPrice, 'nearest'),
    limitPrice: limitPrice && put(`${name}.limitPrice`, limitPrice, limitRounding(side)),
  }
}

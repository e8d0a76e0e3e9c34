import { Money } from '../../../src-shared/money.ts'
import type { Exits, PlacedOrder } from '../../../src-shared/order.ts'
import { ok, type Script, scriptedClient } from './scripted-venue.ts'

export const exits: Exits = {
  takeProfit: { triggerPrice: Money.parse('66000'), limitPrice: null },
  stopLoss: { triggerPrice: Money.parse('45000'), limitPrice: Money.parse('44900') },
}
/** {@link exits} as the exchange shows them. */
export const shown = {
  takeProfit: '66000',
  stopLoss: '45000.0',
  slLimitPrice: '44900',
  slOrderType: 'limit',
}
export const acknowledged = () => ok({ orderId: '71', clientOid: 'id1' })
export const filled = {
  orderStatus: 'filled',
  cumExecQty: '0.01',
  cumExecValue: '499.9',
  avgPrice: '49990',
}
export const notesOf = ({ notes }: PlacedOrder): readonly string[] => notes.map(({ key }) => key)
export const unified = (script: Script) => scriptedClient(script, { kind: 'unified' })

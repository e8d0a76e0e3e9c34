import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Exits, PlacedOrder } from '../../../src-shared/order.ts'
import { limit } from '../sample-orders.ts'
import { type Fields, ok, orderRow, refusal } from './scripted-venue.ts'

export const m = (text: string): Money => Money.parse(text)
export const symbol = 'BTC/USDT'
export { limit }
export const exits: Exits = {
  takeProfit: { triggerPrice: m('66000'), limitPrice: null },
  stopLoss: { triggerPrice: m('45000'), limitPrice: null },
}
export const stop = {
  kind: 'stop_loss',
  symbol,
  side: 'sell',
  quantity: m('0.01'),
  triggerPrice: m('55000'),
} as const
export const rise = { ...stop, side: 'buy', triggerPrice: m('65000') } as const
export const reference = { symbol, orderId: '17' }
export const acknowledged = () => ok({ orderId: '17', clientOid: 'id1' })
export const notFound = () => refusal('43001', 'The order does not exist')
export const filledRow = (change: object = {}) =>
  orderRow({ status: 'filled', priceAvg: '49990', baseVolume: '0.01', quoteVolume: '499.9', ...change })
export const presets = { presetTakeProfitPrice: '66000', presetStopLossPrice: '45000.00' }
export const notesOf = ({ notes }: PlacedOrder): readonly string[] => notes.map(({ key }) => key)
/** Rows of a list only when it is asked for by that type. */
export const only =
  (type: 'normal' | 'tpsl', ...rows: readonly object[]) =>
  (params: Fields): TransportOutcome =>
    ok(params.tpslType === type ? rows : [])

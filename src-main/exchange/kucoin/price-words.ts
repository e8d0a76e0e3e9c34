import { among, type TellsField } from '../orders/price-field.ts'

/**
 * KuCoin's words say "stop price" where they mean a trigger, and of a pair "limit price" where they mean the stop's.
 */
export const tellsField: TellsField = (error, prices) => {
  const words = error.exchange?.message ?? ''
  if (/stop ?price/i.test(words)) return among(prices, 'triggerPrice') ?? among(prices, 'stopLoss.triggerPrice')
  return /limit ?price/i.test(words) ? among(prices, 'stopLoss.limitPrice') : null
}

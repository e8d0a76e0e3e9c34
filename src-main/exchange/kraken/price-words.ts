import type { TellsField } from '../orders/price-field.ts'

/**
 * Kraken names its own parameter behind a colon: `price` is the trigger of a conditional order and the limit of a plain
 * one, `price2` the limit of a conditional one, and a close has both for itself. Source: AddOrder.
 */
export const tellsField: TellsField = (error, prices) => {
  const parameter = /^EGeneral ?: ?Invalid arguments ?: ?(close\b)?\W*(price2?)\b/i.exec(error.exchange?.message ?? '')
  if (parameter === null) return null
  const isClose = (field: string): boolean => field.includes('.')
  const own = prices.filter(({ field }) => isClose(field) === (parameter[1] !== undefined))
  const meant = parameter[2]?.toLowerCase() === 'price2' ? own[1] : (own[0] ?? prices[0])
  return meant?.field ?? null
}

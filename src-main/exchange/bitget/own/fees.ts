import { z } from 'zod'
import { Money } from '../../../../src-shared/money.ts'
import type { OrderFee } from '../../../../src-shared/order.ts'
import { tryParse } from '../../http/rest-caller.ts'
import { feesByAsset } from '../../orders/amounts.ts'
import { optionalMoney, optionalText } from '../schemas.ts'

/** Deductions are paid in Bitget's own coin. */
const deductionCoin = 'BGB'

/** `t` = total, `c` = paid by coupon, `d` = paid in BGB, `r` = the rest, charged in the coin received. */
const newFeesSchema = z.looseObject({ d: optionalMoney, r: optionalMoney })

const coinFeeSchema = z.looseObject({
  feeCoinCode: optionalText,
  totalFee: optionalMoney,
  totalDeductionFee: optionalMoney,
})

/**
 * Fees of a classic account's order: JSON inside a text, empty while nothing filled. What was paid is below zero there
 * and above zero here; what went through BGB or coupons counts as paid in either sign. null: not told. Source:
 * docs/exchanges/bitget.md §6.3.
 * @param received the coin that the order brought: base for purchases, quote for sales.
 */
export function feesOfText(text: string, received: string): readonly OrderFee[] | null {
  if (text === '') return null
  const detail = z.record(z.string(), z.unknown()).safeParse(tryParse(text)).data
  if (detail === undefined) return null
  const newFees = newFeesSchema.safeParse(detail.newFees).data
  if (newFees !== undefined && (newFees.r !== null || newFees.d !== null))
    return sumByAsset([
      { asset: received, amount: (newFees.r ?? Money.zero).negated() },
      { asset: deductionCoin, amount: (newFees.d ?? Money.zero).abs() },
    ])
  const parts = Object.entries(detail).flatMap(([coin, value]) => {
    const fee = coin === 'newFees' ? undefined : coinFeeSchema.safeParse(value).data
    if (fee === undefined) return []
    const asset = fee.feeCoinCode === '' ? coin : fee.feeCoinCode
    const charged = fee.totalFee ?? Money.zero
    const amount = charged.isZero() ? (fee.totalDeductionFee ?? Money.zero).abs() : charged.negated()
    return [{ asset, amount }]
  })
  return parts.length === 0 ? null : sumByAsset(parts)
}

/** A classic account's fill carries an object; `totalFee` is below zero when paid. */
export const fillFeeSchema = z.looseObject({
  feeCoin: optionalText,
  totalFee: optionalMoney,
  totalDeductionFee: optionalMoney,
})

export function feesOfFills(details: readonly z.infer<typeof fillFeeSchema>[]): readonly OrderFee[] {
  return sumByAsset(
    details.map(({ feeCoin, totalFee, totalDeductionFee }) => {
      const charged = totalFee ?? Money.zero
      const amount = charged.isZero() ? (totalDeductionFee ?? Money.zero).abs() : charged.negated()
      return { asset: feeCoin, amount }
    }),
  )
}

/**
 * A unified account's order carries a list, in which what was paid is above zero. Source: docs/exchanges/bitget.md §7.
 */
export const unifiedFeeSchema = z.looseObject({ feeCoin: optionalText, fee: optionalMoney })

export function feesOfList(details: readonly z.infer<typeof unifiedFeeSchema>[]): readonly OrderFee[] {
  return sumByAsset(details.map(({ feeCoin, fee }) => ({ asset: feeCoin, amount: fee ?? Money.zero })))
}

function sumByAsset(fees: readonly OrderFee[]): readonly OrderFee[] {
  return feesByAsset(fees).filter(({ asset, amount }) => asset !== '' && !amount.isZero())
}

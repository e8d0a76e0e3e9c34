/**
 * Orders of every kind but plans, fills and plans are numbered apart; all beyond what a JavaScript number holds
 * exactly.
 */
const orderBase = 1_300_000_000_000_000_000n
const planBase = 1_400_000_000_000_000_000n
const tradeBase = 1_500_000_000_000_000_000n

export const orderIdOf = (id: number): string => String(orderBase + BigInt(id))
export const planIdOf = (id: number): string => String(planBase + BigInt(id))
export const tradeIdOf = (tradeId: number, orderId: number): string =>
  String(tradeBase + BigInt(tradeId) * 2n + BigInt(orderId % 2))

/** The id of a trade as everybody sees it. */
export const publicTradeIdOf = (tradeId: number): string => String(tradeBase + BigInt(tradeId) * 2n)

const parse = (text: string, base: bigint): number | null => {
  if (!/^\d{19}$/.test(text)) return null
  const id = BigInt(text) - base
  return id > 0n && id < 1_000_000_000_000n ? Number(id) : null
}
export const fromOrderId = (text: string): number | null => parse(text, orderBase)
export const fromPlanId = (text: string): number | null => parse(text, planBase)

/** KuCoin's id of an order in the book: 24 hexadecimal digits. */
export const orderIdOf = (id: number): string => `67ab${id.toString(16).padStart(20, '0')}`

/** The id of whoever stood on the other side of a trade; nobody else can look that order up. */
export const counterOrderIdOf = (tradeId: number): string => `67ac${tradeId.toString(16).padStart(20, '0')}`

/** The id of a stop order, in a namespace of its own. */
export const stopIdOf = (id: number): string => `vs93gpq${id.toString(36).padStart(25, '0')}`

/** The id of an OCO pair. */
export const ocoIdOf = (id: number): string => `6574${id.toString(16).padStart(20, '0')}`

export function fromOrderId(text: string): number | null {
  return /^67ab[0-9a-f]{20}$/.test(text) ? Number.parseInt(text.slice(4), 16) : null
}

export function fromStopId(text: string): number | null {
  return /^vs93gpq[0-9a-z]{25}$/.test(text) ? Number.parseInt(text.slice(7), 36) : null
}

export function fromOcoId(text: string): number | null {
  return /^6574[0-9a-f]{20}$/.test(text) ? Number.parseInt(text.slice(4), 16) : null
}

/** Ids of trades are larger than a JavaScript number holds exactly. */
export const tradeIdOf = (tradeId: number): bigint => 11_067_996_711_960_577n + BigInt(tradeId)

/** The id of one side of a trade, from another range than the trade's own. */
export const fillIdOf = (fill: { readonly tradeId: number; readonly maker: boolean }): bigint =>
  19_814_995_255_305_001n + BigInt(fill.tradeId) * 2n + (fill.maker ? 1n : 0n)

/** The id of the entry number `index` (from 0) of those that an account's ledger has at one time (epoch ms). */
export const ledgerIdOf = (time: number, index: number): bigint => BigInt(time) * 1_000n + BigInt(index)

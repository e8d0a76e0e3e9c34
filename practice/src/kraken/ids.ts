const digits = 17

/** Kraken's order id of the engine's: `O` and 16 letters or digits in groups. */
export function txidOf(orderId: number): string {
  return grouped('O', orderId)
}

/** Kraken's trade id of one side of the engine's trade. */
export function tradeIdOf(tradeId: number, maker: boolean): string {
  return grouped('T', sideNumber(tradeId, maker))
}

/** Ledger entry of one side of a trade: a line for the base asset, one for the quote asset. */
export function ledgerIdOf(tradeId: number, maker: boolean, line: 'base' | 'quote'): string {
  return grouped('L', sideNumber(tradeId, maker) * 2 + (line === 'quote' ? 1 : 0))
}

/** Ledger entry of what came or went without a trade; `count` numbers them. */
export function transferIdOf(count: number): string {
  return grouped('LT', count)
}

/** The id of an amendment; `count` numbers them. */
export function amendIdOf(count: number): string {
  return grouped('TA', count)
}

/** The id under which trades of an order name its position; a spot order has no other use for it. */
export function positionIdOf(orderId: number): string {
  return grouped('TP', orderId)
}

/** The engine's order id; null for what has not the form of one. */
export function orderIdOf(txid: string): number | null {
  return numberOf('O', txid)
}

/** The number by which trades of an account are in order; null for what is no trade's id. */
export function tradeNumberOf(txid: string): number | null {
  return numberOf('T', txid)
}

/** An engine's trade has two sides, and Kraken gives each an id. */
export function sideNumber(tradeId: number, maker: boolean): number {
  return tradeId * 2 + (maker ? 1 : 0)
}

function numberOf(letter: string, txid: string): number | null {
  const match = /^([A-Z])([0-9A-Z]{5})-([0-9A-Z]{5})-([0-9A-Z]{6})$/.exec(txid)
  if (match?.[1] !== letter) return null
  const id = Number.parseInt(match.slice(2).join(''), 36)
  return Number.isSafeInteger(id) ? id : null
}

function grouped(prefix: string, id: number): string {
  const text = `${prefix}${id
    .toString(36)
    .toUpperCase()
    .padStart(digits - prefix.length, '0')}`
  return `${text.slice(0, 6)}-${text.slice(6, 11)}-${text.slice(11)}`
}

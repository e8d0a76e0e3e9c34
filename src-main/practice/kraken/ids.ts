const digits = 16

/** Kraken's order id of the engine's: `O` and 16 letters or digits in groups. */
export function txidOf(orderId: number): string {
  return grouped('O', orderId)
}

/** Kraken's trade id of the engine's. An engine trade has two sides; `side` keeps them apart. */
export function tradeIdOf(tradeId: number, orderId: number): string {
  return grouped('T', tradeId * 2 + (orderId % 2))
}

/** The engine's order id; null for what has not the form of one. */
export function orderIdOf(txid: string): number | null {
  const match = /^O([0-9A-Z]{5})-([0-9A-Z]{5})-([0-9A-Z]{6})$/.exec(txid)
  if (match === null) return null
  const id = Number.parseInt(`${match[1] ?? ''}${match[2] ?? ''}${match[3] ?? ''}`, 36)
  return Number.isSafeInteger(id) ? id : null
}

function grouped(letter: string, id: number): string {
  const text = id.toString(36).toUpperCase().padStart(digits, '0')
  return `${letter}${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`
}

/** A list of 500 is read anew twice a second, one of 50 as often as anything is told. */
const msOfAnOrder = 1
const longestMs = 1_000
/** Where an exchange tells no more than that something changed, each time costs a request. */
const askedMs = 500

interface List {
  readonly openOrders: number
  /** It can be told without asking the exchange. */
  readonly isKnown: boolean
}

/**
 * How long from one telling that orders changed to the next, in ms: a window that is told reads the whole list and draws
 * it, which costs as much as there is of it.
 */
export function pauseMsFor({ openOrders, isKnown }: List): number {
  return Math.max(Math.min(openOrders * msOfAnOrder, longestMs), isKnown ? 0 : askedMs)
}

/** Whether an order rested in the book, in the words of REST and of pushes; null: Bitget does not say. */
export function makerOf(scope: string): boolean | null {
  return scope === 'maker' || scope === 'm' ? true : scope === 'taker' || scope === 't' ? false : null
}

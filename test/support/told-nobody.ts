/** What a live account tells, told to nobody, where no order of ours is open. */
export const toldNobody = {
  seen: () => undefined,
  changed: () => undefined,
  touched: () => undefined,
  open: () => [],
  balances: () => undefined,
} as const

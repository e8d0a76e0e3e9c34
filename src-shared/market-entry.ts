/**
 * How far past the best price a market entry with exits may reach where it is sent as a fill-or-kill limit order, in
 * basis points: beyond it the entry does not happen at all.
 */
export const entrySlippageBips = 50

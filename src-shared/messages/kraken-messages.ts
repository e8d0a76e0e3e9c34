import type { Messages } from './messages.ts'

/** What only Kraken makes us say. */
export const krakenMessages = {} as const satisfies Messages

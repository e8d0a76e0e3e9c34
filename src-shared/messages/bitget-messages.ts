import type { Messages } from './messages.ts'

/** What only Bitget makes us say. */
export const bitgetMessages = {} as const satisfies Messages

import type { Messages } from './messages.ts'

/** What only KuCoin makes us say. */
export const kucoinMessages = {} as const satisfies Messages

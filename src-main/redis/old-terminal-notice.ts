import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { OldTerminal } from '../../src-shared/old-terminal.ts'

/** What listens, from where, and what to do. `isBeside`: a gateway takes requests all the same. */
export function oldTerminalNotice({ seenBy, addresses }: OldTerminal, isBeside: boolean): MessageRef {
  const params = { addresses: addresses.join(', ') }
  return message(isBeside ? `redis_link.old_terminal.beside.${seenBy}` : `redis_link.old_terminal.${seenBy}`, params)
}

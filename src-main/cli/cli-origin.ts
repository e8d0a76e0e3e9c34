import { randomUUID } from 'node:crypto'
import type { Origin } from '../../src-shared/order.ts'

/** Who asks, for the journal: each command is a request of its own. */
export const cliOrigin = (): Origin => ({ kind: 'cli', requestId: randomUUID() })

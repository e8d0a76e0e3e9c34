import { GatewayError } from '../../src-shared/errors.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { withShortfalls } from '../exchange/orders/shortfall.ts'
import { authorise } from '../trading/authorise.ts'
import type { Deadline } from '../trading/desk-types.ts'
import type { ActionAnswer, RedisOrigin } from './actions/action.ts'
import { actions } from './actions/index.ts'
import { Params } from './actions/params.ts'
import type { Patience } from './patience.ts'
import type { RequestEnvelope } from './protocol.ts'
import type { RedisServices } from './services.ts'

/** What performing a request needs besides the request. */
export interface PerformContext {
  readonly services: RedisServices
  readonly language: Language
  /** When its sender stops waiting. */
  readonly deadline: Deadline
  readonly patience: Patience
  /** Told the account's name as soon as it is known. */
  readonly onAccount: (name: string) => void
}

/**
 * Takes a request through the common gate (docs/wire-contract.md §4.1: action, broker, user, permission) and performs
 * it.
 * @throws GatewayError with the sentence to answer
 */
export async function perform(request: RequestEnvelope, context: PerformContext): Promise<ActionAnswer> {
  const action = actions.get(request.action)
  if (!action) throw new GatewayError('refused', 'redis.unknown_action', { action: request.action })
  const params = new Params(request.params)
  const { services, language, deadline, patience } = context
  const asked = { services, language, params, userId: request.userId }
  if (action.needs === null) return action.run(asked)
  const brokerId = params.requiredId('broker_id')
  if (request.userId === null) {
    throw new GatewayError('refused', 'redis.user_missing', {}, { field: 'user_id' })
  }
  const { userId } = request
  const account = services.accounts.byBroker(brokerId)
  if (account?.userId !== userId)
    services.refusedBroker?.({ brokerId, userId, why: account === null ? 'unknown' : 'foreign' })
  if (!account) {
    const text = { brokerId: String(brokerId) }
    throw new GatewayError('not-found', 'redis.unknown_broker', text, { field: 'broker_id' })
  }
  const origin: RedisOrigin = {
    kind: 'redis',
    requestId: request.requestId,
    userId,
    action: request.action,
    traceId: request.traceId,
  }
  authorise(account, origin, action.needs)
  context.onAccount(account.name)
  const client = services.clients.clientFor(account.id)
  const run = (): Promise<ActionAnswer> => action.run({ ...asked, account, client, origin, deadline, patience })
  return action.needs === 'read' ? withNotes(run) : run()
}

/**
 * What was read, with notes on what is missing in it (a history that was cut). For reads only: what an order looks up
 * by the way is not its sender's concern.
 */
async function withNotes(read: () => Promise<ActionAnswer>): Promise<ActionAnswer> {
  const { value: answer, shortfalls } = await withShortfalls(read)
  if (answer.kind !== 'done' || shortfalls.length === 0) return answer
  const notes = new Map([...answer.notes, ...shortfalls].map((note) => [JSON.stringify(note), note]))
  return { ...answer, notes: [...notes.values()] }
}

import type { Account } from '../../src-shared/account.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import type { ActionResult, RequestEnvelope } from './protocol.ts'
import type { AnswerNote } from './services.ts'

/** A request's answer in the words of the audit trail. Pure. */
export function answerNote(
  { requestId, action, userId, traceId }: RequestEnvelope,
  account: Account | null,
  told: { readonly outcome: string; readonly error: MessageRef | null; readonly result: ActionResult },
): AnswerNote {
  const { outcome, error, result } = told
  return {
    accountId: account?.id ?? null,
    // A request that named no user has 0, which is nobody's number.
    origin: { kind: 'redis', requestId, userId: userId ?? 0, action, traceId },
    detail: { outcome, error, orderId: orderIdOf(result.data) },
  }
}

function orderIdOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null
  const { order_id: id, exchange_order_id: traded } = data as Readonly<Record<string, unknown>>
  const found = id ?? traded
  return typeof found === 'string' ? found : null
}

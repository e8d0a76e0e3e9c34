import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { CallOutput, OrderRequestInput } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { noteSentForm } from '../alerts/own-deeds.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, refreshAccount } from '../query.ts'
import type { AccountView, MarketView } from '../views.ts'
import { buildRequest, type DraftField, type Problem } from './build-request.ts'
import { type OrderDraft, shapeOf, type TicketShape, unitOf } from './draft.ts'
import { finishSending, isLocked, startSending, type TicketResult, useTicket } from './ticket-store.ts'
import { type Review, useReview } from './use-review.ts'

export interface TicketModel extends Review {
  readonly draft: OrderDraft
  readonly shape: TicketShape
  readonly unit: 'base' | 'quote'
  readonly request: OrderRequestInput | null
  readonly problems: ReadonlyMap<DraftField, Problem>
}

const outcomeEveryMs = 2_000
const noProblems: ReadonlyMap<DraftField, Problem> = new Map()

/** Everything the form shows, from what was typed and what the gateway says about it. */
export function useTicketModel(account: AccountView, market: MarketView): TicketModel {
  const draft = useTicket((state) => state.draft)
  const built = useMemo(() => buildRequest(draft, market), [draft, market])
  const request = built.ok ? built.request : null
  const review = useReview(account, market, request)
  const shape = shapeOf(draft, market)
  return {
    ...review,
    draft,
    shape,
    unit: unitOf(draft, shape),
    request,
    problems: built.ok ? noProblems : built.problems,
  }
}

interface Sent {
  readonly accountId: string
  readonly request: OrderRequestInput
  /** What is being asked, in words, for the case that its outcome stays unknown. */
  readonly what: string
}

/** Sends the form once. Whatever happens ends in the ticket's result; it never throws and never retries. */
export function usePlaceOrder(): (sent: Sent) => void {
  const place = useMutation({
    mutationFn: async ({ accountId, request, what }: Sent) => {
      const of = { accountId, formId: useTicket.getState().formId, what }
      noteSentForm(of.formId)
      return call('orders.place', { accountId, formId: of.formId, request }).then(
        (result) => ended(result, of),
        (error: unknown) => failed(viewOf(error), of),
      )
    },
    retry: false,
    onSuccess: (result, { accountId }) => {
      finishSending(result)
      refreshAccount(accountId)
    },
  })
  return (sent) => {
    if (isLocked(useTicket.getState())) return
    startSending()
    place.mutate(sent)
  }
}

/**
 * As long as nobody knows what became of the last order, the gateway is asked; what it says ends the ticket as an
 * answer would have.
 * @returns whether the gateway knows of no such order so far
 */
export function useFollowOutcome(): boolean {
  const result = useTicket((state) => state.result)
  const unknown = result?.kind === 'unknown' ? result : null
  const { accountId = '', formId = '' } = unknown ?? {}
  const { data } = useQuery({
    queryKey: keys.outcome(accountId, formId),
    queryFn: () => call('orders.outcome', { accountId, formId }),
    enabled: unknown !== null,
    staleTime: 0,
    refetchInterval: outcomeEveryMs,
  })
  useEffect(() => {
    if (unknown === null || data === undefined || data === null || data.outcome === 'unknown') return
    finishSending(ended(data, unknown))
    refreshAccount(unknown.accountId)
  }, [data, unknown])
  return unknown !== null && data === null
}

type Of = Pick<Extract<TicketResult, { kind: 'unknown' }>, 'accountId' | 'formId' | 'what'>

function ended(result: CallOutput<'orders.place'>, { accountId, formId, what }: Of): TicketResult {
  switch (result.outcome) {
    case 'accepted': {
      const { clientOrderId, placed } = result
      return { kind: 'accepted', accountId, clientOrderId, placed }
    }
    case 'rejected':
      return { kind: 'rejected', error: result.error }
    case 'unknown': {
      const { error, clientOrderId } = result
      return { kind: 'unknown', accountId, formId, error, clientOrderId, what }
    }
  }
}

/** An error that does not prove that nothing was sent leaves the outcome unknown. */
function failed(error: ErrorView, of: Of): TicketResult {
  return error.class === 'unknown-outcome' || error.class === 'bug'
    ? { kind: 'unknown', ...of, error, clientOrderId: null }
    : { kind: 'rejected', error }
}

import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CallOutput, OrderRequestInput } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount, useBalances, useTicker } from '../query.ts'
import type { AccountView, MarketView, TickerView } from '../views.ts'
import { buildRequest, type DraftField, fieldOfError, type Problem } from './build-request.ts'
import { type OrderDraft, shapeOf, type TicketShape, unitOf } from './draft.ts'
import { type Estimate, estimate } from './estimates.ts'
import { finishSending, isLocked, startSending, type TicketResult, useTicket } from './ticket-store.ts'

const previewDelayMs = 300
const previewAgainMs = 5_000

export type Preview =
  | { readonly state: 'none' | 'checking' }
  | { readonly state: 'accepted'; readonly quantity: string | null; readonly quoteValue: string | null }
  | { readonly state: 'refused'; readonly error: ErrorView; readonly field: DraftField }

export interface TicketModel {
  readonly draft: OrderDraft
  readonly shape: TicketShape
  readonly unit: 'base' | 'quote'
  readonly request: OrderRequestInput | null
  readonly problems: ReadonlyMap<DraftField, Problem>
  readonly preview: Preview
  readonly estimate: Estimate | null
  readonly ticker: TickerView | null
  readonly available: { readonly base: string; readonly quote: string } | null
}

const noProblems: ReadonlyMap<DraftField, Problem> = new Map()

/** Everything the form shows, from what was typed and what the gateway says about it. */
export function useTicketModel(account: AccountView, market: MarketView): TicketModel {
  const draft = useTicket((state) => state.draft)
  const ticker = useTicker(account.id, market.symbol).data ?? null
  const balances = useBalances(account.id).data
  const built = useMemo(() => buildRequest(draft, market), [draft, market])
  const request = built.ok ? built.request : null
  const preview = usePreview(account.id, request)
  const shape = shapeOf(draft, market)
  const free = (asset: string): string => balances?.find((each) => each.asset === asset)?.available ?? '0'
  return {
    draft,
    shape,
    unit: unitOf(draft, shape),
    request,
    problems: built.ok ? noProblems : built.problems,
    preview,
    estimate:
      request === null
        ? null
        : estimate(request, market, ticker, preview.state === 'accepted' ? preview : null),
    ticker,
    available: balances === undefined ? null : { base: free(market.base), quote: free(market.quote) },
  }
}

/** Asks the gateway what it would make of a request, once the typing pauses. */
function usePreview(accountId: string, request: OrderRequestInput | null): Preview {
  const text = request === null ? null : JSON.stringify(request)
  const [settled] = useDebouncedValue(text, previewDelayMs)
  const query = useQuery({
    queryKey: ['preview', accountId, settled],
    queryFn: () =>
      request === null
        ? Promise.reject(new Error('nothing to preview'))
        : call('orders.preview', { accountId, request }),
    enabled: request !== null && settled === text,
    staleTime: 0,
    gcTime: 0,
    // A gateway that did not answer is asked again; what it said stands until the form changes.
    refetchInterval: ({ state }) => (state.status === 'error' ? previewAgainMs : false),
  })
  if (text === null) return { state: 'none' }
  if (settled !== text || query.isPending || query.isFetching) return { state: 'checking' }
  if (query.error !== null) {
    const error = viewOf(query.error)
    return { state: 'refused', error, field: fieldOfError(error.field) }
  }
  const { data } = query
  return data.accepted
    ? { state: 'accepted', quantity: data.quantity, quoteValue: data.quoteValue }
    : { state: 'refused', error: data.error, field: fieldOfError(data.error.field) }
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
      const { formId } = useTicket.getState()
      return call('orders.place', { accountId, formId, request }).then(
        (result) => ended(result, what),
        (error: unknown) => failed(viewOf(error), what),
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

function ended(result: CallOutput<'orders.place'>, what: string): TicketResult {
  switch (result.outcome) {
    case 'accepted':
      return { kind: 'accepted', clientOrderId: result.clientOrderId, placed: result.placed }
    case 'rejected':
      return { kind: 'rejected', error: result.error }
    case 'unknown':
      return { kind: 'unknown', error: result.error, clientOrderId: result.clientOrderId, what }
  }
}

/** An error that does not prove that nothing was sent leaves the outcome unknown. */
function failed(error: ErrorView, what: string): TicketResult {
  return error.class === 'unknown-outcome' || error.class === 'bug'
    ? { kind: 'unknown', error, clientOrderId: null, what }
    : { kind: 'rejected', error }
}

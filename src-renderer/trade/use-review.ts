import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CallOutput, OrderRequestInput } from '../../src-shared/contract.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import { usualWarningLimits } from '../../src-shared/order-warnings.ts'
import type { Side } from '../../src-shared/order.ts'
import { useOverTime } from '../guard/use-now.ts'
import { call, viewOf } from '../panel-client.ts'
import { useBalances, useInfo, useLastPlaced, useTicker } from '../query.ts'
import type { AccountView, MarketView, TickerView } from '../views.ts'
import { type DraftField, fieldOfError } from './build-request.ts'
import { marketPrice } from './estimates.ts'
import { holdsAtOnce, middleOf, type OrderWarning, type Shortage, shortageOf, warningsOf } from './order-warnings.ts'

const previewDelayMs = 300
const previewAgainMs = 5_000
/** A price is asked for every two seconds; one this old is not the price of now. */
export const priceOldAfterMs = 8_000

type Preview =
  | { readonly state: 'none' | 'checking' }
  | { readonly state: 'accepted'; readonly quantity: string | null; readonly quoteValue: string | null }
  | { readonly state: 'refused'; readonly error: ErrorView; readonly field: DraftField }

/** What there is to say of a request before it is sent, whether it is a new order or a changed one. */
export interface Review {
  readonly preview: Preview
  /** The last one heard, however old. */
  readonly ticker: TickerView | null
  /** Whether that is the price of now. */
  readonly priced: boolean
  readonly available: { readonly base: string; readonly quote: string } | null
  readonly warnings: readonly OrderWarning[]
  /** What the account lacks for it; null: nothing, or not known. */
  readonly short: Shortage | null
}

/** @param heldBefore what an order that is changed holds already: quote units of a purchase, base units of a sale */
export function useReview(
  account: AccountView,
  market: MarketView,
  request: OrderRequestInput | null,
  heldBefore = '0',
): Review {
  const ticker = useTicker(account.id, market.symbol).data ?? null
  const priced = useOverTime(1000, (now) => ticker !== null && now - ticker.askedAt < priceOldAfterMs)
  const balances = useBalances(account.id).data
  const limits = useInfo().data?.orderWarnings ?? usualWarningLimits
  const placed = useLastPlaced(account.id, market.symbol).data
  const preview = usePreview(account.id, request)
  const available = useMemo(() => {
    const free = (asset: string): string => balances?.find((each) => each.asset === asset)?.available ?? '0'
    return balances === undefined ? null : { base: free(market.base), quote: free(market.quote) }
  }, [balances, market])
  const side = request?.side ?? null
  const usual = useMemo(() => (side === null ? null : usualQuantity(placed, side, ticker)), [placed, side, ticker])
  const known = {
    market,
    ticker: priced ? ticker : null,
    available,
    usual,
    limits,
    heldBefore,
  }
  return {
    preview,
    ticker,
    priced,
    available,
    warnings: request === null ? [] : warningsOf(request, known),
    short: request === null || !holdsAtOnce(request) ? null : shortageOf(request, known),
  }
}

/** The middle one of the quantities that were placed by hand, base units; null: there were none. */
function usualQuantity(
  placed: CallOutput<'journal.search'> | undefined,
  side: Side,
  ticker: TickerView | null,
): string | null {
  const price = marketPrice(side, ticker)
  const quantities = (placed?.lines ?? []).map((line) =>
    line.line === 'operation' && line.state !== 'rejected' ? quantityIn(line.request, price) : null,
  )
  return middleOf(quantities.filter((each) => each !== null))?.toString() ?? null
}

interface Asked {
  readonly quantity?: string
  readonly amount?: { readonly unit: 'base' | 'quote'; readonly value: string }
}

/** The quantity that a request of the journal names, base units. */
function quantityIn(text: string, price: Money | null): Money | null {
  const { quantity, amount } = JSON.parse(text) as Asked
  if (quantity !== undefined) return Money.tryParse(quantity)
  const value = Money.tryParse(amount?.value ?? '')
  if (amount?.unit !== 'quote') return value
  return value !== null && price?.isPositive() === true ? value.dividedBy(price, 8) : null
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

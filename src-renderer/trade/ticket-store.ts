import { create } from 'zustand'
import type { ErrorView } from '../../src-shared/errors.ts'
import type { TypedNumber } from '../ui/typed-number.ts'
import type { PlacedOrderView } from '../views.ts'
import type { DraftField } from './build-request.ts'
import { cleared, emptyDraft, type ExitDraft, type OrderDraft } from './draft.ts'
import type { ExitLegName } from './exits-shape.ts'

/** How the last order of this form ended. */
export type TicketResult =
  | {
      readonly kind: 'accepted'
      readonly accountId: string
      readonly clientOrderId: string
      readonly placed: PlacedOrderView
    }
  | { readonly kind: 'rejected'; readonly error: ErrorView }
  | {
      readonly kind: 'unknown'
      readonly accountId: string
      /** The form that it was sent by, by which the gateway tells what became of it. */
      readonly formId: string
      readonly error: ErrorView
      readonly clientOrderId: string | null
      /** What was asked, for a person who comes back to it later. */
      readonly what: string
    }

/**
 * The order form. It outlives the screen, so that an order on its way or of unknown outcome cannot be forgotten by
 * looking elsewhere. `formId` names at most one order: it is renewed only by a final outcome or by the person.
 */
interface TicketState {
  readonly draft: OrderDraft
  readonly formId: string
  /** Inputs whose problems are shown. */
  readonly touched: ReadonlySet<DraftField>
  readonly sending: boolean
  readonly result: TicketResult | null
}

const newTicket = (draft: OrderDraft): Omit<TicketState, 'result'> => ({
  draft,
  formId: crypto.randomUUID(),
  touched: new Set(),
  sending: false,
})

export const useTicket = create<TicketState>(() => ({ ...newTicket(emptyDraft), result: null }))

/** Whether the form may send an order. */
export function isLocked(ticket: Pick<TicketState, 'sending' | 'result'>): boolean {
  return ticket.sending || ticket.result?.kind === 'unknown'
}

export function editDraft(change: Partial<OrderDraft>, field: DraftField | null = null): void {
  useTicket.setState(({ draft, touched }) => ({
    draft: { ...draft, ...change },
    touched: field === null ? touched : new Set([...touched, field]),
  }))
}

type NumberName = 'price' | 'triggerPrice' | 'trailingPercent' | 'activationPrice'

/** What an input of a number does with the draft: the same functions for as long as the window is open. */
interface Typing {
  readonly onChange: (value: TypedNumber) => void
  readonly onLeave: () => void
}

/** @param field whose problems it shows, where that is not its name */
export function typingIn<Name extends NumberName>(
  name: Name,
  ...[field]: Name extends DraftField ? [] : [DraftField]
): Typing {
  const shown = field ?? (name as DraftField)
  return { onChange: (value) => editDraft({ [name]: value }, shown), onLeave: () => touch(shown) }
}

/** The same for a price of an exit. */
export function typingInExit(leg: ExitLegName, name: 'triggerPrice' | 'limitPrice'): Typing {
  return {
    onChange: (value) => editExit(leg, { [name]: value }, `${leg}.${name}`),
    onLeave: () => touch(`${leg}.${name}`),
  }
}

export function editExit(leg: ExitLegName, change: Partial<ExitDraft>, field: DraftField): void {
  editDraft({ [leg]: { ...useTicket.getState().draft[leg], ...change } }, field)
}

/** Its problems are shown from now on. */
export function touch(field: DraftField): void {
  useTicket.setState(({ touched }) => (touched.has(field) ? {} : { touched: new Set([...touched, field]) }))
}

/** The person clears the form. An order still on its way keeps it. */
export function resetTicket(): void {
  useTicket.setState((state) => (state.sending ? {} : { ...newTicket(cleared(state.draft)), result: null }))
}

/** Other account or symbol: prices and amounts no longer mean anything. The last result stays to be read. */
export function clearForOtherMarket(): void {
  useTicket.setState((state) =>
    isLocked(state) ? { draft: cleared(state.draft), touched: new Set() } : newTicket(cleared(state.draft)),
  )
}

export function startSending(): void {
  useTicket.setState({ sending: true, result: null })
}

export function finishSending(result: TicketResult): void {
  useTicket.setState((state) => {
    switch (result.kind) {
      case 'accepted':
        return { ...newTicket(cleared(state.draft)), result }
      case 'rejected':
        return { ...newTicket(state.draft), touched: state.touched, result }
      case 'unknown':
        return { sending: false, result }
    }
  })
}

export function dismissResult(): void {
  useTicket.setState((state) => (state.result?.kind === 'unknown' ? {} : { result: null }))
}

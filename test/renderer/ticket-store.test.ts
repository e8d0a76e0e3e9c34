import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDraft } from '../../src-renderer/trade/draft.ts'
import {
  clearForOtherMarket,
  dismissResult,
  editDraft,
  finishSending,
  isLocked,
  resetTicket,
  startSending,
  useTicket,
} from '../../src-renderer/trade/ticket-store.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { openOrder } from './sample-order.ts'

const error: ErrorView = {
  class: 'unknown-outcome',
  text: { key: 'panel.write_unconfirmed', params: {} },
  field: null,
  exchange: null,
}
const unknown = {
  kind: 'unknown',
  accountId: 'a',
  formId: 'f',
  error,
  clientOrderId: null,
  what: 'Buy 1 BTC',
} as const
const accepted = {
  kind: 'accepted',
  accountId: 'a',
  clientOrderId: 'c',
  placed: { order: openOrder, legs: [], notes: [] },
} as const
const formId = (): string => useTicket.getState().formId

describe('one form places at most one order', () => {
  beforeEach(() => {
    useTicket.setState({ draft: emptyDraft, formId: crypto.randomUUID(), sending: false, result: null })
  })

  it('keeps its id while it is edited and sent', () => {
    const before = formId()
    editDraft({ amount: '1' }, 'amount')
    startSending()
    expect(formId()).toBe(before)
    expect(isLocked(useTicket.getState())).toBe(true)
  })

  it('gets a new id after a refusal and keeps what was typed', () => {
    const before = formId()
    editDraft({ amount: '1' })
    startSending()
    finishSending({ kind: 'rejected', error })
    expect(formId()).not.toBe(before)
    expect(useTicket.getState().draft.amount).toBe('1')
    expect(isLocked(useTicket.getState())).toBe(false)
  })

  it.each([
    ['an order', () => finishSending(accepted)],
    ['another market', clearForOtherMarket],
    ['the button that clears it', resetTicket],
  ])('nothing that can hide stays in it after %s', (_after, happens) => {
    const hidden = {
      postOnly: true,
      timeInForce: 'fok',
      unit: 'quote',
      price: '1',
      triggerPrice: '2',
    } as const
    editDraft({ side: 'sell', kind: 'stop_limit', amount: '3', ...hidden })
    happens()
    expect(useTicket.getState().draft).toEqual({ ...emptyDraft, side: 'sell', kind: 'stop_limit' })
  })

  it('stays locked with the same id after an unknown outcome, until the person starts anew', () => {
    const before = formId()
    startSending()
    finishSending(unknown)
    dismissResult()
    clearForOtherMarket()
    expect(useTicket.getState().result).toEqual(unknown)
    expect(isLocked(useTicket.getState())).toBe(true)
    expect(formId()).toBe(before)
    resetTicket()
    expect(isLocked(useTicket.getState())).toBe(false)
    expect(formId()).not.toBe(before)
  })

  it('cannot be reset while an order is on its way', () => {
    const before = formId()
    startSending()
    resetTicket()
    clearForOtherMarket()
    expect(formId()).toBe(before)
    expect(useTicket.getState().sending).toBe(true)
  })

  it('drops prices and amounts for another market, not the choices', () => {
    editDraft({ side: 'sell', kind: 'limit', amount: '1', price: '65000' })
    clearForOtherMarket()
    expect(useTicket.getState().draft).toEqual({ ...emptyDraft, side: 'sell', kind: 'limit' })
  })
})

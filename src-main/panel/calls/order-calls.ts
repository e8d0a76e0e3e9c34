import { randomUUID } from 'node:crypto'
import type { Account } from '../../../src-shared/account.ts'
import type { DryRun, orderCalls as contract, OrderPreview, PlaceResult } from '../../../src-shared/contract/orders.ts'
import { errorView } from '../../../src-shared/errors.ts'
import type { Order, OrderRequest, Origin } from '../../../src-shared/order.ts'
import { cancelAll, meantToCancel } from '../../trading/cancel-all.ts'
import type { PlaceOutcome } from '../../trading/desk-types.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** Cancelling and changing are safe to repeat, so each click is a request of its own; only placing has a form id. */
const panelOrigin = (requestId: string = randomUUID()): Origin => ({ kind: 'panel', requestId })

/** A client order id that no order will have. */
const dryRunId = (): string => `dry${randomUUID().replaceAll('-', '')}`.slice(0, 30)

/** The exchange's own object stays in the main process: the journal keeps it, no screen shows it. */
const withoutRaw = (order: Order): Order => ({ ...order, raw: null })

export function orderCalls({
  accounts,
  clients,
  desk,
  journal,
  live,
  placing,
}: PanelServices): CallHandlers<typeof contract> {
  const trading = { desk, journal }
  const named = (accountId: string | null): readonly Account[] =>
    accountId === null ? accounts.list() : [accounts.view(accountId)]
  return {
    'orders.preview': async ({ accountId, request }): Promise<OrderPreview> => {
      try {
        return estimate(await desk.preview({ accountId, request }))
      } catch (error) {
        return { accepted: false, error: errorView(error) }
      }
    },
    'orders.dryRun': async ({ accountId, request }): Promise<DryRun> => {
      try {
        const sent = await desk.sendable({ accountId, request })
        if (sent !== null) await clients.clientFor(accountId).testOrder(sent, dryRunId())
        return { accepted: true }
      } catch (error) {
        return { accepted: false, error: errorView(error) }
      }
    },
    'orders.place': async ({ accountId, formId, request }) => {
      const origin = panelOrigin(formId)
      await placing?.(accountId, request, origin)
      return placeResult(await desk.place({ accountId, request }, origin))
    },
    'orders.outcome': async ({ accountId, formId }) => {
      const outcome = await desk.outcomeOf(accountId, panelOrigin(formId))
      return outcome && placeResult(outcome)
    },
    'orders.get': async ({ accountId, orderId, symbol }) => {
      const order = await clients.clientFor(accountId).fetchOrder({ symbol, orderId })
      return withoutRaw(desk.withEndings(accountId, [order])[0] ?? order)
    },
    'orders.open': async ({ accountId }) =>
      (await live.openOrders(accountId, null, () => desk.openOrders(accountId, null))).value.map(withoutRaw),
    'orders.history': async ({ accountId, symbol, limit }) => {
      const { orders, notes } = await desk.history(accountId, { symbol, since: null, until: null, limit })
      return { orders: orders.map(withoutRaw), notes }
    },
    'orders.cancel': async ({ accountId, orderId, symbol }) =>
      withoutRaw(await desk.cancel({ accountId, orderId, symbol }, panelOrigin())),
    'orders.meantToCancel': ({ accountId, ...asked }) =>
      meantToCancel(trading, { ...asked, accounts: named(accountId) }),
    'orders.cancelAll': ({ accountId, ...asked }) => {
      const batch = randomUUID()
      return cancelAll(trading, { ...asked, accounts: named(accountId) }, (index) => panelOrigin(`${batch}.${index}`))
    },
    'orders.askAgain': ({ journalId }) => {
      desk.askAgain(journalId)
      return null
    },
    'orders.settle': async ({ journalId, orderId }) => {
      await desk.settleByHand(journalId, orderId, panelOrigin())
      return null
    },
    'orders.edit': async ({ accountId, orderId, symbol, ...change }) =>
      withoutRaw(await desk.edit({ accountId, orderId, symbol, change }, panelOrigin())),
  }
}

function placeResult(outcome: PlaceOutcome): PlaceResult {
  if (outcome.outcome !== 'accepted') return outcome
  const { order, legs, notes } = outcome.placed
  return { ...outcome, placed: { order: withoutRaw(order), legs: legs.map(withoutRaw), notes } }
}

/** Quantity and value of a normalised request, as far as they are certain before the exchange executes it. */
function estimate(request: OrderRequest): OrderPreview {
  if (request.kind === 'market') {
    const { unit, value } = request.amount
    return unit === 'base'
      ? { accepted: true, quantity: value, quoteValue: null }
      : { accepted: true, quantity: null, quoteValue: value }
  }
  const price = 'price' in request ? request.price : null
  return {
    accepted: true,
    quantity: request.quantity,
    quoteValue: price === null ? null : price.times(request.quantity),
  }
}

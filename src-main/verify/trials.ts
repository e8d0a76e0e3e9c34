import type { ErrorView } from '../../src-shared/errors.ts'
import { errorView } from '../../src-shared/errors.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message } from '../../src-shared/messages/index.ts'
import type { Order, OrderChange, OrderRequest, Origin, PlacedOrder } from '../../src-shared/order.ts'
import { clientOrderIdOf } from '../trading/client-order-id.ts'
import type { Deadline, PlaceOutcome } from '../trading/desk-types.ts'
import { type CleaningParts, cleanUp } from './clean-up.ts'
import type { RunReport } from './run-report.ts'
import type { RunOrder } from './run-store.ts'

/** An order of a run that an exchange took, or why it did not. */
export type Trial =
  | { readonly placed: PlacedOrder; readonly clientOrderId: string; readonly request: OrderRequest }
  | { readonly error: ErrorView }

/** What a run placed cannot be shown to be gone, or nobody knows what became of it: nothing more is placed. */
export class LeftStanding extends Error {}

/** An order waits no longer than this for the limits of the exchange or a person's approval. */
const deadlineMs = 20_000
const settlingLooks = 8

/** Places a run's orders one at a time, notes each before it is sent, and ends it before the next. */
export class Trials {
  readonly #parts: CleaningParts
  readonly #report: RunReport
  readonly #now: () => number
  #count = 0

  constructor(parts: CleaningParts, report: RunReport, now: () => number) {
    this.#parts = parts
    this.#report = report
    this.#now = now
  }

  /** @throws LeftStanding while nobody knows whether it was placed. */
  async place(request: OrderRequest): Promise<Trial> {
    const { accountId, desk } = this.#parts
    const origin = this.#origin()
    const clientOrderId = clientOrderIdOf(origin, accountId)
    const { symbol } = request
    const operation = 'place' as const
    this.#report.addOrder({ origin, clientOrderId, request, symbol, operation, orderIds: [], gone: false })
    let outcome: PlaceOutcome | null = await desk.place({ accountId, request, deadline: this.#deadline() }, origin)
    for (let look = 0; outcome?.outcome === 'unknown' && look < settlingLooks; look += 1) {
      await this.#parts.pause(1_000)
      outcome = await desk.outcomeOf(accountId, origin)
    }
    if (outcome?.outcome === 'accepted') {
      const { placed } = outcome
      const orderIds = [placed.order, ...placed.legs].map(({ id }) => id)
      this.#report.changeOrder(clientOrderId, { orderIds })
      return { placed, clientOrderId, request }
    }
    if (outcome?.outcome === 'unknown') throw new LeftStanding()
    this.#report.changeOrder(clientOrderId, { gone: true })
    return { error: outcome?.error ?? errorView(new GatewayError('bug', 'error.internal')) }
  }

  /** Changes an order of the run. @throws GatewayError as `OrderDesk.edit`. */
  async edit({ id: orderId, symbol }: Order, change: Partial<OrderChange>, becomes: OrderRequest): Promise<Order> {
    const { accountId, desk } = this.#parts
    const origin = this.#origin()
    const clientOrderId = clientOrderIdOf(origin, accountId, 'edit')
    const operation = 'edit' as const
    const note = { origin, clientOrderId, request: becomes, symbol, operation, gone: false }
    this.#report.addOrder({ ...note, orderIds: [orderId] })
    const whole = { quantity: null, price: null, triggerPrice: null, ...change }
    const order = await desk.edit({ accountId, orderId, symbol, change: whole, deadline: this.#deadline() }, origin)
    this.#report.changeOrder(clientOrderId, { orderIds: [orderId, order.id] })
    return order
  }

  /** Ends everything that stands of the run. @throws LeftStanding when something cannot be shown to be gone. */
  async endAll(): Promise<void> {
    const report = this.#report
    const orders = report.orders.filter(({ gone }) => !gone)
    if (orders.length === 0) return
    const cleaned = await cleanUp(this.#parts, orders, { doubtful: false })
    report.changeOrders(orders, cleaned)
    if (cleaned.some(({ gone }) => !gone)) throw new LeftStanding()
  }

  #origin(): Origin {
    this.#count += 1
    return this.#parts.origin(`verify-${this.#report.report.id}-${this.#count}`)
  }

  #deadline(): Deadline {
    const at = this.#now() + deadlineMs
    return {
      at,
      check: () => {
        if (this.#now() > at) throw new GatewayError('refused', 'verify.too_late')
      },
    }
  }
}

/** What stands after all, for a person to look at. */
export function standingNames(orders: readonly RunOrder[]): readonly string[] {
  const names = orders
    .filter(({ gone }) => !gone)
    .flatMap(({ orderIds, clientOrderId }) => (orderIds.length === 0 ? [clientOrderId] : orderIds))
  return [...new Set(names)]
}

export const leftStandingRemark = (names: readonly string[]) =>
  message('verify.step.left_standing', { orders: names.join(', ') })

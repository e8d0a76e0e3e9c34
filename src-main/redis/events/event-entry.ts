import type { Account } from '../../../src-shared/account.ts'
import { assertNever } from '../../../src-shared/assert-never.ts'
import { endMessage } from '../../../src-shared/end-reason.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import { averageOf, costOf, limitPriceOf, triggerPriceOf } from '../../../src-shared/order-figures.ts'
import type { Order, Origin } from '../../../src-shared/order.ts'
import { becameIdOf } from '../../exchange/orders/became.ts'
import type { BracketHappening } from '../../trading/brackets/bracket-happening.ts'
import type { AskedOrder } from '../../trading/desk-types.ts'
import type { OrderStepped, TradeEvent } from '../../trading/events/trade-event.ts'
import { wireType } from '../actions/order-shape.ts'
import { errorText } from '../error-text.ts'

/** One entry of the stream, without what Redis adds to it (its number). */
export interface EventEntry {
  /** Names the event: an entry of the same id is the same event. */
  readonly id: string
  /** Flat texts; a field that does not apply is not there. */
  readonly fields: Readonly<Record<string, string>>
}

/** The version of the entries' fields; another one when the meaning of a field changes. */
const version = '1'

const orderTypes = {
  placed: 'order_placed',
  triggered: 'order_triggered',
  'partly-filled': 'order_partly_filled',
  filled: 'order_filled',
  changed: 'order_changed',
  ended: 'order_ended',
} as const satisfies Record<OrderStepped['step'], string>

interface About {
  readonly account: Account
  /** Names the gateway that tells. */
  readonly gateway: string
  /** Of sentences. */
  readonly language: Language
}

type Fields = Readonly<Record<string, string | number | Money | null>>

/** What is told of an event (docs/redis-protocol.md, "Events of accounts"); of balances an entry an asset. Pure. */
export function entriesOf(event: TradeEvent, about: About): readonly EventEntry[] {
  const { account, gateway } = about
  const common: Fields = {
    v: version,
    broker_id: account.brokerId,
    account: account.name,
    exchange: account.exchange,
    gateway,
    occurred_at: event.at,
    learned: event.learned,
  }
  const own = idOf(gateway, event.name)
  switch (event.type) {
    case 'order':
      // Whoever sees this step of the order gives it this name.
      return [entry(idOf(account.brokerId, event.name), { ...common, ...orderFields(event, about) })]
    case 'refused': {
      const error = { error: errorText(event.error.text, about.language), error_code: event.error.text.key }
      return [entry(own, { ...common, type: 'order_refused', ...askedFields(event.asked), ...error })]
    }
    case 'in-doubt': {
      const type = event.needsPerson ? 'order_needs_attention' : 'order_in_doubt'
      const { operation, clientOrderId, orderId } = event
      const which = { operation, client_order_id: clientOrderId, order_id: orderId }
      const error = { error: errorText(event.error.text, about.language), error_code: event.error.text.key }
      return [entry(own, { ...common, type, ...which, ...askedFields(event.asked), ...error })]
    }
    case 'bracket':
      return [entry(own, { ...common, ...bracketFields(event.happened, about.language) })]
    case 'balances':
      if (event.balances === null) return [entry(own, { ...common, type: 'balance_changed' })]
      return event.balances.map(({ asset, available, held, total }) =>
        entry(idOf(own, asset), { ...common, type: 'balance_changed', asset, available, frozen: held, total }),
      )
    default:
      return assertNever(event)
  }
}

/** Says how many events were given up while Redis took none. */
export function lostEntry(count: number, gateway: string, at: number): EventEntry {
  const fields = { v: version, type: 'events_lost', gateway, count, occurred_at: at }
  return entry(idOf(gateway, `lost ${at}`), fields)
}

function orderFields({ step, order, filledNow, role, bracketId }: OrderStepped, { language }: About): Fields {
  const { id, clientOrderId, listId, symbol, side, terms, status, filled, endReason } = order
  return {
    type: orderTypes[step],
    symbol,
    order_id: id,
    client_order_id: clientOrderId,
    list_id: listId,
    became_order_id: becameIdOf(order.raw),
    bracket_id: bracketId,
    role,
    side,
    order_type: wireType(terms),
    status,
    amount: order.quantity,
    price: limitPriceOf(terms),
    trigger_price: triggerPriceOf(terms),
    filled,
    filled_now: filledNow.isZero() ? null : filledNow,
    average: averageOf(order),
    cost: costFields(order),
    end_reason: endReason?.kind ?? null,
    end_reason_text: endReason === null ? null : errorText(endMessage(endReason), language),
  }
}

/** null while nothing was executed, or where nobody says for how much. */
function costFields(order: Order): Money | null {
  const cost = costOf(order)
  return cost.isZero() ? null : cost
}

function askedFields({ origin, symbol, side }: AskedOrder): Fields {
  return {
    symbol,
    side,
    request_id: requestIdOf(origin),
    bracket_id: origin.kind === 'bracket' ? origin.bracketId : null,
  }
}

/** Only who asked over Redis knows its request by that. */
function requestIdOf(origin: Origin): string | null {
  return origin.kind === 'redis' ? origin.requestId : null
}

function bracketFields(happened: BracketHappening, language: Language): Fields {
  const { bracketId, symbol, exitSide } = happened
  const common = { bracket_id: bracketId, symbol, side: exitSide }
  switch (happened.kind) {
    case 'exit-fired': {
      const { role, by, triggerPrice, orderId } = happened
      return { ...common, type: 'exit_fired', role, by, trigger_price: triggerPrice, order_id: orderId }
    }
    case 'protected':
      return { ...common, type: 'bracket_protected', amount: happened.quantity }
    case 'ended': {
      const { ending, received, exited, remaining } = happened
      return { ...common, type: 'bracket_ended', ending, amount: received, exited, remaining }
    }
    case 'attention': {
      const { alarm } = happened
      return { ...common, type: 'bracket_attention', error: errorText(alarm, language), error_code: alarm.key }
    }
    default:
      return assertNever(happened)
  }
}

const idOf = (of: string | number, name: string): string => `${of}:${name.replaceAll(' ', ':')}`

function entry(id: string, fields: Fields): EventEntry {
  const told = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as const],
  )
  return { id, fields: Object.fromEntries(told) }
}

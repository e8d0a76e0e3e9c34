import type { Account, ExchangeName } from '../../src-shared/account.ts'
import { type GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import type { Market, Ticker } from '../../src-shared/market.ts'
import { message, type MessageKey, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Order } from '../../src-shared/order.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { ClockSample } from '../exchange/http/server-clock.ts'
import type { ExchangeAnswer, Answers } from './answers.ts'
import type { FactName, Facts } from './facts.ts'

/** The market that a run looks at, and trades on. */
export interface ChosenMarket {
  readonly market: Market
  readonly ticker: Ticker
}

/** What steps look through and where they note what they see. */
export interface Observing {
  readonly account: Account
  readonly client: BaseExchangeClient
  readonly clockOf: () => ClockSample | null
  readonly now: () => number
  readonly answers: Answers
  readonly facts: Facts
  readonly print: (answer: ExchangeAnswer, about?: string) => string
}

/** How a step ended, for the report. */
export interface StepEnd {
  readonly state: 'done' | 'failed' | 'skipped'
  readonly remark: MessageRef | null
}

export const done = (remark: MessageRef | null = null): StepEnd => ({ state: 'done', remark })
export const skipped = (remark: MessageRef): StepEnd => ({ state: 'skipped', remark })
export const failed = (remark: MessageRef): StepEnd => ({ state: 'failed', remark })

/** Of those keys that only one exchange has. */
const passingAt: Readonly<Record<ExchangeName, readonly MessageKey[]>> = {
  binance: [],
  bitget: [],
  kucoin: [],
  kraken: ['exchange.kraken.mode', 'exchange.kraken.late', 'exchange.kraken.nonce', 'exchange.kraken.lockout'],
}

/** What an exchange says of one order at one moment, and not of what it can do. */
const passing: ReadonlySet<MessageKey> = new Set<MessageKey>([
  'exchange.account_restricted',
  'exchange.restricted_location',
  'exchange.symbol_closed',
  'exchange.too_many_orders',
  'exchange.count_limit',
  'exchange.insufficient_balance',
  'exchange.would_match',
  'exchange.duplicate_order',
  ...Object.values(passingAt).flat(),
])

/** What an exchange says against the terms of an order that passed our reading of its rules. */
const ruled: ReadonlySet<MessageKey> = new Set<MessageKey>([
  'exchange.filter',
  'exchange.broken_rule',
  'exchange.bad_exit_prices',
  'exchange.would_trigger',
])
const terms: ReadonlySet<string> = new Set(['price', 'quantity', 'triggerPrice', 'amount'])

/**
 * Whether an order was refused for its price or size: our reading of the market's rules is wrong then, or the market
 * moved.
 */
export function breaksRule({ text, field, exchange }: Pick<GatewayError, 'text' | 'field' | 'exchange'>): boolean {
  return exchange !== null && (ruled.has(text.key) || (field !== null && terms.has(field)))
}

/**
 * What an error shows of the exchange: false that it does not do what was asked; null nothing (no answer, no right, no
 * money, a price that it does not want now).
 */
export function shownBy(error: Pick<GatewayError, 'class' | 'text' | 'field' | 'exchange'>): false | null {
  const { class: errorClass, exchange, text } = error
  const isUnreadable =
    text.key === 'exchange.no_answer' && exchange?.httpStatus !== undefined && exchange.httpStatus === 200
  if (isUnreadable) return false
  if (passing.has(text.key) || breaksRule(error)) return null
  return (errorClass === 'refused' || errorClass === 'not-found') && exchange !== null ? false : null
}

/** The exchange's last answer since a mark, as the report keeps it. */
function lastAnswer({ answers, print }: Observing, mark: number, about?: string): string | null {
  const last = answers.since(mark).at(-1)
  return last === undefined ? null : print(last, about)
}

/** Asks something and notes under `name` whether it could be had. @returns null when it could not. */
export async function ask<T>(run: Observing, name: FactName, work: () => Promise<T>): Promise<T | null> {
  const mark = run.answers.count
  try {
    const value = await work()
    run.facts.note(name, { holds: true, answer: lastAnswer(run, mark), remark: null })
    return value
  } catch (thrown) {
    const error = toGatewayError(thrown)
    run.facts.note(name, { holds: shownBy(error), answer: lastAnswer(run, mark), remark: error.text })
    return null
  }
}

/** Notes whether something is so, with what was answered since a mark. */
export function note(
  run: Observing,
  name: FactName,
  holds: boolean | null,
  mark: number,
  remark: MessageRef | null = null,
): void {
  run.facts.note(name, { holds, answer: lastAnswer(run, mark), remark })
}

/** Every status word must be one that we know. */
export function noteStatuses(run: Observing, orders: readonly Order[], mark: number): void {
  if (orders.length === 0) return
  const strange = orders.find(({ status }) => status === 'unknown')
  note(
    run,
    'orders.status_known',
    strange === undefined,
    mark,
    strange === undefined ? null : message('verify.remark.strange_status', { status: strange.nativeStatus }),
  )
}

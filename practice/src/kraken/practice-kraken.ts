import { z } from 'zod'
import type { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { moneyText } from '../engine/money-text.ts'
import type { Numbers } from '../engine/numbers.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { EngineOrder } from '../engine/types.ts'
import type { ClientOrderCounts } from '../host/client-order-counts.ts'
import { amendIdOf, orderIdOf, transferIdOf } from './ids.ts'
import { KrakenError } from './kraken-error.ts'
import { namesOf } from './names.ts'
import type { Parameters } from './parameters.ts'
import { DecayingCounter, type KrakenLimits } from './request-limits.ts'
import type { KrakenKey } from './security.ts'
import { StreamTokens } from './stream-tokens.ts'

/** What Kraken's endpoints work with. */
export interface PracticeKraken {
  readonly engine: PracticeEngine
  readonly counts: ClientOrderCounts
  readonly limits: KrakenLimits
  readonly state: KrakenState
}

/** One request on its way through an endpoint. */
export interface KrakenCall {
  readonly exchange: PracticeKraken
  readonly parameters: Parameters
  readonly now: number
}
export interface PrivateCall extends KrakenCall {
  readonly key: KrakenKey
  readonly accountId: string
}

const keptState = z.object({
  expiries: z.array(z.tuple([z.number(), z.number()])),
  timers: z.array(z.tuple([z.string(), z.number()])),
  condemned: z.array(z.number()),
  amends: z.array(
    z.tuple([
      z.number(),
      z.array(
        z.object({
          id: z.string(),
          by: z.enum(['original', 'user']),
          quantity: moneyText,
          limitPrice: moneyText.nullable(),
          triggerPrice: moneyText.nullable(),
          time: z.number(),
        }),
      ),
    ]),
  ),
})

/** What the server keeps beside the engine. */
export class KrakenState {
  readonly restCounters = new Map<string, DecayingCounter>()
  readonly tradingCounters = new Map<string, DecayingCounter>()
  /** Unknown keys by address: how many, and until when (epoch ms) it is locked out. */
  readonly strangers = new Map<string, { count: number; lockedUntil: number }>()
  /** Orders with a time at which they end: engine id → epoch ms. */
  readonly expiries = new Map<number, number>()
  /** Dead man's timers by account: epoch ms. */
  readonly timers = new Map<string, number>()
  /**
   * Engine ids of orders that a dead man's timer has condemned, and that still live because their market does not
   * cancel.
   */
  readonly condemned = new Set<number>()
  /** What every amended order was like, from the beginning, by engine id. */
  readonly amends = new Map<number, readonly AmendRecord[]>()
  /** What opens private channels. Not kept over a restart: sockets do not live that long either. */
  readonly tokens = new StreamTokens()
  readonly #numbers: Numbers

  constructor(numbers: Numbers) {
    this.#numbers = numbers
  }

  /** An id for orders that came without one; it never leaves the server, and no request can bring one like it. */
  newClientId(): string {
    return `${generatedPrefix}${this.#numbers.take('client')}`
  }

  /** An id for what came or went without a trade. */
  newLedgerId(): string {
    return transferIdOf(this.#numbers.take('client'))
  }

  newAmendId(): string {
    return amendIdOf(this.#numbers.take('amendment'))
  }

  /**
   * What is kept over a restart, for {@link restore}: nothing of counters and lockouts, which a quiet minute ends, too.
   */
  kept(): unknown {
    return {
      expiries: [...this.expiries],
      timers: [...this.timers],
      condemned: [...this.condemned],
      amends: [...this.amends],
    }
  }

  /** @throws z.ZodError */
  restore(kept: unknown): void {
    const { expiries, timers, condemned, amends } = keptState.parse(kept)
    for (const [id, at] of expiries) this.expiries.set(id, at)
    for (const [accountId, at] of timers) this.timers.set(accountId, at)
    for (const id of condemned) this.condemned.add(id)
    for (const [id, records] of amends) this.amends.set(id, records)
  }
}

const generatedPrefix = 'without a client order id '

export const isGenerated = (clientOrderId: string): boolean => clientOrderId.startsWith(generatedPrefix)

/** The terms of an order from `time` (epoch ms) on. */
export interface AmendRecord {
  readonly id: string
  readonly by: 'original' | 'user'
  readonly quantity: Money
  readonly limitPrice: Money | null
  readonly triggerPrice: Money | null
  readonly time: number
}

/** Epoch ms at which the order was created or last amended: what its age is reckoned from. */
export function termsSince(order: EngineOrder): number {
  return order.amendments.at(-1)?.time ?? order.createdAt
}

/** @throws KrakenError `EQuery:Unknown asset pair`. */
export function marketNamed(engine: PracticeEngine, name: string): PracticeMarket {
  const market = engine.markets().find((each) => namesOf(each).includes(name))
  if (market === undefined) throw new KrakenError('EQuery:Unknown asset pair')
  return market
}

export function counterOf(counters: Map<string, DecayingCounter>, name: string): DecayingCounter {
  const counter = counters.get(name) ?? new DecayingCounter()
  counters.set(name, counter)
  return counter
}

/**
 * Books order traffic on a pair; the fixed part counts even when the request fails. @throws KrakenError
 * `EOrder:Rate limit exceeded`.
 */
export function chargeTrading({ exchange, accountId, now }: PrivateCall, symbol: string, cost: number): void {
  const { tradingMax, tradingDecayMilli } = exchange.limits
  const counter = counterOf(exchange.state.tradingCounters, `${accountId} ${symbol}`)
  if (counter.now(now, tradingDecayMilli / 1e6) + cost > tradingMax) throw new KrakenError('EOrder:Rate limit exceeded')
  counter.add(cost)
}

/** The account's order of a txid; null when there is none. */
export function orderByTxid({ exchange, accountId }: PrivateCall, txid: string): EngineOrder | null {
  const id = orderIdOf(txid)
  const order = id === null ? null : exchange.engine.order(id)
  return order?.accountId === accountId ? order : null
}

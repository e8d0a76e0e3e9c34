import { z } from 'zod'
import type { Money } from '../../../src-shared/money.ts'
import { moneyText } from '../engine/money-text.ts'
import type { Numbers } from '../engine/numbers.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import { isWaiting, type EngineOrder } from '../engine/types.ts'
import type { ClientOrderCounts } from '../host/client-order-counts.ts'
import type { Parameters } from './parameters.ts'
import type { KuCoinKey } from './security.ts'
import { StreamTokens } from './stream-tokens.ts'

export interface PracticeKuCoin {
  readonly engine: PracticeEngine
  readonly counts: ClientOrderCounts
  readonly state: KuCoinState
  readonly streams: StreamTerms
}

/** What the answers that open sockets say of them. */
interface StreamTerms {
  readonly pingInterval: number
  readonly pingTimeout: number
}

export interface KuCoinCall {
  readonly exchange: PracticeKuCoin
  readonly parameters: Parameters
  /** What follows the endpoint's path: an order's id. */
  readonly rest: string
  readonly now: number
  /** The address of sockets, as the caller reaches this server. */
  readonly streamEndpoint: string
}
export interface PrivateCall extends KuCoinCall {
  readonly key: KuCoinKey
  readonly accountId: string
}

/** Money that went from the main to the trade wallet of an account; a negative amount went back. */
export interface Transfer {
  readonly accountId: string
  readonly asset: string
  readonly amount: Money
  readonly time: number
}

/** What a dead man's switch will do at `at` (epoch ms); no symbols: all of them. */
export interface DeadMansTimer {
  readonly at: number
  readonly timeoutSeconds: number
  readonly symbols: readonly string[]
}

const keptState = z.object({
  main: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), moneyText]))])),
  transfers: z.array(z.object({ accountId: z.string(), asset: z.string(), amount: moneyText, time: z.number() })),
  timers: z.array(
    z.tuple([z.string(), z.object({ at: z.number(), timeoutSeconds: z.number(), symbols: z.array(z.string()) })]),
  ),
})

/** What the server keeps beside the engine. */
export class KuCoinState {
  /** Main wallets by account, units by asset. */
  readonly main = new Map<string, Map<string, Money>>()
  /** Oldest first. */
  readonly transfers: Transfer[] = []
  /** By account: a new one takes the place of the old. */
  readonly timers = new Map<string, DeadMansTimer>()
  /** What opens sockets. Not kept over a restart: sockets do not live that long either. */
  readonly tokens = new StreamTokens()
  readonly #numbers: Numbers

  constructor(numbers: Numbers) {
    this.#numbers = numbers
  }

  /** An id for orders that came without one: no client can choose it, and it never leaves the server. */
  newClientId(): string {
    return `#${this.#numbers.take('client')}`
  }

  /** A number for a token; the text that is made of it nobody can guess. */
  newTokenNumber(): number {
    return this.#numbers.take('client')
  }

  /** What is kept over a restart, for {@link restore}. */
  kept(): unknown {
    return {
      main: [...this.main].map(([accountId, wallet]) => [accountId, [...wallet]]),
      transfers: this.transfers,
      timers: [...this.timers],
    }
  }

  /** @throws z.ZodError */
  restore(kept: unknown): void {
    const { main, transfers, timers } = keptState.parse(kept)
    for (const [accountId, wallet] of main) this.main.set(accountId, new Map(wallet))
    this.transfers.push(...transfers)
    for (const [accountId, timer] of timers) this.timers.set(accountId, timer)
  }

  mainOf(accountId: string): Map<string, Money> {
    const wallet = this.main.get(accountId) ?? new Map<string, Money>()
    this.main.set(accountId, wallet)
    return wallet
  }
}

/** The client id as its owner knows it, of an order or of a pair; empty when it came with none. */
export const givenId = (clientId: string): string => (clientId.startsWith('#') ? '' : clientId)

/** KuCoin's symbol of BASE/QUOTE. */
export const dashed = (symbol: string): string => symbol.replace('/', '-')
export const slashed = (symbol: string): string => symbol.replace('-', '/')

/**
 * Orders that have been in the book: everything but stops that were never triggered. What a stop triggers becomes an
 * order of the book under the stop's client id; that KuCoin does so too is an assumption, since it documents no other
 * link between the two.
 */
export function hfOrders({ exchange, accountId }: PrivateCall): readonly EngineOrder[] {
  return exchange.engine.account(accountId).orders.filter((order) => !isWaiting(order))
}

/** Those of {@link hfOrders} that live. */
export function openHfOrders({ exchange, accountId }: PrivateCall): readonly EngineOrder[] {
  return [...exchange.engine.account(accountId).open].filter((order) => !isWaiting(order))
}

import type { Account } from '../../src-shared/account.ts'
import type { Origin } from '../../src-shared/order.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import type { VerificationReport } from '../../src-shared/verification.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { ClockSample } from '../exchange/http/server-clock.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import type { RouteStreams } from './order-route.ts'

/** The order desk, as far as a run uses it. */
export type VerifyingDesk = Pick<OrderDesk, 'place' | 'edit' | 'cancel' | 'outcomeOf' | 'openWork'> & {
  readonly guard: Pick<OrderDesk['guard'], 'killSwitch'>
  readonly brackets: Pick<OrderDesk['brackets'], 'release'>
}

export interface VerificationsParts {
  readonly dataFolder: string
  readonly accounts: { get(id: string): Account | null; list(): readonly Account[] }
  /** The manager. */
  readonly clients: {
    clientFor(accountId: string): BaseExchangeClient
    statusFor(accountId: string): { readonly clock: ClockSample | null } | null
  }
  /** Open the socket of accounts whose orders are to go over one. */
  readonly streams: RouteStreams
  /** null: nothing can be traded or cleaned up (a command beside a running gateway). */
  readonly desk: VerifyingDesk | null
  /** Everything of an account that must be in no report: key, secret, passphrase. */
  readonly secretsOf: (accountId: string) => readonly string[]
  /** Who asks, for the journal. */
  readonly origin: (requestId: string) => Origin & { readonly kind: 'panel' | 'cli' }
  /** Takes these abilities from an account, since its exchange contradicts what they rely on. */
  readonly switchOff: (accountId: string, list: readonly SwitchedOff[]) => Promise<void> | void
  /** Told of every change of a report that is being made. */
  readonly changed?: (report: VerificationReport) => void
  readonly now?: () => number
  /** Waits between looks; tests give one that does not. */
  readonly pause?: (ms: number) => Promise<void>
  readonly logBug?: (error: unknown) => void
}

/** What a run may trade: `symbol` null: the most liquid that the account can pay; `mostQuote` null: the usual bound. */
export interface TradeWish {
  readonly symbol: string | null
  /** The most that may be at risk, in the quote asset. */
  readonly mostQuote: string | null
  /** The account's name as a person typed it, without which nothing is traded on anything but a practice account. */
  readonly word?: string | null
}

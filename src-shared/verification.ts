import type { Environment, ExchangeName } from './account.ts'
import type { MessageRef } from './messages/index.ts'
import type { Switchable } from './switched-off.ts'

/** `not_observed`: nothing in this run could show it (no such order, not traded, the exchange did not answer). */
export const verdicts = ['agrees', 'differs', 'not_observed'] as const
export type Verdict = (typeof verdicts)[number]

/** One thing that the client relies on, and what the exchange really did. */
export interface AssumptionResult {
  /** Stable, e.g. `kucoin.oco.freezes_balance`. */
  readonly id: string
  /** The assumption as a sentence. */
  readonly assumption: MessageRef
  /** Where it stands: `docs/exchanges/kucoin.md §9`. */
  readonly source: string
  readonly verdict: Verdict
  /** The exchange's own words with every secret struck out, cut to a readable length; null: it was not asked. */
  readonly answer: string | null
  /** Why it was not observed, or what differs. */
  readonly remark: MessageRef | null
  /** What was switched off for the account because of it; null: nothing depends on it. */
  readonly switchedOff: Switchable | null
}

/** One thing that was done, in order. Times are epoch ms. */
export interface VerificationStep {
  readonly id: string
  readonly title: MessageRef
  readonly state: 'running' | 'done' | 'failed' | 'skipped'
  /** What came of it, or why it failed or was skipped. */
  readonly remark: MessageRef | null
  readonly startedAt: number
  readonly endedAt: number | null
}

/** The most that the orders of a run may cost if every one of them filled at once. Decimal text of `asset`. */
export interface VerificationRisk {
  readonly symbol: string
  readonly most: string
  readonly asset: string
}

/** What "check this account" found out. Kept in the data folder, newest first; nothing secret in it. */
export interface VerificationReport {
  readonly id: string
  readonly accountId: string
  readonly account: string
  readonly exchange: ExchangeName
  readonly environment: Environment['kind']
  /** The exchange's word for the kind of account; null until it told. */
  readonly accountKind: string | null
  /** Epoch ms; `endedAt` null: it runs, or was cut off. */
  readonly startedAt: number
  readonly endedAt: number | null
  /** null: nothing was traded. */
  readonly risk: VerificationRisk | null
  readonly steps: readonly VerificationStep[]
  readonly results: readonly AssumptionResult[]
  /** `interrupted`: the process ended before the run did; what it had placed is cleaned up first by the next run. */
  readonly outcome: 'running' | 'agrees' | 'differs' | 'failed' | 'interrupted'
  /** Exchange ids of orders of the run that could not be shown to be gone. */
  readonly leftStanding: readonly string[]
}

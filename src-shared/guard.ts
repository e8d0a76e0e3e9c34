import { Money } from './money.ts'

/**
 * The kill switch. `active`: orders go through; `reducing`: only cancellations and what reduces a position (sales,
 * exits); `halted`: only cancellations, so that even the exits that the application holds stay where they are.
 */
export const killSwitchStates = ['active', 'reducing', 'halted'] as const
export type KillSwitchState = (typeof killSwitchStates)[number]

const strictness: Readonly<Record<KillSwitchState, number>> = { active: 0, reducing: 1, halted: 2 }

/** Whether a change of the switch lets more through than before: then the word has to be typed. */
export function loosens(from: KillSwitchState, to: KillSwitchState): boolean {
  return strictness[to] < strictness[from]
}

/** What a person has to type to let more through again; the same in every language. */
export function wordFor(to: KillSwitchState): string {
  return to.toUpperCase()
}

/**
 * What an account allows, whoever asks. null: no limit. Money is in US dollars: USD, USDT and USDC count as one, other
 * quote currencies by their last price. Exits that the application places for a bracket are not limited: they reduce
 * what was allowed before.
 */
export interface AccountLimits {
  /** BASE/QUOTE. */
  readonly symbols: readonly string[] | null
  readonly largestOrder: Money | null
  readonly ordersPerMinute: number | null
  /** What may be ordered from midnight to midnight UTC. */
  readonly dailyNotional: Money | null
  /** Orders over Redis worth more wait for a person. */
  readonly approvalAbove: Money | null
}

export const noLimits: AccountLimits = {
  symbols: null,
  largestOrder: null,
  ordersPerMinute: null,
  dailyNotional: null,
  approvalAbove: null,
}

/** What a new account of real money begins with: a bot's mistake in size meets a person first. */
export const cautiousLimits: AccountLimits = { ...noLimits, approvalAbove: Money.parse('1000') }

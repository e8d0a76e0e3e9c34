import type { AmountMeaning, RedisPermission } from '../../src-shared/account.ts'
import type { CallInput } from '../../src-shared/contract.ts'
import { numberIn, type TypedNumber } from '../ui/typed-number.ts'
import type { AccountView } from '../views.ts'
import { positiveId } from './account-draft.ts'

/** An account's limits as typed; an empty text is no limit. */
export interface LimitsDraft {
  readonly redisPermission: RedisPermission
  /** null: asked with the first order. */
  readonly terminal3Amounts: AmountMeaning | null
  /** BASE/QUOTE, apart by commas or blanks. */
  readonly symbols: string
  readonly largestOrder: TypedNumber
  readonly ordersPerMinute: string
  readonly dailyNotional: TypedNumber
  readonly approvalAbove: TypedNumber
}

export const limitFields = ['symbols', 'largestOrder', 'ordersPerMinute', 'dailyNotional', 'approvalAbove'] as const
export type LimitField = (typeof limitFields)[number]

export type LimitProblem =
  | { readonly key: 'notANumber'; readonly value: string }
  | { readonly key: 'notPositive' }
  | { readonly key: 'negative' }
  | { readonly key: 'notACount' }
  | { readonly key: 'notASymbol'; readonly value: string }

export function limitsDraftOf({ redisPermission, terminal3Amounts, limits }: AccountView): LimitsDraft {
  return {
    redisPermission,
    terminal3Amounts,
    symbols: limits.symbols?.join(', ') ?? '',
    largestOrder: limits.largestOrder ?? '',
    ordersPerMinute: limits.ordersPerMinute === null ? '' : String(limits.ordersPerMinute),
    dailyNotional: limits.dailyNotional ?? '',
    approvalAbove: limits.approvalAbove ?? '',
  }
}

type Limits = CallInput<'accounts.setLimits'>['limits']

const mostAMinute = 100_000

/** What to send, or what is wrong with which input. `markets`: the account's symbols; null while they are not known. */
export function limitsFrom(
  draft: LimitsDraft,
  markets: ReadonlySet<string> | null,
): { readonly limits: Limits } | { readonly wrong: Readonly<Partial<Record<LimitField, LimitProblem>>> } {
  const wrong: Partial<Record<LimitField, LimitProblem>> = {}
  const money = (field: 'largestOrder' | 'dailyNotional' | 'approvalAbove', mayBeZero: boolean): string | null => {
    const typed = draft[field]
    if (typed === '') return null
    const value = numberIn(typed)
    if (value === null) wrong[field] = { key: 'notANumber', value: typeof typed === 'string' ? typed : typed.text }
    else if (mayBeZero ? value.isNegative() : !value.isPositive())
      wrong[field] = { key: mayBeZero ? 'negative' : 'notPositive' }
    return typeof typed === 'string' ? typed : null
  }
  const perMinute = draft.ordersPerMinute.trim()
  const limits: Limits = {
    symbols: symbolsOf(draft.symbols, markets, (problem) => (wrong.symbols ??= problem)),
    largestOrder: money('largestOrder', false),
    ordersPerMinute: perMinute === '' ? null : positiveId(perMinute),
    dailyNotional: money('dailyNotional', false),
    approvalAbove: money('approvalAbove', true),
  }
  const count = limits.ordersPerMinute
  if (perMinute !== '' && (count === null || count > mostAMinute)) wrong.ordersPerMinute = { key: 'notACount' }
  return Object.keys(wrong).length > 0 ? { wrong } : { limits }
}

function symbolsOf(
  text: string,
  markets: ReadonlySet<string> | null,
  fail: (problem: LimitProblem) => unknown,
): Limits['symbols'] {
  const symbols = [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter((each) => each !== ''),
    ),
  ]
  for (const value of symbols)
    if (!/^[^/]{1,32}\/[^/]{1,31}$/.test(value) || markets?.has(value) === false) fail({ key: 'notASymbol', value })
  return symbols.length === 0 ? null : symbols
}

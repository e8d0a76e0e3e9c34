import type { RedisPermission } from '../../src-shared/account.ts'
import type { CallInput } from '../../src-shared/contract.ts'
import { Money } from '../../src-shared/money.ts'
import type { AccountView } from '../views.ts'
import { positiveId } from './account-draft.ts'

/** An account's limits as typed; an empty text is no limit. */
export interface LimitsDraft {
  readonly redisPermission: RedisPermission
  /** BASE/QUOTE, apart by commas or blanks. */
  readonly symbols: string
  readonly largestOrder: string
  readonly ordersPerMinute: string
  readonly dailyNotional: string
  readonly approvalAbove: string
}

export const limitFields = [
  'symbols',
  'largestOrder',
  'ordersPerMinute',
  'dailyNotional',
  'approvalAbove',
] as const
export type LimitField = (typeof limitFields)[number]

export type LimitProblem =
  | { readonly key: 'notANumber'; readonly value: string }
  | { readonly key: 'notPositive' }
  | { readonly key: 'negative' }
  | { readonly key: 'notACount' }
  | { readonly key: 'notASymbol'; readonly value: string }

export function limitsDraftOf({ redisPermission, limits }: AccountView): LimitsDraft {
  return {
    redisPermission,
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
  const text = (field: LimitField): string => draft[field].trim()
  const money = (field: LimitField, mayBeZero: boolean): string | null => {
    const value = text(field)
    if (value === '') return null
    const parsed = value.length > 64 ? null : Money.tryParse(value)
    if (parsed === null) wrong[field] = { key: 'notANumber', value }
    else if (mayBeZero ? parsed.isNegative() : !parsed.isPositive())
      wrong[field] = { key: mayBeZero ? 'negative' : 'notPositive' }
    return value
  }
  const limits: Limits = {
    symbols: symbolsOf(text('symbols'), markets, (problem) => (wrong.symbols ??= problem)),
    largestOrder: money('largestOrder', false),
    ordersPerMinute: text('ordersPerMinute') === '' ? null : positiveId(draft.ordersPerMinute),
    dailyNotional: money('dailyNotional', false),
    approvalAbove: money('approvalAbove', true),
  }
  const count = limits.ordersPerMinute
  if (text('ordersPerMinute') !== '' && (count === null || count > mostAMinute))
    wrong.ordersPerMinute = { key: 'notACount' }
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
    if (!/^[^/]{1,32}\/[^/]{1,31}$/.test(value) || markets?.has(value) === false)
      fail({ key: 'notASymbol', value })
  return symbols.length === 0 ? null : symbols
}

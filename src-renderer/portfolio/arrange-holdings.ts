import { Money } from '../../src-shared/money.ts'
import { isMoney } from '../../src-shared/portfolio/conversion.ts'
import type { HoldingView } from './queries.ts'

export type HoldingSort = 'value' | 'asset' | 'share' | 'result'

export interface Sorting {
  readonly by: HoldingSort
  readonly descending: boolean
}

/** What a click on a column's head makes of it: the other way round, or that column the usual way. */
export function sortedBy(now: Sorting, by: HoldingSort): Sorting {
  return now.by === by ? { by, descending: !now.descending } : { by, descending: by !== 'asset' }
}

/** Sorted, those without a value last either way; dust apart. Assets of which nothing is there are left out. */
export function arrangeHoldings(
  holdings: readonly HoldingView[],
  { by, descending }: Sorting,
): { readonly shown: readonly HoldingView[]; readonly dust: readonly HoldingView[] } {
  const there = holdings.filter(({ total, elsewhere }) => total !== '0' || elsewhere !== '0')
  const sign = descending ? -1 : 1
  const sorted = [...there].sort((one, other) => {
    if (by === 'asset') return sign * one.asset.localeCompare(other.asset)
    const [a, b] = [measure(one, by), measure(other, by)]
    if (a === null || b === null) return a === b ? one.asset.localeCompare(other.asset) : a === null ? 1 : -1
    return sign * a.compare(b) || one.asset.localeCompare(other.asset)
  })
  return { shown: sorted.filter(({ dust }) => !dust), dust: sorted.filter(({ dust }) => dust) }
}

function measure({ value, share, cost }: HoldingView, by: Exclude<HoldingSort, 'asset'>): Money | null {
  const text = by === 'value' ? value : by === 'share' ? share : (cost?.unrealised ?? null)
  return text === null ? null : Money.parse(text)
}

/** Money, and what everything is told in, has no cost: nobody has to look for its purchases. */
export function hasCost(asset: string, currency: string): boolean {
  return asset !== currency && !isMoney(asset)
}

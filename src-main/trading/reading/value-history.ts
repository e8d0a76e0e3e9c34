import type { DatabaseSync } from 'node:sqlite'
import { Money } from '../../../src-shared/money.ts'
import type { ValuePoint } from '../../../src-shared/portfolio/portfolio.ts'
import type { Wire } from '../../../src-shared/wire.ts'

export interface HistoryAsked {
  readonly currency: string
  /** null: of all accounts that there ever were. */
  readonly accounts: readonly string[] | null
  /** Accounts that are there now: their last known value holds on. */
  readonly present: readonly string[]
  /** Inclusive and exclusive, epoch ms. */
  readonly from: number
  readonly until: number
  readonly step: 'hour' | 'day'
}

interface Row {
  readonly at: number
  readonly accountId: string
  readonly asset: string
  /** Of the currency alone. */
  readonly price: Money | null
  readonly value: Money | null
}

const stepMs = { hour: 3_600_000, day: 86_400_000 } as const
const decimals = 12

/**
 * What accounts were worth together, the last of each hour or UTC day, oldest first. An account that could not be read
 * at a time counts with what was known of it before; one that has no price of the currency then counts in no point.
 */
export function valueHistory(database: DatabaseSync, asked: HistoryAsked): readonly Wire<ValuePoint>[] {
  const byTime = Map.groupBy(rowsOf(database, asked), ({ at }) => at)
  const lastSeen = lastSeenOf(byTime)
  const known = new Map<string, Money>()
  const points = new Map<number, Wire<ValuePoint>>()
  for (const [at, rows] of byTime) {
    const read = new Map<string, Money>()
    for (const [accountId, own] of Map.groupBy(rows, (row) => row.accountId)) {
      const value = valueOf(own, asked.currency)
      if (value !== null) read.set(accountId, value)
    }
    for (const [accountId, value] of read) known.set(accountId, value)
    for (const accountId of known.keys())
      if (at > (lastSeen.get(accountId) ?? at) && !asked.present.includes(accountId)) known.delete(accountId)
    if (known.size === 0) continue
    points.set(Math.floor(at / stepMs[asked.step]), {
      at,
      value: Money.sum(known.values()).toString(),
      complete: read.size === known.size,
    })
  }
  return [...points.values()]
}

function rowsOf(database: DatabaseSync, { from, until, accounts, currency }: HistoryAsked): readonly Row[] {
  const wanted = accounts === null ? null : new Set(accounts)
  const rows = database
    .prepare(
      'SELECT at, account_id, asset, price, value FROM portfolio_values WHERE at >= ? AND at < ? ORDER BY at, account_id',
    )
    .all(from, until)
  return rows.flatMap((row) => {
    const [accountId, asset] = [String(row.account_id), String(row.asset)]
    if (wanted !== null && !wanted.has(accountId)) return []
    return [
      {
        at: Number(row.at),
        accountId,
        asset,
        price: asset === currency ? moneyOf(row.price) : null,
        value: moneyOf(row.value),
      },
    ]
  })
}

const moneyOf = (text: unknown): Money | null => (typeof text === 'string' ? Money.tryParse(text) : null)

function lastSeenOf(byTime: ReadonlyMap<number, readonly Row[]>): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const [at, rows] of byTime) for (const { accountId } of rows) last.set(accountId, at)
  return last
}

/** null: what one unit of the currency was worth then is not known at this exchange. */
function valueOf(rows: readonly Row[], currency: string): Money | null {
  const rate = rows.find(({ asset }) => asset === currency)?.price
  if (rate?.isPositive() !== true) return null
  return Money.sum(rows.map(({ value }) => value ?? Money.zero)).dividedBy(rate, decimals)
}

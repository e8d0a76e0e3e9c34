import { z } from 'zod'
import { money } from '../../src-shared/money-codec.ts'
import type { KeptTrade } from '../trading/django-trades.ts'
import { firstColumns, followingColumns } from './trade-row.ts'

const values = <Name extends string>(names: readonly Name[]): z.ZodType<Readonly<Record<Name, string | null>>> =>
  z.record(z.enum(names as readonly [Name, ...Name[]]), z.string().nullable())

const executed = z.object({ filled: money, cost: money, fees: money })

const recordCodec = z.object({
  first: values(firstColumns),
  /** As the row has to stand. */
  following: values(followingColumns),
  /** Django's id of the row; null: it is not known to be there. */
  tradeId: z.string().nullable(),
  /** Whether the row stands otherwise than it has to. */
  isDue: z.boolean(),
  /** Whether a row may be added; else one is brought up to date if it is there. */
  mayAdd: z.boolean(),
  /**
   * When it was tried to add it without learning whether that was done, epoch ms (0: never from here, but another gateway
   * may have had the same request); null: that is known.
   */
  triedAt: z.number().nullable(),
  /** The order that the row in the database names; null: none. */
  named: z.string().nullable(),
  /** The order as its exchange knows it; null: that is not known. */
  order: z.object({ id: z.string(), symbol: z.string() }).nullable(),
  /** Executed of orders that this one replaced, and of this one. */
  before: executed,
  now: executed,
  /** Whether nothing more is to be learnt about the order. */
  isEnded: z.boolean(),
})

/** The row of one order: what it has to say, and what of that is known to be written. */
export type TradeRecord = z.output<typeof recordCodec> & { readonly clientOrderId: string; readonly accountId: string }

/** @throws for a text that this version does not understand */
export function readRecord({ clientOrderId, accountId, trade }: KeptTrade): TradeRecord {
  return { ...recordCodec.parse(JSON.parse(trade)), clientOrderId, accountId }
}

export function keptRecord(record: TradeRecord, database: string): KeptTrade {
  const { clientOrderId, accountId, ...rest } = record
  const trade = JSON.stringify(rest)
  return { clientOrderId, accountId, database, trade, isOver: isOver(record) }
}

/** Whether the row says all that there will ever be. */
export function isOver({ isDue, isEnded }: Pick<TradeRecord, 'isDue' | 'isEnded'>): boolean {
  return isEnded && !isDue
}

import { z } from 'zod'
import { moneyText as money } from './money-text.ts'
import type { NumbersByKind } from './numbers.ts'

/**
 * An engine as it is kept: a row of JSON text for each thing that changes by itself, by a key that tells what it is
 * (`order/1000001`). Amounts and prices are decimal text; times are epoch ms. A change of these shapes needs a step in
 * practice-store.ts.
 */

const integer = z.number().int()
const side = z.enum(['buy', 'sell'])

const fill = z.object({
  /** Its place among the fills of its account. */
  index: integer,
  tradeId: integer,
  orderId: integer,
  symbol: z.string(),
  side,
  price: money,
  quantity: money,
  quoteQuantity: money,
  fee: money,
  feeAsset: z.string(),
  maker: z.boolean(),
  time: z.number(),
})

const trigger = z.object({
  kind: z.enum(['stop', 'take_profit']),
  price: money.nullable(),
  trailingBips: z.number().nullable(),
})

const amendment = z.object({
  executionId: integer,
  time: z.number(),
  previousClientOrderId: z.string(),
  clientOrderId: z.string(),
  previousQuantity: money,
  quantity: money,
})

const order = z.object({
  id: integer,
  accountId: z.string(),
  symbol: z.string(),
  listId: integer.nullable(),
  side,
  limitPrice: money.nullable(),
  timeInForce: z.enum(['gtc', 'ioc', 'fok']),
  postOnly: z.boolean(),
  trigger: trigger.nullable(),
  visibleQuantity: money.nullable(),
  selfTrade: z.enum(['allow', 'expire_maker', 'expire_taker', 'expire_both']),
  funding: z.enum(['placed', 'triggered']),
  whenReached: z.enum(['refuse', 'fire']),
  labels: z.record(z.string(), z.union([z.string(), z.number()])),
  quoteQuantity: money.nullable(),
  createdAt: z.number(),
  clientOrderId: z.string(),
  quantity: money.nullable(),
  filled: money,
  quoteFilled: money,
  state: z.enum(['pending', 'open', 'partially_filled', 'filled', 'cancelled', 'expired', 'expired_in_match']),
  expiryReason: z
    .enum([
      'rejected',
      'sibling_took_over',
      'entry_ended',
      'ioc_remainder',
      'fok_not_filled',
      'no_liquidity',
      'ended_by_exchange',
      'insufficient_funds',
    ])
    .nullable(),
  workingSince: z.number().nullable(),
  triggered: z.boolean(),
  trailingExtreme: money.nullable(),
  trailingSince: z.number().nullable(),
  updatedAt: z.number(),
  endedAt: z.number().nullable(),
  amendments: z.array(amendment),
  fills: z.array(fill),
  /** `shared`: the order, of those of one list, under whose number the legs' common hold goes. */
  hold: z.object({ shared: integer, asset: z.string(), amount: money }).nullable(),
  fundingPrice: money,
})

const list = z.object({
  id: integer,
  accountId: z.string(),
  symbol: z.string(),
  kind: z.enum(['either', 'then', 'then_either']),
  entryPays: z.boolean(),
  clientListId: z.string(),
  createdAt: z.number(),
  orderIds: z.array(integer),
  entryId: integer.nullable(),
  legIds: z.array(integer),
  proceeds: z.object({ asset: z.string(), amount: money }).nullable(),
  state: z.enum(['executing', 'done']),
  updatedAt: z.number(),
})

const balances = z.array(z.object({ asset: z.string(), free: money, locked: money }))

const account = z.object({
  id: z.string(),
  uid: integer,
  fees: z.object({ maker: money, taker: money }),
  updatedAt: z.number(),
  balances,
})

/** The market maker, and where fees go. */
const others = z.object({ house: balances, fees: balances })

const market = z.object({
  symbol: z.string(),
  last: money,
  status: z.enum(['trading', 'cancel_only', 'halted', 'break']),
  nextTradeId: integer,
})

const numbers: z.ZodType<NumbersByKind> = z.object({
  order: integer,
  list: integer,
  execution: integer,
  account: integer,
  trade: integer,
  client: integer,
  amendment: integer,
})

export type SavedOrder = z.infer<typeof order>
export type SavedList = z.infer<typeof list>
export type SavedAccount = z.infer<typeof account>
export type SavedMarket = z.infer<typeof market>
export type SavedBalances = z.infer<typeof balances>

export interface SavedEngine {
  readonly numbers: NumbersByKind
  readonly accounts: readonly SavedAccount[]
  /** By number, and so in the order in which they were placed. */
  readonly orders: readonly SavedOrder[]
  readonly lists: readonly SavedList[]
  readonly markets: readonly SavedMarket[]
  readonly others: z.infer<typeof others>
}

export const rowKeys = {
  numbers: 'numbers',
  others: 'others',
  account: (id: string) => `account/${id}`,
  order: (id: number) => `order/${id}`,
  list: (id: number) => `list/${id}`,
  market: (symbol: string) => `market/${symbol}`,
} as const

/**
 * Reads what {@link Recorder} wrote; null when there are none. @throws whatever tells that a row is not as it should be
 */
export function readSavedEngine(rows: ReadonlyMap<string, string>): SavedEngine | null {
  const one = <T>(key: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(rows.get(key) ?? 'null'))
  const all = <T>(kind: string, schema: z.ZodType<T>): readonly T[] =>
    [...rows].filter(([key]) => key.startsWith(`${kind}/`)).map(([, text]) => schema.parse(JSON.parse(text)))
  const byNumber = <T extends { readonly id: number }>(found: readonly T[]): readonly T[] =>
    found.toSorted((a, b) => a.id - b.id)
  if (rows.size === 0) return null
  return {
    numbers: one(rowKeys.numbers, numbers),
    accounts: all('account', account),
    orders: byNumber(all('order', order)),
    lists: byNumber(all('list', list)),
    markets: all('market', market),
    others: one(rowKeys.others, others),
  }
}
